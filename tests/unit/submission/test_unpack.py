"""Unpacking through a confined process: what arrives, what is refused, and what a reader that was taken over can do."""

import gzip
import io
import json
import os
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grader.confine.probe import probe
from grader.errors import EnvironmentFault, InternalError
from grader.reader.messages import Bounds
from grader.submission import reading
from grader.submission.problems import Problem
from grader.submission.unpack import Names, unpack, unwrap
from tests.unit.reader.hostile import BOUNDS, GOOD_TAR, GOOD_ZIP, ROWS
from tests.unit.reader.packing import Entry, zip_of
from tests.unit.submission.readers import take_over

Tree = dict[str, bytes | None]
"""Files with their content, folders with None."""

sandbox = pytest.mark.sandbox
unit = pytest.mark.unit


def tree(folder: Path) -> Tree:
    """Return what lies in a folder."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes() for path in folder.rglob("*")
    }


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """Return a folder for an archive and what becomes of it; nothing else may appear beside it."""
    (tmp_path / "place").mkdir()
    yield tmp_path / "place"
    assert [path.name for path in tmp_path.iterdir() if path.name != "taken_over.py"] == ["place"]


def refusal(archive: Path, into: Path, bounds: Bounds | None = None) -> Problem:
    """Return why an archive is refused, having made sure that nothing of it is left."""
    with pytest.raises(Problem) as caught:
        unpack(archive, into, bounds=bounds)
    assert not into.exists()
    return caught.value


@sandbox
@pytest.mark.parametrize("packed", [GOOD_ZIP, GOOD_TAR, gzip.compress(GOOD_TAR)], ids=["zip", "tar", "tar.gz"])
@pytest.mark.parametrize("isolation", ["auto", "process"])
def test_an_archive_becomes_a_private_folder(place: Path, packed: bytes, isolation: str) -> None:
    """Whatever its name says of its kind; files and folders are for this user alone."""
    (place / "work.archive").write_bytes(packed)
    unpack(place / "work.archive", place / "out", isolation="process" if isolation == "process" else "auto")
    assert tree(place / "out") == {
        "1.1-work": None, "1.1-work/data": None, "1.1-work/data/a.csv": b"answer = 42\n",
        "1.1-work/work.py": b"answer = 42\n",
    }  # fmt: skip
    for path in (place / "out", *(place / "out").rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)


@sandbox
@pytest.mark.parametrize(("why", "name", "make"), ROWS, ids=[f"{why}: {name}" for why, name, _ in ROWS])
def test_a_hostile_archive_leaves_nothing(place: Path, why: str, name: str, make: Callable[[], bytes]) -> None:
    """Refused in words for a student, in both languages; neither in the folder nor outside of it does a byte land."""
    (place / "work.zip").write_bytes(make())
    problem = refusal(place / "work.zip", place / "out", BOUNDS)
    assert problem.kind == why
    assert [path.name for path in place.iterdir()] == ["work.zip"]
    for sentence in (problem.sentence("en"), problem.sentence("zh")):
        assert "{" not in sentence
        assert sentence.isprintable()
        assert len(sentence) < 400
    assert problem.sentence("en") != problem.sentence("zh")


@sandbox
def test_a_folder_that_is_not_fresh_is_not_unpacked_into(place: Path) -> None:
    """Files of another learner must not mix in, and must not go with a refusal."""
    (place / "work.zip").write_bytes(GOOD_ZIP)
    (place / "out").mkdir()
    (place / "out" / "mine.py").write_text("x")
    with pytest.raises(FileExistsError):
        unpack(place / "work.zip", place / "out")
    assert tree(place / "out") == {"mine.py": b"x"}


@unit
def test_what_is_no_file_is_never_opened(place: Path) -> None:
    """A link, a pipe, a device, nothing: said at once."""
    (place / "good.zip").write_bytes(GOOD_ZIP)
    (place / "link.zip").symlink_to(place / "good.zip")
    os.mkfifo(place / "pipe.zip")
    (place / "null.zip").symlink_to("/dev/null")
    found = {
        name: refusal(place / name, place / "out").kind for name in ("link.zip", "pipe.zip", "null.zip", "none.zip")
    }
    assert found == {"link.zip": "link", "pipe.zip": "special", "null.zip": "link", "none.zip": "missing"}
    assert refusal(Path("/dev/zero"), place / "out").kind == "special"


@unit
def test_an_archive_of_many_gigabytes_is_not_even_read(place: Path) -> None:
    """Its size is looked at before a process is started."""
    with (place / "work.zip").open("wb") as file:
        file.truncate(500 * 2**30)
    assert refusal(place / "work.zip", place / "out").sentence("en") == (
        "The files in `work.zip` are larger than 256 MiB together, the most for an archive."
    )


# --- names


@unit
@given(
    st.lists(st.lists(st.sampled_from(["a", "A", "ä", "a\u0308", "b", ".", ""]), min_size=1, max_size=3), max_size=6)
)
def test_no_two_names_mean_one_file_anywhere(paths: list[list[str]]) -> None:
    """What is accepted is different wherever cases are folded and characters composed, and no file is a folder."""
    names = Names()
    accepted = []
    for parts in paths:
        try:
            accepted.append("/".join(names.file("/".join(parts))))
        except Problem:
            continue
    folded = [path.replace("a\u0308", "ä").lower() for path in accepted]
    assert len(set(folded)) == len(folded)
    assert not any(other.startswith(path + "/") for path in folded for other in folded)


@unit
@given(st.text(alphabet="a./\\:~\0\n C\u202e", max_size=12))
def test_a_name_that_is_accepted_stays_inside(name: str) -> None:
    """Joined to any folder, on any system."""
    try:
        parts = Names().file(name)
    except Problem:
        return
    assert parts
    assert all(part not in {"", ".", ".."} and not set(part) & set("/\\\0\n\u202e") for part in parts)
    assert not name.startswith("/")
    assert name[1:2] != ":" or not name[0].isalpha()


# --- any tree


PART = st.text(alphabet="abcäß你-_ ().", min_size=1, max_size=6).filter(lambda part: not part.startswith("."))
PATHS = st.lists(PART, min_size=1, max_size=3).map("/".join)


def is_one_tree(files: dict[str, bytes]) -> bool:
    """Tell whether a set of paths can be a tree, with no two names that are one somewhere."""
    names = Names()
    try:
        for path in files:
            names.file(path)
    except Problem:
        return False
    return True


TREES: st.SearchStrategy[dict[str, bytes]] = st.dictionaries(PATHS, st.binary(max_size=200), max_size=6)


def packed_as(kind: str, files: dict[str, bytes]) -> bytes:
    """Pack files with the standard library."""
    out = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in files.items():
                archive.writestr(path, content)
    else:
        with tarfile.open(fileobj=out, mode="w:gz" if kind == "tar.gz" else "w") as archive_:
            for path, content in files.items():
                info = tarfile.TarInfo(path)
                info.size = len(content)
                archive_.addfile(info, io.BytesIO(content))
    return out.getvalue()


@sandbox
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=TREES.filter(is_one_tree), kind=st.sampled_from(["zip", "tar", "tar.gz"]))
@example(files={"a/b/c.py": b"x" * 3_000_000}, kind="zip")
def test_any_tree_comes_out_as_it_went_in(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes], kind: str
) -> None:
    """Packed with the standard library, unpacked by the process."""
    place = tmp_path_factory.mktemp("tree")
    (place / "work").write_bytes(packed_as(kind, files))
    if kind != "zip" and not files:
        return  # nothing but zeros: no program calls that a tar archive
    unpack(place / "work", place / "out")
    found = tree(place / "out")
    assert {path: content for path, content in found.items() if content is not None} == files


@sandbox
@settings(max_examples=25, deadline=None)
@given(
    good=st.sampled_from([GOOD_ZIP, GOOD_TAR, gzip.compress(GOOD_TAR)]),
    changes=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_any_mutated_archive_is_refused_or_contained(
    tmp_path_factory: pytest.TempPathFactory, good: bytes, changes: list[tuple[int, int]]
) -> None:
    """Either it is refused and nothing is there, or files are, and all of them inside."""
    mutated = bytearray(good)
    for at, value in changes:
        mutated[at % len(mutated)] = value
    place = tmp_path_factory.mktemp("mutated")
    (place / "work.zip").write_bytes(mutated)
    try:
        unpack(place / "work.zip", place / "out")
    except Problem:
        assert [path.name for path in place.iterdir()] == ["work.zip"]
    else:
        assert {path.name for path in place.iterdir()} == {"work.zip", "out"}
        assert len(tree(place / "out")) <= 4


# --- what wraps everything


@unit
@pytest.mark.parametrize(
    ("files", "folder"),
    [
        (["1.1-work/work.py", "1.2-play/play.py"], "."),
        (["my-work/1.1-work/work.py", "my-work/1.2-play/play.py"], "my-work"),
        (["my-work/my-work/1.1-work/work.py", "my-work/my-work/x"], "my-work/my-work"),
        (["my-work/1.1-work/work.py"], "my-work"),
        (["1.1-work/work.py"], "1.1-work"),
        (["1.1-work/data/a.csv"], "1.1-work"),
        (["manifest.json", "1.1-work/work.py"], "."),
        (["work.py"], "."),
        ([], "."),
    ],
)
def test_folders_that_wrap_everything_are_looked_through(tmp_path: Path, files: list[str], folder: str) -> None:
    """An exercise's own only where it was packed as it is."""
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    assert unwrap(tmp_path, {"1.1-work", "1.2-play"}) == tmp_path / folder


# --- a reader that was taken over


@sandbox
@pytest.mark.skipif(probe().isolation != "confined", reason="this machine cannot confine")
def test_a_reader_that_was_taken_over_can_do_nothing(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It neither writes nor reads nor starts nor connects to anything, nor asks for more descriptors than it has."""
    (place / "work.zip").write_bytes(GOOD_ZIP)
    take_over(
        monkeypatch,
        tmp_path,
        f"""
        def held(attempt):
            try:
                attempt()
            except OSError:
                return b"held"
            return b"done"

        yield File("write beside"), held(lambda: open({str(place / "evil")!r}, "w"))
        yield File("write into"), held(lambda: open({str(place / "out" / "evil")!r}, "w"))
        yield File("overwrite"), held(lambda: open({str(place / "work.zip")!r}, "r+"))
        yield File("write through"), held(lambda: os.write(0, b"evil"))
        yield File("temporary"), held(lambda: open("/tmp/evil", "w"))
        yield File("read"), held(lambda: open("/etc/passwd"))
        yield File("list"), held(lambda: os.listdir("/"))
        yield File("environ"), held(lambda: open("/proc/self/environ"))
        yield File("fork"), held(lambda: os.fork())
        yield File("run"), held(lambda: os.execv("/bin/true", ["true"]))
        yield File("connect"), held(lambda: socket.socket())
        yield File("signal"), held(lambda: os.kill(os.getppid(), 0))
        """,
    )
    unpack(place / "work.zip", place / "out", isolation="confined")
    assert set(tree(place / "out").values()) == {b"held"}
    assert len(tree(place / "out")) == 12
    assert (place / "work.zip").read_bytes() == GOOD_ZIP


@sandbox
def test_a_reader_holds_nothing_of_the_grader(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither torch nor the model nor a notebook's library for an archive; a handful of variables and descriptors."""
    (place / "work.zip").write_bytes(GOOD_ZIP)
    take_over(
        monkeypatch,
        tmp_path,
        """
        import json
        yield File("modules"), json.dumps(sorted(sys.modules)).encode()
        yield File("environment"), json.dumps(sorted(os.environ)).encode()
        listed = [int(fd) for fd in os.listdir("/proc/self/fd")]  # and the one of this listing, closed by now
        yield File("descriptors"), json.dumps([fd for fd in listed if os.path.exists(f"/proc/self/fd/{fd}")]).encode()
        """,
    )
    unpack(place / "work.zip", place / "out", isolation="process")
    told = {name: json.loads(content or b"") for name, content in tree(place / "out").items()}
    heavy = {"torch", "numpy", "pydantic", "pytest", "nbformat", "rich", "click", "grader.model", "grader.submission"}
    assert not heavy & set(told["modules"])
    assert set(told["environment"]) <= {"PATH", "HOME", "LANG", "LC_CTYPE"}
    assert len(told["descriptors"]) == 4  # the three standard ones and the wire


@sandbox
@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("yield File('../evil'), b'x'", "outside"),
        ("yield File('/tmp/evil'), b'x'", "outside"),
        ("yield Folder('a/../../evil'), b''", "outside"),
        ("yield File('a'), b'x'\nyield File('a'), b'y'", "twice"),
        ("yield File('a' * 70_000), b'x'", "long_name"),
        ("yield File('a' * 200_000), b'x'", "damaged"),
        ("yield File('a'), bytes(bounds.each + 1)", "damaged"),
        ("for n in range(bounds.members + 1): yield File(str(n)), b''", "damaged"),
        ("for n in range(9): yield File(str(n)), bytes(bounds.each)", "damaged"),
        ("yield Source(()), b'x'", "damaged"),
        ("yield No('outside-is-no-such-word'), b''", "damaged"),
        ("yield File(3), b''", "damaged"),
        ("yield [b'x', 3], b''", "damaged"),
        ("yield No('large', '\\x1b[31m' + 'x' * 9999), b''", "large"),
        ("os._exit(0)\nyield", "damaged"),
        ("os.abort()\nyield", "damaged"),
        ("os.kill(os.getpid(), 9)\nyield", "exhausting"),
        (
            "for fd in range(3, 64):\n  try: os.write(fd, b'no frame, for sure')\n  except OSError: pass\nyield",
            "damaged",
        ),
        ("x = [bytes(2**20) for _ in range(2**20)]\nyield", "exhausting"),
        ("raise KeyError\nyield", "damaged"),
        ("raise SystemExit(0)\nyield", "damaged"),
    ],
)
def test_a_reader_that_was_taken_over_is_not_believed(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, why: str
) -> None:
    """Names, sizes, numbers and types are all looked at again, and whatever it does, the archive is refused."""
    (place / "work.zip").write_bytes(GOOD_ZIP)
    take_over(monkeypatch, tmp_path, body)
    problem = refusal(place / "work.zip", place / "out", BOUNDS)
    assert problem.kind == why
    assert problem.sentence("en").isprintable()
    assert [path.name for path in place.iterdir()] == ["work.zip"]


@sandbox
def test_a_reader_that_computes_forever_is_ended(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the kernel, at its limit of CPU time."""
    monkeypatch.setattr(reading, "_CPU_SECONDS", 1)
    (place / "work.zip").write_bytes(GOOD_ZIP)
    take_over(monkeypatch, tmp_path, "while True: pass\nyield")
    assert refusal(place / "work.zip", place / "out").kind == "slow"


@sandbox
def test_a_reader_that_waits_forever_is_ended(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the parent, that counts its sleep; half of a message helps nothing."""
    (place / "work.zip").write_bytes(GOOD_ZIP)
    take_over(monkeypatch, tmp_path, "time.sleep(1000)\nyield")
    with (place / "work.zip").open("rb") as file:
        slow = reading.Reading("archive", file.fileno(), "work.zip", isolation="auto", bounds=Bounds(), asleep=2)
        with slow, pytest.raises(Problem) as caught:
            list(slow.contents())
    assert caught.value.kind == "slow"


@sandbox
def test_confinement_that_is_demanded_and_missing_is_this_machines_fault(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is read then, and what to do is told."""
    (place / "work.zip").write_bytes(GOOD_ZIP)
    take_over(monkeypatch, tmp_path, "yield File('evil'), b''")
    program = tmp_path / "taken_over.py"
    lacking = """
from grader.confine.policy import ConfinementError
def lack(policy):
    raise ConfinementError("none here")
process.apply = lack
"""
    program.write_text(program.read_text().replace("sys.exit(", f"{lacking}sys.exit("))
    with pytest.raises(EnvironmentFault, match="none here") as caught:
        unpack(place / "work.zip", place / "out", isolation="confined")
    assert "--isolation process" in caught.value.advice
    assert not (place / "out").exists()


@sandbox
def test_a_reader_that_does_not_start_is_the_graders_fault(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its last words, and never a student's."""
    (place / "work.zip").write_bytes(GOOD_ZIP)
    monkeypatch.setattr(reading, "_PROGRAM", (*reading._PROGRAM[:2], "-m", "grader.no_such_module"))
    with pytest.raises(InternalError, match="no_such_module"):
        unpack(place / "work.zip", place / "out")
    assert not (place / "out").exists()


@sandbox
def test_a_full_disk_is_this_machines_fault(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the archive's, and what was written of it goes."""
    (place / "work.zip").write_bytes(zip_of(Entry("a.bin", os.urandom(1000))))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("grader.submission.unpack.write_file", full)
    with pytest.raises(EnvironmentFault, match="No space left"):
        unpack(place / "work.zip", place / "out")
    assert not (place / "out").exists()
