"""Attempts: each its own file, whole, numbered, and the student's view alone."""

import errno
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.errors import EnvironmentFault
from grader.model.scoring import summarize
from grader.submission.atomic import atomic_writer
from grader.submission.attempts import Attempt, save_attempt
from tests.unit.model.builders import FINISHED, a_report, a_result

pytestmark = pytest.mark.unit

FULL = summarize([a_report(a_result(show="nothing"))])
STUDENT = FULL.for_student()


def test_an_attempt_holds_number_time_digest_and_reports(tmp_path: Path) -> None:
    """What was handed in, when, and what came of it."""
    path = save_attempt(tmp_path, STUDENT, time=FINISHED)
    assert path == tmp_path / ".grader" / "attempts" / "0001.json"
    attempt = Attempt.model_validate_json(path.read_bytes())
    assert (attempt.attempt, attempt.time) == (1, FINISHED)
    assert attempt.summary == STUDENT.with_attempt(1)
    assert len(attempt.digest) == 64


def test_attempts_are_numbered_on_and_never_overwritten(tmp_path: Path) -> None:
    """The next number follows the highest, whatever else lies there."""
    first = save_attempt(tmp_path, STUDENT, time=FINISHED)
    content = first.read_bytes()
    first.with_name("notes.txt").write_text("mine")
    first.with_name("0041.json").write_text("an older one")
    assert save_attempt(tmp_path, STUDENT, time=FINISHED).name == "0042.json"
    assert first.read_bytes() == content
    assert sorted(path.name for path in first.parent.iterdir()) == ["0001.json", "0041.json", "0042.json", "notes.txt"]


@pytest.mark.parametrize("links", [True, False])
def test_concurrent_runs_get_different_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    """Twenty at once leave twenty whole attempts, also on a file system without hard links."""
    if not links:

        def no_links(_self: Path, _target: Path) -> None:
            raise OSError(errno.EPERM, "no hard links here")

        monkeypatch.setattr(Path, "hardlink_to", no_links)
    with ThreadPoolExecutor(8) as pool:
        paths = list(pool.map(lambda _: save_attempt(tmp_path, STUDENT, time=FINISHED), range(20)))
    assert sorted(path.name for path in paths) == [f"{number:04}.json" for number in range(1, 21)]
    numbers = [Attempt.model_validate_json(path.read_bytes()).attempt for path in sorted(paths)]
    assert numbers == list(range(1, 21))


def test_a_full_view_is_never_recorded(tmp_path: Path) -> None:
    """What a student may not see must not lie in the student's folder."""
    with pytest.raises(ValueError, match="student's view"):
        save_attempt(tmp_path, FULL, time=FINISHED)
    assert not (tmp_path / ".grader").exists()


def test_a_link_in_place_of_the_records_is_not_followed(tmp_path: Path) -> None:
    """Otherwise a submission could have the grader write elsewhere."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "handed in").mkdir()
    (tmp_path / "handed in" / ".grader").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EnvironmentFault, match="a link stands in its place"):
        save_attempt(tmp_path / "handed in", STUDENT, time=FINISHED)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_full_disk_leaves_no_half_attempt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault is one of this machine, and no file is left."""

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(EnvironmentFault, match="No space left"):
        save_attempt(tmp_path, STUDENT, time=FINISHED)
    assert not list((tmp_path / ".grader" / "attempts").iterdir())


def test_an_interrupted_write_leaves_what_was_there(tmp_path: Path) -> None:
    """A writer that fails half way changes nothing and leaves nothing behind."""
    target = tmp_path / "report.json"
    target.write_text("old")
    with pytest.raises(KeyboardInterrupt), atomic_writer(target) as file:  # noqa: PT012 - the block is what is tested
        file.write(b"half")
        raise KeyboardInterrupt
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
