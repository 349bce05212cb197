"""One table from what an attempt raised to a verdict, and from verdicts to an outcome."""

import pytest

from grader.judge.classify import Verdict, classify, merge
from grader.judge.evidence import CheckFailed
from grader.judge.job import JudgeJob, decode, derive_seed, encode
from grader.model.evidence import Evidence
from grader.sandbox.faults import GraderFault, StudentError, StudentFault
from grader.sandbox.handle import HandleMisuseError
from grader.sandbox.student import MissingNameError

pytestmark = pytest.mark.unit

FAILED = CheckFailed(Evidence(kind="close", summary="the result differs", max_error=1.0))


def verdict(raised: BaseException | None, observed: int = 1) -> Verdict:
    return classify(raised, observed=observed, check="test_it")


def raised_by(kind: type[BaseException]) -> BaseException:
    if kind is SystemExit:
        return SystemExit(0)
    try:
        pytest.skip("no GPU") if kind is pytest.skip.Exception else pytest.fail("not this way")
    except BaseException as outcome:  # noqa: BLE001 -- pytest's outcomes derive from BaseException
        return outcome
    raise AssertionError


TABLE: list[tuple[BaseException | None, str, str, str, bool]] = [
    (None, "passed", "", "", False),
    (FAILED, "failed", "the result differs", "", False),
    (MissingNameError("net.py does not define `Net`"), "failed", "net.py does not define `Net`", "", False),
    (AssertionError("assert 3 == 4"), "failed", "assert 3 == 4", "", False),
    (AssertionError(), "failed", "the check's assertion does not hold", "", False),
    (raised_by(pytest.fail.Exception), "failed", "not this way", "", False),
    (raised_by(pytest.skip.Exception), "skipped", "no GPU", "", False),
    (StudentFault("crashed", "it died"), "crashed", "it died", "", False),
    (StudentFault("timeout", "too slow"), "timeout", "too slow", "", False),
    (StudentFault("memory", "too much"), "memory", "too much", "", False),
    (StudentFault("crashed", "it died", loading=True), "crashed", "while your file was imported: it died", "", False),
    (GraderFault("no zygote"), "internal", "no zygote", "grader", False),
    (StudentError(("KeyError", "Exception"), "'w'"), "error", "KeyError: 'w'", "", True),
    (StudentError(("E",), "m", loading=True), "error", "your file cannot be imported: E: m", "", False),
    (KeyError("weight"), "error", "the check cannot use what your code answered: KeyError: 'weight'", "", True),
    (HandleMisuseError("no truth"), "error", "the check cannot use what your code answered", "", True),
    (
        TypeError("'int' object is not callable"),
        "error",
        "defines as a int; a function or a class is expected",
        "",
        True,
    ),
    (raised_by(SystemExit), "error", "the check cannot use what your code answered: SystemExit", "", True),
    (KeyboardInterrupt(), "error", "KeyboardInterrupt", "", True),
]


@pytest.mark.parametrize(("raised", "status", "message", "fault", "open_"), TABLE, ids=lambda value: str(value)[:40])
def test_what_an_attempt_raised_decides_its_verdict(
    raised: BaseException | None, status: str, message: str, fault: str, open_: bool
) -> None:
    """A failed comparison is a verdict; anything that the check did not foresee is arbitrated."""
    seen = verdict(raised)
    assert (seen.status, seen.fault, seen.needs_arbitration) == (status, fault, open_)
    assert message in seen.message


def test_a_check_that_saw_no_answer_checks_nothing() -> None:
    """Passing without having compared anything is the exercise's fault."""
    seen = verdict(None, observed=0)
    assert (seen.status, seen.fault) == ("internal", "exercise")
    assert "it checks nothing" in seen.message


def test_evidence_and_incidents_are_kept() -> None:
    """The evidence is the student's, an incident the instructor's."""
    assert verdict(FAILED).evidence == FAILED.evidence
    assert verdict(StudentFault("crashed", "it died", incident="forged")).incidents == ("forged",)


def test_text_of_a_submission_is_cleaned_and_cut() -> None:
    """No escape sequence and no megabyte gets from an exception into a verdict."""
    seen = verdict(StudentError(("E",), "\x1b[31mred" + "x" * 100_000))
    assert "\x1b" not in seen.message
    assert len(seen.message) <= 4000


REFERENCE: list[tuple[Verdict | None, str, str]] = [
    (None, "error", ""),
    (Verdict("passed"), "error", ""),
    (Verdict("skipped", "no GPU"), "skipped", ""),
    (Verdict("failed", "differs"), "internal", "exercise"),
    (Verdict("error", "KeyError"), "internal", "exercise"),
    (Verdict("crashed", "died"), "internal", "exercise"),
    (Verdict("internal", "no zygote", fault="grader"), "internal", "grader"),
    (Verdict("internal", "checks nothing", fault="exercise"), "internal", "exercise"),
]


@pytest.mark.parametrize(("reference", "status", "fault"), REFERENCE, ids=lambda value: str(value)[:40])
def test_the_reference_arbitrates(reference: Verdict | None, status: str, fault: str) -> None:
    """Where the reference passes, the submission is at fault; where it does not, the exercise is."""
    seen = verdict(KeyError("w")).arbitrated(reference)
    assert (seen.status, seen.fault) == (status, fault)


def merged(*verdicts: Verdict, partial: bool = False) -> tuple[str, tuple[int, int], str]:
    outcome = merge("test_it", list(verdicts), 5, partial=partial)
    assert outcome.seed == 5
    return outcome.status, outcome.share, outcome.message


PASSED, LOST = Verdict("passed", seconds=1.0), Verdict("failed", "differs", seconds=0.5)


def test_all_cases_of_a_check_must_pass() -> None:
    """One lost case loses the check; the message says how many hold, and which do not."""
    assert merged(PASSED) == ("passed", (1, 1), "")
    assert merged(PASSED, PASSED) == ("passed", (1, 1), "")
    assert merged(LOST) == ("failed", (0, 1), "differs")
    lost = [Verdict("failed", "differs", case=case) for case in ("[1]", "[x]")]
    assert merged(PASSED, *lost, PASSED) == ("failed", (0, 1), "differs (2 of 4 cases hold, not [1], [x])")


def test_a_partial_check_keeps_its_share() -> None:
    """The share that passed is kept for scoring."""
    assert merged(PASSED, LOST, PASSED, partial=True)[:2] == ("failed", (2, 3))
    assert merged(PASSED, PASSED, partial=True)[:2] == ("passed", (2, 2))
    assert merged(LOST, LOST, partial=True)[:2] == ("failed", (0, 2))


def test_a_fault_that_is_not_the_submissions_decides() -> None:
    """A case that could not be judged withholds the whole check, wherever it stands."""
    broken = Verdict("internal", "no zygote", fault="grader")
    assert merged(LOST, broken, PASSED)[0] == "internal"
    assert merged(PASSED, LOST, broken, partial=True)[0] == "internal"


def test_seconds_and_incidents_of_all_cases_are_kept() -> None:
    """Time adds up, an incident is told once."""
    one = Verdict("crashed", "died", incidents=("forged",), seconds=2.0)
    outcome = merge("test_it", [PASSED, one, one], 5, partial=False)
    assert outcome.seconds == 5.0
    assert outcome.incidents == ("forged",)


def test_every_stream_of_random_numbers_is_its_own() -> None:
    """Other purposes, checks and secrets give other seeds; the same ones give the same."""
    bases = (bytes(32), b"\x01" + bytes(31))
    names = ("test_a", "test_b", "test_a[1]", "")
    purposes = ("hidden", "student", "import")
    seeds = {derive_seed(base, name, purpose) for base in bases for name in names for purpose in purposes}
    assert len(seeds) == len(bases) * len(names) * len(purposes)
    assert all(0 <= seed < 2**63 for seed in seeds)
    assert derive_seed(bases[0], "test_a", "hidden") == derive_seed(bases[0], "test_a", "hidden")


def test_a_job_survives_its_journey() -> None:
    """What the judge is told is what the parent said."""
    job = JudgeJob(("test_a", "test_b"), b"s" * 32, reference=True, shared=False)
    assert decode(encode(job)) == job
