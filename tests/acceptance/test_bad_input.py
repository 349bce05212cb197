"""Everything that students and authors get wrong, in one folder: each costs its own exercise and nothing else.

One run grades the whole table, so that it also shows that no row disturbs another.
"""

import json
from typing import Any

import pytest

from tests.acceptance.conftest import call
from tests.unit.spec.builder import CourseBuilder

pytestmark = pytest.mark.acceptance

RIGHT = "def double(x):\n    return 2 * x\n"
PRINTS = "def double(x):\n    for _ in range(100):\n        print('x' * 2**20)\n    return 2 * x\n"
CHECKS = """\
import torch
from grader.checks import close


def test_double(student):
    \"\"\"double(x) is two times x.\"\"\"
    x = torch.arange(3.0)
    close(student.double(x), 2 * x)
"""
SPEC = """\
format = 1
id = "1.{number}"
slug = "{slug}"
title = "Double"
files = ["double.py"]

[limits]
seconds = 3

[[check]]
name = "test_double"
points = 2
"""

# slug, what is handed in (None: nothing), the report's status, the check's status, a piece of what the student reads
HANDED_IN: list[tuple[str, bytes | None, str, str | None, str]] = [
    ("right", RIGHT.encode(), "graded", "passed", ""),
    ("syntax-error", b"def double(x)\n    return 2 * x\n", "graded", "error", "SyntaxError"),
    ("not-utf8", b"s = 'caf\xe9'\ndef double(x):\n    return 2 * x\n", "graded", "error", "utf-8"),
    ("import-fails", b"y = 1\nz = undefined_name\n", "graded", "error", "undefined_name"),
    ("no-function", b"def triple(x):\n    return 3 * x\n", "graded", "failed", "double"),
    ("wrong-kind", b"double = 3\n", "graded", "error", "int"),
    ("wrong-parameters", b"def double():\n    return 2\n", "graded", "error", "argument"),
    ("wrong-type", b"def double(x):\n    return 'two'\n", "graded", "failed", "a str, expected a tensor"),
    ("prints", PRINTS.encode(), "graded", "passed", ""),
    ("exits", b"import os\ndef double(x):\n    os._exit(0)\n", "graded", "crashed", ""),
    ("endless-loop", b"def double(x):\n    while True:\n        pass\n", "graded", "timeout", ""),
    ("endless-import", b"while True:\n    pass\n", "graded", "timeout", ""),
    ("missing", b"", "ungradable", None, "`double.py` is missing"),
    ("absent", None, "ungradable", None, "Nothing was handed in"),
]  # fmt: skip
# slug, spec, checks, the report's status, a piece of what the author reads
AUTHORED = [
    ("bad-spec", SPEC.replace("points = 2", "points = -2\ncolor = 1"), CHECKS, "color: unknown key"),
    ("no-such-check", SPEC, CHECKS.replace("test_double", "test_doubled"), "did you mean `test_doubled`?"),
    ("checks-raise", SPEC, "raise RuntimeError('a mistake of the author')\n" + CHECKS, "a mistake of the author"),
    ("check-raises", SPEC, CHECKS.replace("x = torch", "y = torch"), "is not defined"),
]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Return the reports of all rows, by slug, from one run."""
    root = tmp_path_factory.mktemp("bad input")
    course = CourseBuilder(root / "course")
    rows = [(slug, content, SPEC, CHECKS) for slug, content, *_ in HANDED_IN]
    rows += [(slug, RIGHT.encode(), spec, checks) for slug, spec, checks, _ in AUTHORED]
    for number, (slug, content, spec, checks) in enumerate(rows, start=1):
        filled = spec.replace("{number}", str(number)).replace("{slug}", slug)
        course.exercise(f"1.{number}", slug, spec=filled, checks=checks, visible=None, file="double.py")
        course.write(course.root / "reference_solutions" / f"1.{number}-{slug}" / "double.py", RIGHT)
        if content is not None:
            folder = root / "work" / f"1.{number}-{slug}"
            folder.mkdir(parents=True)
            if content:
                (folder / "double.py").write_bytes(content)
    done = call("submit", root / "work", "--course", course.root, "--json")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    document = json.loads(done.stdout)
    assert document["status"] == "internal"
    assert document["score"] is None
    assert len(list((root / "work" / ".grader" / "attempts").iterdir())) == 1
    return {report["exercise"]["slug"]: report for report in document["reports"]}


@pytest.mark.parametrize(("slug", "content", "status", "check", "words"), HANDED_IN, ids=[row[0] for row in HANDED_IN])
def test_a_students_mistake_has_its_status_and_its_sentence(
    graded: dict[str, dict[str, Any]], slug: str, content: bytes | None, status: str, check: str | None, words: str
) -> None:
    """The report's status, the check's, the points, and what the student reads of it."""
    report = graded[slug]
    assert report["status"] == status
    if check is None:
        assert report["score"] is None
        assert words in report["message"]
        return
    result = report["checks"][0]
    assert result["status"] == check, result["message"]
    assert report["score"] == ("2" if check == "passed" else "0")
    assert words in result["message"] + result["traceback"]
    assert len(result["printed"]) < 20_000


def test_an_import_that_fails_shows_the_students_own_line(graded: dict[str, dict[str, Any]]) -> None:
    """File, line and code."""
    trace = graded["import-fails"]["checks"][0]["traceback"]
    assert "double.py, line 2" in trace
    assert "z = undefined_name" in trace


@pytest.mark.parametrize(("slug", "spec", "checks", "words"), AUTHORED, ids=[row[0] for row in AUTHORED])
def test_an_authors_mistake_is_internal_and_no_zero(
    graded: dict[str, dict[str, Any]], slug: str, spec: str, checks: str, words: str
) -> None:
    """The score is withheld, the fault is named, and all other exercises were graded."""
    report = graded[slug]
    assert (report["status"], report["score"]) == ("internal", None)
    assert words in report["message"] + "".join(check["message"] + check["traceback"] for check in report["checks"])
    assert all(check["points"] is None for check in report["checks"])
