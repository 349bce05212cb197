"""Commands that are given an archive: graded like the folder in it, with nothing left beside it."""

import json
import shutil
from pathlib import Path

import pytest

from grader.errors import EnvironmentFault
from tests.unit.cli.conftest import Grade
from tests.unit.cli.fakes import FakeGrader
from tests.unit.reader.hostile import GOOD_TAR
from tests.unit.reader.notebooks import code, notebook
from tests.unit.reader.packing import Entry, zip_of
from tests.unit.spec.builder import CourseBuilder

pytestmark = pytest.mark.sandbox


@pytest.fixture
def archive(folder: Path, tmp_path: Path) -> Path:
    """Return an archive of the submission, alone in its folder."""
    (tmp_path / "downloads").mkdir()
    return Path(shutil.make_archive(str(tmp_path / "downloads" / "ada"), "zip", folder.parent, folder.name))


@pytest.mark.parametrize("suffix", ["zip", "tar", "gztar", "bztar", "xztar"])
def test_an_archive_is_graded_like_the_folder_in_it(
    grade: Grade, grader: FakeGrader, folder: Path, tmp_path: Path, suffix: str
) -> None:
    """The folder around everything is looked through; of each kind, by every common name."""
    packed = shutil.make_archive(str(tmp_path / "ada"), suffix, folder.parent, folder.name)
    result = grade("submit", packed)
    assert result.exit_code == 0, result.stderr
    assert "8 / 8" in result.stdout
    assert grader.graded_files == {"work.py": "answer = 1\n", "play.py": "answer = 2\n"}


def test_nothing_is_written_beside_an_archive(
    grade: Grade, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No record and no copy; what to do for the reports is told, unless it was done."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    result = grade("submit", archive)
    assert f"Not recorded, since {archive} is an archive; `--output DIR` keeps the reports." in result.stderr
    assert "Attempt" not in result.stdout
    result = grade("submit", archive, "--output", tmp_path / "out")
    assert "Not recorded" not in result.stderr
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["score"] == "8"
    assert [path.name for path in archive.parent.iterdir()] == ["ada.zip"]
    assert not list((tmp_path / "tmp").iterdir())


def test_an_archive_of_one_exercise_grades_that(grade: Grade, grader: FakeGrader, folder: Path, tmp_path: Path) -> None:
    """As its folder would."""
    packed = shutil.make_archive(str(tmp_path / "play"), "zip", folder, "1.2-play")
    assert grade("submit", packed).exit_code == 0
    assert grader.calls == [("1.2", None)]


def test_check_takes_an_archive(grade: Grade, grader: FakeGrader, archive: Path) -> None:
    """For the visible checks alone."""
    assert grade("check", archive, "-e", "1.1").exit_code == 0
    assert grader.calls == [("1.1", ("test_open",))]


def test_list_tells_what_an_archive_has(grade: Grade, archive: Path) -> None:
    """By the places in the archive, not by those of copies that are gone."""
    assert "here: work.py" in grade("list", archive).stdout
    rows = json.loads(grade("list", archive, "--json").stdout)["exercises"]
    assert [row["folder"] for row in rows] == [str(archive / "1.1-work"), str(archive / "1.2-play")]
    assert [row["present"] for row in rows] == [["work.py"], ["play.py"]]


def test_list_tells_of_notebooks(grade: Grade, folder: Path) -> None:
    """A notebook is as good as the file, and is named as what it is."""
    (folder / "1.1-work" / "work.py").unlink()
    (folder / "1.1-work" / "work.ipynb").write_bytes(notebook(code("x = 1")))
    assert "here: work.ipynb" in grade("list", folder).stdout
    row = json.loads(grade("list", folder, "--json").stdout)["exercises"][0]
    assert (row["present"], row["notebooks"]) == (["work.py"], ["work.ipynb"])


def test_a_notebook_is_graded_and_the_report_says_so(grade: Grade, grader: FakeGrader, folder: Path) -> None:
    """What the grader gets is Python."""
    (folder / "1.1-work" / "work.py").unlink()
    (folder / "1.1-work" / "work.ipynb").write_bytes(notebook(code("!ls\nx = 1")))
    assert grade("submit", folder).exit_code == 0
    assert grader.graded_files["work.py"].endswith("pass  # !ls\nx = 1\n")


@pytest.mark.parametrize("command", ["submit", "check", "list"])
def test_a_refused_archive_is_said_and_nothing_is_graded(
    grade: Grade, grader: FakeGrader, tmp_path: Path, command: str
) -> None:
    """Exit status 2, the reason in the language asked for, nothing on stdout, no traceback."""
    (tmp_path / "evil.zip").write_bytes(zip_of("../evil.py"))
    result = grade(command, tmp_path / "evil.zip")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{tmp_path / 'evil.zip'} is refused: `../evil.py` would lie outside" in result.stderr
    assert "Traceback" not in result.stderr
    assert "会落在文件夹之外" in grade(command, tmp_path / "evil.zip", "--lang", "zh").stderr
    assert grader.calls == []
    assert not (tmp_path / "evil.py").exists()


def test_a_file_that_is_no_archive_is_refused(grade: Grade, folder: Path) -> None:
    """A Python file, say: with what could be named instead."""
    result = grade("submit", folder / "1.1-work" / "work.py")
    assert result.exit_code == 2
    assert "`work.py` is neither a zip nor a tar archive" in result.stderr
    assert "Name a folder, or a zip or tar archive of one." in result.stderr


def test_an_archive_of_nothing_known_is_said(grade: Grade, tmp_path: Path) -> None:
    """By the archive's own name, and with what to do."""
    (tmp_path / "holiday.zip").write_bytes(zip_of("beach.jpg"))
    result = grade("submit", tmp_path / "holiday.zip")
    assert result.exit_code == 2
    assert f"{tmp_path / 'holiday.zip'} holds none of the exercises" in result.stderr
    assert f"grade list {tmp_path / 'holiday.zip'}" in result.stderr


def test_files_that_may_not_be_handed_in_are_the_exercises_own_problem(grade: Grade, tmp_path: Path) -> None:
    """An archive is unpacked whole; what counts of it is decided as for any folder."""
    (tmp_path / "ada.zip").write_bytes(zip_of("1.1-work/work.py", "1.1-work/torch.py", Entry("1.1-work/pytest.ini")))
    result = grade("submit", tmp_path / "ada.zip", "--json")
    report = json.loads(result.stdout)["reports"][0]
    assert report["status"] == "ungradable"
    assert "`torch.py` has the name of a module" in report["message"]


def test_without_hidden_checks_an_archive_is_not_packed_again(
    grade: Grade, course: CourseBuilder, archive: Path
) -> None:
    """It is what would be handed in."""
    for name in ("1.1-work", "1.2-play"):
        (course.root / "exercises" / name / "checks.py").unlink()
    result = grade("submit", archive)
    assert result.exit_code == 0
    assert f"{archive} can be handed in as it is." in result.stderr
    assert [path.name for path in archive.parent.iterdir()] == ["ada.zip"]


def test_what_was_packed_for_the_instructor_is_taken(
    grade: Grade, course: CourseBuilder, grader: FakeGrader, folder: Path
) -> None:
    """`submission.zip`, manifest and all."""
    checks = [course.root / "exercises" / name / "checks.py" for name in ("1.1-work", "1.2-play")]
    kept = [path.read_text() for path in checks]
    for path in checks:
        path.unlink()
    grade("submit", folder)
    for path, content in zip(checks, kept, strict=True):
        path.write_text(content)
    grader.calls.clear()
    result = grade("submit", folder / "submission.zip")
    assert result.exit_code == 0
    assert grader.calls == [("1.1", None), ("1.2", None)]


def test_isolation_holds_for_the_reader_too(grade: Grade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is demanded for student processes is demanded of whatever parses their files."""
    asked: list[str] = []

    def refuse(archive: Path, into: Path, *, isolation: str) -> None:
        asked.append(isolation)
        raise EnvironmentFault("No Landlock here.", advice="Use Linux 6.2.")

    monkeypatch.setattr("grader.cli.given.unpack", refuse)
    (tmp_path / "ada.tar").write_bytes(GOOD_TAR)
    assert grade("submit", tmp_path / "ada.tar", "--isolation", "confined").exit_code == 4
    assert asked == ["confined"]
