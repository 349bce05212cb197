"""Files that cannot be imported, or do not define what was asked for: said in words, with the student's own line."""

import pytest

from tests.sandbox.bench import Bench, Graded

pytestmark = pytest.mark.sandbox

CHECKS = """
    def test_one(student):
        close(student.Double()(torch.ones(2)), torch.full((2,), 2.0))

    def test_two(student):
        equal(student.literal("answer"), 3)

    def test_three(student):
        close(student.double(torch.ones(2)), torch.full((2,), 2.0))
    """
REFERENCE = """
    answer = 3

    def double(x):
        return 2 * x

    class Double:
        def __call__(self, x):
            return 2 * x
    """
LIMITS = "[limits]\nseconds = 1\n"


def grade(bench: Bench, work: str | bytes) -> Graded:
    return bench.grade(CHECKS, work, reference=REFERENCE, spec=LIMITS)


def with_first_line(line: str) -> str:
    return f"{line}\n{REFERENCE}".replace("\n    ", "\n")


AT_IMPORT: list[tuple[str, str, str, str]] = [
    ("exits", "import sys; sys.exit(0)", "error", "your file cannot be imported: SystemExit: 0"),
    ("dies", "import os; os._exit(0)", "crashed", "while your file was imported: your code ended the process"),
    ("crashes", "import ctypes; ctypes.string_at(0)", "crashed", "while your file was imported: the process"),
    ("hangs", "while True: pass", "timeout", "while your file was imported: your code used more than the 1 seconds"),
    ("sleeps", "import time; time.sleep(1000)", "timeout", "while your file was imported: your code slept"),
    ("fills memory", "kept = [0] * 2**29", "memory", "while your file was imported: your code needed more than"),
    ("raises", "raise ValueError('not today')", "error", "your file cannot be imported: ValueError: not today"),
    ("imports", "import nowhere_to_be_found", "error", "ModuleNotFoundError: No module named 'nowhere_to_be_found'"),
    ("imports itself away", "import sys; del sys.modules[__name__]", "error", "your file cannot be imported"),
    (
        "forges",
        "import os; [os.write(n, b'GRD1' + bytes(12)) for n in range(3, 64) if os.path.exists(f'/proc/self/fd/{n}')]",
        "crashed",
        "interfered",
    ),
    ("recursion", "f = lambda: f(); f()", "error", "RecursionError"),
]


@pytest.mark.parametrize(
    ("line", "status", "says"), [case[1:] for case in AT_IMPORT], ids=[case[0] for case in AT_IMPORT]
)
def test_a_file_that_cannot_be_imported_costs_what_runs_it(bench: Bench, line: str, status: str, says: str) -> None:
    """Every check that runs the file ends in the same way; one that only reads the source does not run it."""
    graded = grade(bench, with_first_line(line))
    assert graded.statuses == {"one": status, "two": "passed", "three": status}, graded["one"].message
    assert says in graded["one"].message
    assert graded["three"].message == graded["one"].message
    assert graded.report.status == "graded"


def test_a_failing_import_shows_the_students_own_line(bench: Bench) -> None:
    """The line of the file that was handed in, not of the machinery that imported it."""
    graded = grade(bench, "import math\nimport torch.nowhere\n")
    assert graded["one"].traceback == "work.py, line 2, in <module>\n    import torch.nowhere"


SOURCES: list[tuple[str, str | bytes, str]] = [
    ("syntax error", "def double(x:\n    return x\n", "SyntaxError"),
    ("indentation", "def double(x):\nreturn x\n", "IndentationError"),
    ("tabs", "def double(x):\n\tif x:\n        return x\n", "TabError"),
    ("not UTF-8", "text = 'größer'\n".encode("latin-1"), "SyntaxError"),
    ("null bytes", b"x = 1\x00\n", "source code string cannot contain null bytes"),
    ("unknown encoding", "# coding: no-such-thing\nx = 1\n", "unknown encoding"),
    ("nested", "x = " + "(" * 1000 + ")" * 1000, "cannot be imported"),
]


@pytest.mark.parametrize(("source", "says"), [case[1:] for case in SOURCES], ids=[case[0] for case in SOURCES])
def test_a_file_that_is_no_python_says_so(bench: Bench, source: str | bytes, says: str) -> None:
    """What Python says of the file is the message; checks that read the source fail with it too."""
    graded = grade(bench, source)
    assert graded.statuses == {"one": "error", "two": "failed", "three": "error"}
    assert says in graded["one"].message
    assert "work.py" in graded["two"].message


def test_a_syntax_error_shows_its_line(bench: Bench) -> None:
    """File, line and text, as Python's own message has them."""
    graded = grade(bench, "x = 1\ndef double(x:\n    return x\n")
    assert "work.py, line 2" in graded["one"].traceback
    assert "def double(x:" in graded["one"].traceback


WRONG_KINDS: list[tuple[str, str, str, str, str]] = [
    ("missing", "x = 1", "failed", "failed", "work.py does not define `double`"),
    ("misspelled", "def doubel(x): return 2 * x", "failed", "failed", "work.py does not define `double`"),
    ("number", "double = Double = 3", "error", "error", "defines as a int; a function or a class is expected"),
    ("text", "double = Double = 'f'", "error", "error", "defines as a str"),
    ("nothing", "double = Double = None", "error", "error", "defines as a NoneType"),
    ("tensor", "import torch; double = Double = torch.ones(1)", "error", "error", "defines as a Tensor"),
    ("module", "import math; double = Double = math", "error", "error", "'module' object is not callable"),
    (
        "no parameters",
        "def double(): return 2\nclass Double: pass",
        "error",
        "error",
        "takes 0 positional arguments but 1",
    ),
    (
        "two parameters",
        "def double(x, y): return 2\nDouble = double",
        "error",
        "error",
        "missing 1 required positional",
    ),
]


@pytest.mark.parametrize(
    ("work", "one", "three", "says"), [case[1:] for case in WRONG_KINDS], ids=[case[0] for case in WRONG_KINDS]
)
def test_a_name_of_the_wrong_kind_says_what_is_expected(
    bench: Bench, work: str, one: str, three: str, says: str
) -> None:
    """Missing names fail; what cannot be called, or not so, is an error that names the reason."""
    graded = grade(bench, f"{work}\nanswer = 3\n")
    assert graded.statuses == {"one": one, "two": "passed", "three": three}
    assert says in graded["three"].message


def test_other_files_of_a_submission_can_be_imported(bench: Bench) -> None:
    """Helpers come along by name, in the submission as in the reference, and hide no module of the machine."""
    graded = bench.grade(
        "def test_it(student):\n    equal(student.answer(), 3)\n",
        "import helper\n\ndef answer():\n    return helper.THREE\n",
        reference="def answer():\n    return 3\n",
        files={"helper.py": "import random\nTHREE = random.Random and 3\n", "data/table.txt": "1,2\n"},
    )
    graded.assert_passed()
    assert sorted(file.path for file in graded.report.submission.files) == ["data/table.txt", "helper.py", "work.py"]


def test_a_submission_with_problems_is_ungradable_and_starts_nothing(bench: Bench) -> None:
    """What cannot be collected is said in words; no check runs."""
    exercise = bench.exercise(CHECKS, reference=REFERENCE)
    submission = bench.hand_in(exercise, "x = 1\n").model_copy(update={"problems": ("work.py is missing",)})
    report = bench.grader.grade(exercise, submission)
    assert (report.status, report.score, report.checks) == ("ungradable", None, ())
    assert report.message == "work.py is missing"
