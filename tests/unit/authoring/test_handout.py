"""What students get: all that they need, and not a byte that names what is hidden."""

from pathlib import Path

import pytest

from grader.authoring.extract import extract, names_used_of
from grader.authoring.handout import build_handout, hidden_names, traces
from grader.errors import CourseError, UsageError
from grader.model.course import Course
from grader.spec.discover import load_course
from tests.unit.audit.course import NAME, finished

pytestmark = pytest.mark.unit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = finished(tmp_path / "course")
    visible = (folder / "visible.py").read_text(encoding="utf-8")
    (folder / "visible.py").write_text(
        visible.replace("import torch", "import inside\nimport torch", 1)
        + "    student.run(inside.result_and_input, torch.ones(2))\n",
        encoding="utf-8",
    )
    spec = (folder / "exercise.toml").read_text(encoding="utf-8")
    (folder / "exercise.toml").write_text(
        spec.replace('name = "test_doubles"', 'name = "test_doubles"\nneeds = ["test_any_shape"]')
        + '\n[[manual]]\nname = "WHY"\npoints = 1.5\n',
        encoding="utf-8",
    )
    (folder / "data").mkdir()
    (folder / "data" / "table.csv").write_text("1,2\n")
    return folder


def course(folder: Path) -> Course:
    return load_course(folder.parents[1])


def test_a_handout_is_a_course_of_its_own(folder: Path, tmp_path: Path) -> None:
    """Statements, templates, data and the checks that may be read; the spec knows no others."""
    files = build_handout(course(folder), course(folder).exercises, tmp_path / "out")
    assert {str(path) for path in files} == {
        "README.md",
        *(f"exercises/{NAME}/{name}" for name in ("README.md", "README.zh.md", "exercise.toml", "inside.py")),
        f"exercises/{NAME}/data/table.csv",
        f"exercises/{NAME}/visible.py",
        f"student_template/{NAME}/scale.py",
    }
    handout = load_course(tmp_path / "out")
    assert (handout.broken, handout.has_hidden_checks) == ((), False)
    (exercise,) = handout.exercises
    assert [check.name for check in exercise.spec.check] == ["test_doubles"]
    assert exercise.spec.check[0].needs == ()
    assert exercise.spec.check[0].title == course(folder).exercises[0].spec.check[0].title
    assert (exercise.spec.wrong, exercise.spec.manual[0].name) == ((), "WHY")


def test_of_inside_only_what_visible_checks_need_is_handed_out(folder: Path, tmp_path: Path) -> None:
    """The rest belongs to hidden checks."""
    build_handout(course(folder), course(folder).exercises, tmp_path / "out")
    text = (tmp_path / "out" / "exercises" / NAME / "inside.py").read_text(encoding="utf-8")
    assert "def result_and_input(work, X):" in text
    assert "gradient" not in text


def test_no_byte_names_what_is_hidden(folder: Path, tmp_path: Path) -> None:
    """Neither hidden checks nor the files of solutions, in names or contents."""
    build_handout(course(folder), course(folder).exercises, tmp_path / "out")
    everything = b"\n".join(
        str(path).encode() + b"\n" + (path.read_bytes() if path.is_file() else b"")
        for path in (tmp_path / "out").rglob("*")
    )
    words = {word for exercise in course(folder).exercises for word in hidden_names(exercise)}
    assert {"test_gradient", "in_place", "adds_two.py", "multiplies_by_torch"} <= words
    assert [word for word in words if word.encode() in everything] == []


@pytest.mark.parametrize("place", ["README.md", "visible.py", "template"])
def test_a_handout_that_would_tell_is_refused(folder: Path, tmp_path: Path, place: str) -> None:
    """With the file and the word; nothing is left behind."""
    path = folder / place if place != "template" else folder.parents[1] / "student_template" / NAME / "scale.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n# as in test_gradient\n", encoding="utf-8")
    with pytest.raises(CourseError, match="names `test_gradient`"):
        build_handout(course(folder), course(folder).exercises, tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course"]


def test_a_hidden_name_inside_of_another_word_is_none(folder: Path, tmp_path: Path) -> None:
    """`test_gradient_reaches` is another check than `test_gradient`."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.txt").write_text("test_gradient_reaches my_test_gradient")
    assert traces(course(folder), tmp_path / "out") == []
    (tmp_path / "out" / "b.bin").write_bytes(b"\0test_gradient\xff")
    assert traces(course(folder), tmp_path / "out") == [(Path("b.bin"), "test_gradient")]


def test_nothing_is_overwritten(folder: Path, tmp_path: Path) -> None:
    """A folder that holds something stays as it is; an empty one is taken."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        build_handout(course(folder), course(folder).exercises, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]
    (tmp_path / "out" / "mine.txt").unlink()
    assert build_handout(course(folder), course(folder).exercises, tmp_path / "out")


def test_an_exercise_that_is_all_hidden_cannot_be_handed_out(folder: Path, tmp_path: Path) -> None:
    """Students could not run anything of it."""
    spec = folder / "exercise.toml"
    text = spec.read_text(encoding="utf-8")
    hidden = folder / "checks.py"
    hidden.write_text(hidden.read_text(encoding="utf-8") + "\n\ndef test_doubles(student):\n    pass\n")
    (folder / "visible.py").unlink()
    spec.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match="no check that students may read"):
        build_handout(course(folder), course(folder).exercises, tmp_path / "out")


SOURCE = '''\
"""What hidden checks look at."""

import json
import torch
from torch import nn, optim as o

# about hidden things
RATE = 0.1
SECRET = 7


class Block(nn.Module):
    rate = RATE


def build(work, n):
    """Build."""
    return _make(work)(n)


@torch.no_grad()
def _make(work):
    return Block if work is None else work.Block


def hidden(work):
    return json.dumps(SECRET), o.SGD
'''


def test_an_extract_holds_what_a_name_needs_and_no_more() -> None:
    """Functions, classes and constants that it reaches, with their decorators and imports; no comment between them."""
    text = extract(SOURCE, {"build"}, "Part of it.")
    assert (
        text
        == '''\
"""Part of it."""

import torch
from torch import nn

RATE = 0.1


class Block(nn.Module):
    rate = RATE


def build(work, n):
    """Build."""
    return _make(work)(n)


@torch.no_grad()
def _make(work):
    return Block if work is None else work.Block
'''
    )


def test_names_taken_from_a_module_are_found_either_way() -> None:
    """As attributes and by from-imports."""
    assert names_used_of("import inside\nfrom inside import a, b as c\ninside.d(inside.E.f)", "inside") == {
        "a",
        "b",
        "d",
        "E",
    }
