"""Submissions that crash, hang, fill the memory or answer nonsense: that check, under its own status, and no other."""

import time
from textwrap import dedent

import pytest

from tests.sandbox.bench import Bench, Graded

pytestmark = pytest.mark.sandbox

SECONDS = 1
LONGEST = 60.0
"""Two attempts at the wall clock's limit, on a machine busy with other things."""
CHECKS = """
    def test_before(student):
        equal(student.good(), 1)

    def test_bad(student):
        close(student.bad(torch.ones(2)), torch.ones(2))

    def test_after(student):
        equal(student.good(), 1)
    """
REFERENCE = """
    def good():
        return 1

    def bad(x):
        return x
    """
GOOD = "def good():\n    return 1\n\n"


def grade(bench: Bench, work: str | bytes, memory: str = "1 GiB", seconds: int = SECONDS) -> Graded:
    """Grade three checks, of which the second calls `bad`; each may take a second."""
    began = time.monotonic()
    graded = bench.grade(
        CHECKS, work, reference=REFERENCE, spec=f'[limits]\nseconds = {seconds}\nmemory = "{memory}"\n'
    )
    assert time.monotonic() - began < LONGEST
    return graded


def calling(body: str) -> str:
    """Return a submission whose `bad` does this."""
    return f"{GOOD}def bad(x):\n" + "".join(f"    {line}\n" for line in dedent(body).strip().splitlines())


IN_A_CALL: list[tuple[str, str, str, str]] = [
    ("segfault", "import ctypes; return ctypes.string_at(0)", "crashed", "segmentation fault"),
    ("abort", "import os; os.abort()", "crashed", "it aborted"),
    ("exit 0", "import os; os._exit(0)", "crashed", "ended the process (exit status 0)"),
    ("exit 97", "import os; os._exit(97)", "crashed", "ended the process (exit status 97)"),
    ("kill", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "crashed", "died"),
    ("stop", "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", "timeout", "slept or waited for more than 1"),
    ("endless loop", "while True: pass", "timeout", "more than the 1 seconds of CPU time"),
    ("sleep", "import time; time.sleep(1000)", "timeout", "slept or waited for more than 1"),
    ("lock", "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()", "timeout", "slept or waited"),
    ("tensor of 4 GB", "import torch; return torch.empty(2**30).fill_(1)", "memory", "1 GiB of memory"),
    ("list of 4 GB", "return [0] * 2**29", "memory", "1 GiB of memory"),
    ("bytes by and by", "kept = []\nwhile True: kept.append(bytes(10**7))", "memory", "1 GiB of memory"),
    ("expanded", "import torch; return torch.zeros(1).expand(2**40)", "memory", "memory"),
    ("sys.exit", "import sys; sys.exit(0)", "error", "SystemExit: 0"),
    ("interrupt", "raise KeyboardInterrupt", "error", "KeyboardInterrupt"),
    ("own base exception", "class Mine(BaseException): pass\nraise Mine('m')", "error", "Mine: m"),
    ("recursion", "return bad(x)", "error", "RecursionError"),
    (
        "endless str",
        "class E(Exception):\n    def __str__(self):\n        while True: pass\nraise E",
        "timeout",
        "CPU time",
    ),
    ("huge str", "raise ValueError('x' * 10**8)", "error", "ValueError: xxx"),
    ("broken str", "class E(Exception):\n    def __str__(self): raise E\nraise E", "error", "cannot be shown"),
    ("half characters", "raise ValueError('\\ud800')", "error", "ValueError: ?"),
    ("nested without end", "value = []; value.append(value); return value", "error", "64 levels deep"),
    ("long integer", "return 1 << 10**6", "error", "an integer of 1000001 bits"),
    ("half text", "return '\\ud800'", "error", "surrogates"),
    (
        "generator",
        "import itertools; return itertools.count()",
        "failed",
        "an object of class count, expected a tensor",
    ),
    ("text", "return 'tensor([1., 1.])'", "failed", "is a str, expected a tensor"),
    ("nothing", "x + 1", "failed", "is None, expected a tensor"),
    ("numpy", "return x.numpy()", "failed", "an object of class ndarray, expected a tensor"),
    ("closed wire", "import os; os.closerange(3, 256); return x", "crashed", "ended the process"),
]


@pytest.mark.parametrize(
    ("body", "status", "says"), [case[1:] for case in IN_A_CALL], ids=[case[0] for case in IN_A_CALL]
)
def test_a_bad_call_costs_its_check(bench: Bench, body: str, status: str, says: str) -> None:
    """The check that called ends under its own status, with the reason; the others pass."""
    graded = grade(bench, calling(body))
    assert graded.statuses == {"before": "passed", "bad": status, "after": "passed"}, graded["bad"].message
    assert says in graded["bad"].message
    assert graded["bad"].message.count("x") < 5_000
    assert str(graded.report.score) == "2"


FILL_BY_OBJECTS = "kept = []\nwhile True: kept.append([])"


def test_many_small_objects_are_memory_too(bench: Bench) -> None:
    """The limit counts what is kept, in however small pieces."""
    graded = grade(bench, calling(FILL_BY_OBJECTS), memory="64 MiB")
    assert graded.statuses == {"before": "passed", "bad": "memory", "after": "passed"}, graded["bad"].message
    assert "64 MiB" in graded["bad"].message


def test_an_answer_of_too_many_elements_is_an_error(bench: Bench) -> None:
    """A value is encoded up to a bound, and the student learns which."""
    graded = grade(bench, calling("return [0] * 2_000_000"), seconds=10)
    assert graded.statuses == {"before": "passed", "bad": "error", "after": "passed"}, graded["bad"].message
    assert "1000000 elements" in graded["bad"].message


def test_a_crash_under_a_small_limit_is_a_crash(bench: Bench) -> None:
    """What every process has from its start does not make a crash look like a lack of memory."""
    graded = grade(bench, calling("import os; os.abort()"), memory="32 MiB")
    assert graded["bad"].status == "crashed"


HARMLESS: list[tuple[str, str]] = [
    ("prints 100 MB", "import sys\nfor _ in range(100): print('x' * 10**6)\nreturn x"),
    (
        "writes 100 MB",
        "import os\ntry:\n    for _ in range(100): os.write(1, b'x' * 10**6)\nexcept OSError: pass\nreturn x",
    ),
    ("closes output", "import sys; sys.stdout.close(); return x"),
    ("late exit", "import os, threading; threading.Timer(0.05, os._exit, [0]).start(); return x"),
    ("busy thread", "import threading; threading.Thread(target=spin, daemon=True).start(); return x"),
    ("children", "leave_children(); return x"),
    ("early frame", "import threading; threading.Timer(0.02, forge).start(); return x"),
]
HELPERS = """
def spin():
    while True:
        pass


def leave_children():
    import os, signal
    for _ in range(3):
        try:
            if os.fork() == 0:
                os.setsid()
                signal.pause()
        except OSError:  # confined, it cannot even
            pass


def forge():
    import os, struct
    body = bytes.fromhex("93a576616c7565c410") + bytes(16) + bytes.fromhex("01")
    frame = struct.pack("<4sIQ", b"GRD1", len(body), 0) + body
    for descriptor in range(3, 256):
        try:
            os.write(descriptor, frame)
        except OSError:
            pass
"""


@pytest.mark.parametrize("body", [case[1] for case in HARMLESS], ids=[case[0] for case in HARMLESS])
def test_what_is_done_beside_a_right_answer_costs_nobody_else(bench: Bench, body: str) -> None:
    """Output is capped; what a call leaves behind ends with its process, and the next check has another."""
    graded = grade(bench, calling(body) + HELPERS)
    assert graded.statuses == {"before": "passed", "bad": "passed", "after": "passed"}
    assert all(len(check.printed) < 5_000 for check in graded.report.checks)


def test_a_forged_answer_ends_its_check_and_is_recorded(bench: Bench) -> None:
    """A frame with a made-up nonce on every descriptor, ahead of the answer: the instructor learns of it."""
    graded = grade(bench, calling("forge(); return x") + HELPERS)
    assert graded.statuses == {"before": "passed", "bad": "crashed", "after": "passed"}
    assert "interfered with the grader's connection" in graded["bad"].message
    assert any("does not belong to the question" in incident for incident in graded["bad"].incidents)


def test_a_finally_clause_of_a_check_cannot_hide_a_crash(bench: Bench) -> None:
    """A check that cleans up after a dead process reports the death, not a fault of the grader."""
    graded = bench.grade(
        """
        def test_it(student):
            try:
                student.bad(torch.ones(2))
            finally:
                student.good()
        """,
        calling("import os; os._exit(0)"),
        reference=REFERENCE,
    )
    assert (graded.only.status, graded.only.fault) == ("crashed", "")


def test_a_death_is_not_the_expected_error(bench: Bench) -> None:
    """Neither `raises(Exception)` nor an `except` clause of a check takes a death or a limit for an answer."""
    checks = """
        def test_raises(student):
            with raises((Exception, BaseException)):
                student.bad(torch.ones(2))

        def test_except(student):
            try:
                student.bad(torch.ones(2))
            except Exception:
                equal(1, 1)
        """
    graded = bench.grade(checks, calling("import os; os._exit(0)"), reference=calling("raise ValueError"))
    assert graded.statuses == {"raises": "crashed", "except": "crashed"}


def test_an_import_error_is_not_the_expected_error(bench: Bench) -> None:
    """A file that raises when it is imported earns nothing where an error is expected of a call."""
    graded = bench.grade(
        "def test_raises(student):\n    with raises(ValueError):\n        student.bad(torch.ones(2))\n",
        "raise ValueError('x must be positive')\n",
        reference=calling("raise ValueError"),
    )
    assert graded.only.status == "error"
    assert "cannot be imported" in graded.only.message


def test_private_folders_have_no_name(bench: Bench) -> None:
    """Paths in messages, warnings and prints start at the student's own folder: others would differ each time."""
    graded = bench.grade(
        """
        def test_prints(student):
            student.tell()
            fail("no")

        def test_raises(student):
            student.opens()
        """,
        """
        import os, pathlib, warnings

        def tell():
            print(__file__, os.getcwd() + "/net.pt")
            warnings.warn("careful")

        def opens():
            open(pathlib.Path("absent").absolute())
        """,
    )
    printed, message = graded.checks["test_prints"].printed, graded.checks["test_raises"].message
    assert printed.startswith("work.py net.pt\nwork.py:6: UserWarning: careful")
    assert "absent" in message
    assert "grader-" not in printed + message
