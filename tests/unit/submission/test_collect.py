"""Collecting: what is taken, what is refused, and that no folder makes it raise."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.model.exercise import Exercise
from grader.model.submission import Submission, SubmittedFile
from grader.submission.collect import Bounds, collect, digest_of, locate
from grader.submission.stand_in import collect_stand_in
from tests.unit.spec.builder import CourseBuilder

pytestmark = pytest.mark.unit


def taken(submission: Submission) -> dict[str, str]:
    """Return what was copied, and hold the copy against what is said of it."""
    copied = {
        path.relative_to(submission.folder).as_posix(): path.read_text()
        for path in submission.folder.rglob("*")
        if path.is_file()
    }
    assert sorted(copied) == [file.path for file in submission.files]
    assert [file.size for file in submission.files] == [len(copied[file.path]) for file in submission.files]
    return copied


def test_declared_and_optional_files_are_copied(exercise: Exercise, handed_in: Path, tmp_path: Path) -> None:
    """What matches no pattern stays behind, and so do caches and dot files."""
    for name in ("helper.py", "data/a.csv", "data/deep/b.csv", "notes.txt", ".hidden.py", "__pycache__/work.py"):
        CourseBuilder.write(handed_in / name, name)
    submission = collect(exercise, handed_in, tmp_path / "copy")
    assert taken(submission) == {"work.py": "answer = 42\n", "helper.py": "helper.py", "data/a.csv": "data/a.csv"}
    assert submission.problems == ()
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_is_not_fresh_is_not_collected_into(exercise: Exercise, handed_in: Path, tmp_path: Path) -> None:
    """Files of another learner must not mix in."""
    CourseBuilder.write(tmp_path / "copy" / "left.py", "")
    with pytest.raises(FileExistsError):
        collect(exercise, handed_in, tmp_path / "copy")


def test_nothing_handed_in_is_a_problem_in_words(exercise: Exercise, tmp_path: Path) -> None:
    """Neither folder nor file: said, in the language asked for."""
    submission = collect(exercise, None, tmp_path / "copy")
    assert submission.problems == ("Nothing was handed in: there is neither a folder `1.1-work` nor a file `work.py`.",)
    assert submission.digest == ""
    assert "没有提交" in collect(exercise, None, tmp_path / "zh", language="zh").problems[0]


@pytest.mark.parametrize(
    ("name", "right"),
    [("Work.py", "work.py"), ("wrok.py", "work.py"), ("work (1).py", "work.py"), ("Work.ipynb", "work.ipynb")],
)
def test_a_misnamed_file_is_pointed_out(
    exercise: Exercise, handed_in: Path, tmp_path: Path, name: str, right: str
) -> None:
    """A file of a similar name is what most missing files are."""
    (handed_in / "work.py").rename(handed_in / name)
    submission = collect(exercise, handed_in, tmp_path / "copy")
    assert submission.digest != ""
    assert submission.problems == (f"`work.py` is missing. There is `{name}`: if that is it, rename it to `{right}`.",)


def test_a_missing_file_without_a_lookalike_is_missing(exercise: Exercise, handed_in: Path, tmp_path: Path) -> None:
    """No far-fetched suggestion."""
    (handed_in / "work.py").rename(handed_in / "something_else.txt")
    assert collect(exercise, handed_in, tmp_path / "copy").problems == ("`work.py` is missing.",)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("random.py", "name of a module"),
        ("torch.py", "name of a module"),
        ("inside.py", "name of a module"),
        ("sitecustomize.py", "name of a module"),
        ("conftest.py", "tools load"),
        ("data/evil.pth", "tools load"),
        ("data/fast.so", "compiled code"),
        ("data/a\x1b[31mb.csv", "cannot be shown"),
        ("data/a\nb.csv", "cannot be shown"),
        ("data/\u202etxt.csv", "cannot be shown"),
    ],
)
def test_names_that_do_harm_are_refused(
    exercise: Exercise, handed_in: Path, tmp_path: Path, name: str, words: str
) -> None:
    """The file is not copied, and the problem says why in characters that can be shown."""
    CourseBuilder.write(handed_in / name, "")
    submission = collect(exercise, handed_in, tmp_path / "copy")
    assert list(taken(submission)) == ["work.py"]
    assert words in submission.problems[0]
    assert submission.problems[0].isprintable()


def test_a_file_name_that_is_no_unicode_is_refused(exercise: Exercise, handed_in: Path, tmp_path: Path) -> None:
    """Bytes that no text can hold in a name are a problem, not a crash."""
    (handed_in / "data").mkdir()
    Path(os.fsdecode(os.fsencode(handed_in) + b"/data/\xff\xfe.csv")).write_text("")
    submission = collect(exercise, handed_in, tmp_path / "copy")
    assert "cannot be shown" in submission.problems[0]
    submission.model_dump_json()


def test_no_link_is_followed(exercise: Exercise, handed_in: Path, tmp_path: Path) -> None:
    """A link as the file, as a folder on the way and as the exercise's folder: nothing behind any is copied."""
    secret = CourseBuilder.write(tmp_path / "secret" / "work.py", "a secret")
    (handed_in / "work.py").unlink()
    (handed_in / "work.py").symlink_to(secret)
    (handed_in / "data").symlink_to(secret.parent)
    (handed_in / "helper.py").symlink_to(secret)
    submission = collect(exercise, handed_in, tmp_path / "copy")
    assert taken(submission) == {}
    assert submission.problems == (
        "`work.py` is a link. Hand in the file itself.",
        "`helper.py` is a link. Hand in the file itself.",
    )
    linked = tmp_path / "elsewhere" / "1.1-work"
    linked.parent.mkdir()
    linked.symlink_to(secret.parent)
    found = locate(exercise, linked.parent)
    assert found == linked
    submission = collect(exercise, found, tmp_path / "other copy")
    assert submission.files == ()
    assert "a link or a file where a folder was expected" in submission.problems[0]


def test_what_is_no_file_is_refused_without_waiting(exercise: Exercise, handed_in: Path, tmp_path: Path) -> None:
    """A pipe, a socket and a folder in a file's place."""
    (handed_in / "data").mkdir()
    os.mkfifo(handed_in / "data" / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        cwd = Path.cwd()
        os.chdir(handed_in / "data")  # a socket's path may have 108 bytes
        try:
            listener.bind("socket")
        finally:
            os.chdir(cwd)
        (handed_in / "work.py").unlink()
        (handed_in / "work.py").mkdir()
        submission = collect(exercise, handed_in, tmp_path / "copy")
    assert submission.problems == (
        "`work.py` is a folder where a file was expected.",
        "`data/pipe` is a device, pipe or socket, not a file.",
        "`data/socket` is a device, pipe or socket, not a file.",
    )


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (Bounds(bytes_each=1024), "`data/b` is larger than 1 KiB"),
        (Bounds(bytes_total=2048), "larger than 2 KiB together"),
        (Bounds(files=2), "more than 2 files"),
        (Bounds(entries=2), "more than 2 files"),
    ],
)
def test_more_than_may_be_handed_in_is_refused(
    exercise: Exercise, handed_in: Path, tmp_path: Path, bounds: Bounds, words: str
) -> None:
    """Bytes of a file, of all files, their number, and names looked at."""
    for name in ("a", "b", "c"):
        CourseBuilder.write(handed_in / "data" / name, "x" * (1500 if name == "b" else 800))
    submission = collect(exercise, handed_in, tmp_path / "copy", bounds=bounds)
    taken(submission)
    assert any(words in problem for problem in submission.problems)


def test_a_sparse_file_of_a_terabyte_costs_no_more_than_the_bound(
    exercise: Exercise, handed_in: Path, tmp_path: Path
) -> None:
    """What is copied is bounded by what is read, not by what the file says of itself."""
    with (handed_in / "work.py").open("wb") as file:
        file.truncate(2**40)
    submission = collect(exercise, handed_in, tmp_path / "copy", bounds=Bounds(bytes_each=2**20))
    assert submission.problems == ("`work.py` is larger than 1 MiB, the most for one file.",)
    assert taken(submission) == {}


def test_the_same_files_have_the_same_digest(exercise: Exercise, handed_in: Path, tmp_path: Path) -> None:
    """The digest is of paths and bytes, and of nothing else."""
    first = collect(exercise, handed_in, tmp_path / "1").digest
    os.utime(handed_in / "work.py", (0, 0))
    assert collect(exercise, handed_in, tmp_path / "2").digest == first
    CourseBuilder.write(handed_in / "work.py", "answer = 43\n")
    assert collect(exercise, handed_in, tmp_path / "3").digest != first


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "a:1", "a\n1"]), st.sampled_from(["x", "y"])), max_size=4))
def test_digests_differ_where_files_do(entries: list[tuple[str, str]]) -> None:
    """No two different sets of paths and bytes are written down alike."""
    files = tuple(SubmittedFile(path=path, size=1, digest=content) for path, content in dict(entries).items())
    assert digest_of(files) == digest_of(files[::-1])
    if files:
        assert digest_of(files) != digest_of(files[1:])


def test_the_three_ways_to_lay_out_a_submission(exercise: Exercise, handed_in: Path, tmp_path: Path) -> None:
    """A folder of exercises, the exercise's own folder, or a folder with its file in it."""
    assert locate(exercise, handed_in.parent) == handed_in
    assert locate(exercise, handed_in) == handed_in
    flat = CourseBuilder.write(tmp_path / "flat" / "work.py", "").parent
    assert locate(exercise, flat) == flat
    (tmp_path / "empty").mkdir()
    assert locate(exercise, tmp_path / "empty") is None


@pytest.mark.parametrize(("name", "words"), [("absent", "does not exist"), ("file", "is not a folder")])
def test_no_such_folder_is_a_fault_of_the_command(exercise: Exercise, tmp_path: Path, name: str, words: str) -> None:
    """The one thing that is not the submission's own problem."""
    CourseBuilder.write(tmp_path / "file", "")
    with pytest.raises(UsageError, match=words):
        locate(exercise, tmp_path / name)


def test_one_file_stands_in_for_one_of_the_reference(exercise: Exercise, tmp_path: Path) -> None:
    """A wrong solution of any name takes the first file's place; the rest is the reference's."""
    assert exercise.reference is not None
    CourseBuilder.write(exercise.reference / "helper.py", "help")
    wrong = CourseBuilder.write(tmp_path / "dim_zero.py", "wrong")
    assert taken(collect_stand_in(exercise, wrong, tmp_path / "copy")) == {"work.py": "wrong", "helper.py": "help"}
    named = CourseBuilder.write(tmp_path / "work.py", "mine")
    assert taken(collect_stand_in(exercise, named, tmp_path / "copy 2"))["work.py"] == "mine"
    assert taken(collect_stand_in(exercise, tmp_path, tmp_path / "copy 3")) == {
        "work.py": "mine",
        "dim_zero.py": "wrong",
    }
    with pytest.raises(UsageError, match="There is no file"):
        collect_stand_in(exercise, tmp_path / "absent.py", tmp_path / "copy 4")
