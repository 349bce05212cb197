"""A notebook in place of a file: when it counts, what is noted, and what is refused."""

import os
from pathlib import Path

import pytest

from grader.model.exercise import Exercise
from grader.model.submission import Submission
from grader.submission.collect import Bounds, collect, handed_in_as, locate
from grader.submission.stand_in import collect_stand_in
from tests.unit.reader.notebooks import code, notebook, text
from tests.unit.spec.builder import CourseBuilder

pytestmark = pytest.mark.sandbox

WORK = notebook(text("# My work"), code("%matplotlib inline\nimport torch"), code(""), code("answer = 42"))
MADE = "# The code cells of a notebook, one after another.\n# cell 1\npass  # %matplotlib inline\nimport torch\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a submission of a notebook alone."""
    (tmp_path / "1.1-work").mkdir()
    (tmp_path / "1.1-work" / "work.ipynb").write_bytes(WORK)
    return tmp_path / "1.1-work"


def taken(submission: Submission) -> dict[str, str]:
    """Return the files that are graded."""
    return {file.path: (submission.folder / file.path).read_text() for file in submission.files}


@pytest.mark.parametrize("isolation", ["auto", "process"])
def test_a_notebook_is_taken_where_the_file_is_absent(
    exercise: Exercise, folder: Path, tmp_path: Path, isolation: str
) -> None:
    """Its code is what is graded, and the note leads from a line back to its cell."""
    submission = collect(exercise, folder, tmp_path / "copy", isolation="process" if isolation == "process" else "auto")
    assert taken(submission) == {"work.py": MADE + "# cell 3\nanswer = 42\n"}
    assert submission.files[0].size == len(MADE) + 21
    assert submission.problems == ()
    assert submission.notes == (
        "`work.py` was made of the code cells of `work.ipynb`. Their first lines in it: cell 1: 3, cell 3: 6.",
    )


def test_outputs_and_prose_do_not_change_the_digest(exercise: Exercise, folder: Path, tmp_path: Path) -> None:
    """A notebook that was run again is the same submission; one with another line of code is not."""
    first = collect(exercise, folder, tmp_path / "1").digest
    (folder / "work.ipynb").write_bytes(
        notebook(
            text("Other words"), code("%matplotlib inline\nimport torch", outputs=[]), code(" "), code("answer = 42")
        )
    )
    assert collect(exercise, folder, tmp_path / "2").digest == first
    (folder / "work.ipynb").write_bytes(notebook(code("answer = 43")))
    assert collect(exercise, folder, tmp_path / "3").digest != first


def test_the_file_wins_and_it_is_noted(exercise: Exercise, folder: Path, tmp_path: Path) -> None:
    """Whoever has both is told which one counts; the notebook is not even looked at."""
    CourseBuilder.write(folder / "work.py", "answer = 1\n")
    (folder / "work.ipynb").write_text("no notebook")
    submission = collect(exercise, folder, tmp_path / "copy", language="zh")
    assert taken(submission) == {"work.py": "answer = 1\n"}
    assert submission.notes == ("因为已有 `work.py`，没有使用 `work.ipynb`。",)  # noqa: RUF001
    (folder / "work.py").unlink()
    (folder / "work.py").symlink_to(folder / "elsewhere.py")
    assert "is a link" in collect(exercise, folder, tmp_path / "copy 2").problems[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"answer = 42\n", "`work.ipynb` is no notebook that can be read."),
        (b"[" * 1_000_000, "`work.ipynb` needs more memory"),
        (b'{"nbformat": 4, "metadata": {}, "cells": [' + b"[]," * 1_000_000 + b"[]]}", "`work.ipynb` is no notebook"),
        (b'{"nbformat": 4, "cells": [' + b"[]," * 10_000_000 + b"[]]}", "`work.ipynb` needs more memory"),
        (notebook(code("x"), nbformat=7), "version 7 of the notebook format"),
        (notebook(code("x"), nbformat="\x1b[31m" * 50), "`work.ipynb` is in version"),
        (notebook(code("x"), language="R"), "is a notebook of R, not of Python"),
        (notebook({"cell_type": "code"}), "`work.ipynb` is damaged"),
    ],
    ids=["text", "deep", "no cells", "heavy", "newer", "escapes", "R", "no source"],
)
def test_what_is_wrong_with_a_notebook_is_said(
    exercise: Exercise, folder: Path, tmp_path: Path, content: bytes, words: str
) -> None:
    """In one sentence, and the exercise is not graded."""
    (folder / "work.ipynb").write_bytes(content)
    submission = collect(exercise, folder, tmp_path / "copy")
    assert words in submission.problems[0]
    assert submission.problems[0].isprintable()
    assert (submission.files, submission.notes) == ((), ())
    assert submission.digest != ""


def test_a_notebook_of_500_megabytes_is_not_even_parsed(exercise: Exercise, folder: Path, tmp_path: Path) -> None:
    """Its size is looked at first."""
    with (folder / "work.ipynb").open("wb") as file:
        file.truncate(500 * 2**20)
    assert collect(exercise, folder, tmp_path / "copy").problems == (
        "`work.ipynb` is larger than 32 MiB, the most for one file.",
    )


def test_code_counts_towards_what_may_be_handed_in(exercise: Exercise, folder: Path, tmp_path: Path) -> None:
    """As the file would."""
    submission = collect(exercise, folder, tmp_path / "copy", bounds=Bounds(bytes_total=50))
    assert submission.problems == ("The files are larger than 50 bytes together, the most for one exercise.",)
    assert submission.files == ()


def test_what_is_no_file_is_never_opened(exercise: Exercise, folder: Path, tmp_path: Path) -> None:
    """A link, a pipe and a folder."""
    (folder / "work.ipynb").rename(tmp_path / "secret.ipynb")
    (folder / "work.ipynb").symlink_to(tmp_path / "secret.ipynb")
    assert "`work.ipynb` is a link" in collect(exercise, folder, tmp_path / "1").problems[0]
    (folder / "work.ipynb").unlink()
    os.mkfifo(folder / "work.ipynb")
    assert "pipe" in collect(exercise, folder, tmp_path / "2").problems[0]
    (folder / "work.ipynb").unlink()
    (folder / "work.ipynb").mkdir()
    assert "is a folder" in collect(exercise, folder, tmp_path / "3").problems[0]


def test_a_notebook_is_enough_to_be_found(exercise: Exercise, folder: Path, tmp_path: Path) -> None:
    """In a folder of any name."""
    folder.rename(tmp_path / "flat")
    assert locate(exercise, tmp_path / "flat") == tmp_path / "flat"
    assert handed_in_as("work.py", tmp_path / "flat") == "work.ipynb"
    assert handed_in_as("data.csv", tmp_path / "flat") is None


def test_an_author_tries_a_notebook(exercise: Exercise, folder: Path, tmp_path: Path) -> None:
    """In place of the reference's file of that stem, or of its first."""
    for name in ("work.ipynb", "draft.ipynb"):
        (tmp_path / name).write_bytes(WORK)
        submission = collect_stand_in(exercise, tmp_path / name, tmp_path / f"copy {name}")
        assert taken(submission)["work.py"].startswith(MADE)
