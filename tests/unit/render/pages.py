"""Submissions and classes whose pages tests look at."""

from collections.abc import Sequence
from decimal import Decimal

from grader.model.cohort import Cohort, Member
from grader.model.evidence import Evidence, TensorFacts
from grader.model.message import Diagnosis
from grader.model.outcome import CheckStatus
from grader.model.report import CheckResult, Report, Summary, WrittenAnswer
from grader.model.rules import PLAIN_WORDS
from grader.model.scoring import summarize
from tests.unit.model.builders import STATUSES, a_report, a_result

HOSTILE = (
    "<script>window.pwned = 1</script>",
    "</style></title></pre></code><script>window.pwned = 1</script>",
    "\" onmouseover=window.pwned=1 autofocus onfocus=window.pwned=1 x='",
    "<img src=x onerror=window.pwned=1><svg onload=window.pwned=1><iframe src=//evil.example>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'><base href=http://evil.example>",
    "{{ 7 * 7 }} {% raw %} ${x} {0} %s",
    "]]><!-- --><style>*{display:none}</style>",
    "\x1b[2J\u202egnissap\u202c \ud800 \x00 all",
    "w" * 3_000,
    "long\n" * 500,
)


def rich_check(name: str = "test_concatenates") -> CheckResult:
    """Return a failed check with everything that a report can say of one."""
    values = "[[-1.1920573711395264, 0.46586], [0.25, 10.5]]"
    return CheckResult(
        name=name,
        title="Concatenates the outputs of both nets",
        status="failed",
        points=Decimal("0.5"),
        max_points=Decimal(3),
        message="Parallel(net1, net2)(X) differs at [0, 0]: -1.1920573711395264, expected 0.25",
        hint="torch.cat takes a tuple of tensors and the dimension along which they are joined.",
        seconds=0.0731,
        seed=8188809090841039969,
        traceback="work.py, line 4, in forward\n    return torch.cat(x)",
        printed="here I am\n" * 30,
        evidence=Evidence(
            kind="close",
            summary="differs",
            expected="a float32 tensor of shape (2, 2)",
            actual="a float32 tensor of shape (2, 2)",
            expected_tensor=TensorFacts(shape=(2, 2), dtype="float32", values=values),
            actual_tensor=TensorFacts(shape=(2, 2), dtype="float32", values=values),
            max_error=10.25,
            diagnosis=("the same values, shifted by 4 along dim 1: perhaps two parts in the wrong order",),
        ),
    )


def every_status(number: int = 1, title: str = "Some work") -> Report:
    """Return a report with a check of each status, and an answer in words."""
    results = [a_result(f"test_{status}", status) for status in STATUSES]
    blocked = a_result("test_waits", "blocked", blocked_by=("test_failed",))
    report = a_report(rich_check(), *results, blocked, id_=f"1.{number}", title=title, score="2.5", max_score="20")
    answer = WrittenAnswer(name="WHY", title="Why?", text="Because of <b>it</b>.", points=None, max_points=Decimal(2))
    return report.model_copy(update={"written": (answer,), "notes": ("A note for the learner.",)})


def a_submission() -> Summary:
    """Return a submission of several exercises, one of them not handed in, one withheld."""
    absent = a_report(id_="1.3", status="ungradable", score=None, files=(), message="Nothing was handed in.")
    withheld = a_report(a_result(status="internal"), id_="1.4", status="internal", score=None, message="It broke.")
    return summarize([every_status(1), every_status(2, "Other work"), absent, withheld], "ada")


def hostile_submission(text: str) -> Summary:
    """Return a submission with `text` wherever one can put text, past the types that clean it."""
    check = rich_check().model_copy(
        update={
            "name": text,
            "title": text,
            "message": text,
            "hint": text,
            "traceback": text,
            "printed": text,
            "incidents": (text,),
            "evidence": Evidence.model_construct(
                kind="close",
                summary=text,
                expected=text,
                actual=text,
                diagnosis=(Diagnosis.model_construct(rule=PLAIN_WORDS, facts={"text": text}),),
                expected_tensor=TensorFacts.model_construct(shape=(), dtype=text, values=text),
                actual_tensor=None,
                max_error=None,
            ),
        }
    )
    answer = WrittenAnswer.model_construct(
        name=text, title=text, text=text, message=text, points=None, max_points=Decimal(1)
    )
    report = a_report(check, check.model_copy(update={"name": "test_two"}))
    exercise = report.exercise.model_copy(update={"id": text, "title": text})
    environment = report.environment.model_copy(update={"platform": text, "isolation": text, "device": text})
    changed = {"exercise": exercise, "message": text, "notes": (text,), "written": (answer,), "learner": text}
    report = report.model_copy(update=changed | {"environment": environment})
    return summarize([report], text)


def a_cohort(learners: int = 12, exercises: int = 4, text: str = "") -> Cohort:
    """Return a class in which everything happens: all statuses, points pending, nobody's archive, an incident.

    Args:
        learners: how many were graded; one more was not.
        exercises: how many each of them was asked.
        text: stands in names, titles and messages.
    """
    members = [
        Member(f"learner {number:02}{text}", _summary(number, exercises, text), "") for number in range(learners)
    ]
    return Cohort((*members, Member(f"zoe{text}", None, f"`zoe.zip` is no archive.{text}")))


def _summary(number: int, exercises: int, text: str) -> Summary:
    reports = []
    for exercise in range(exercises):
        statuses: Sequence[CheckStatus] = [
            STATUSES[(number * place + exercise) % len(STATUSES)] if (number + place) % 3 == 0 else "passed"
            for place in range(6)
        ]
        checks = tuple(_check(place, status, number, text) for place, status in enumerate(statuses))
        score = str(2 * sum(status == "passed" for status in statuses))
        report = a_report(*checks, id_=f"1.{exercise + 1}", title=f"Exercise{text}", score=score, max_score="12")
        reports.append(report)
    return summarize(reports, f"learner {number}")


def _check(place: int, status: CheckStatus, number: int, text: str) -> CheckResult:
    result = a_result(f"test_{place}", status)
    changed = {
        "title": f"A check with a title that takes some words, number {place}{text}",
        "message": f"what came has shape ({number}, {place}), expected (7, 7){text}",
        "seconds": 0.01 * (number + 1) * (place + 1),
        "incidents": ("wrote where it may not",) if (number, place) == (3, 0) else (),
        "evidence": result.evidence if place == 0 else None,
    }
    return result.model_copy(update=changed)
