"""Values of the model for tests, with only what a test is about left to say."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from grader.model.evidence import Evidence
from grader.model.exercise import Check, Exercise, ExerciseSpec, Limits, Show
from grader.model.message import Diagnosis, Message
from grader.model.outcome import CheckStatus, Outcome
from grader.model.report import CheckResult, Environment, ExerciseRef, Report, ReportStatus, SubmissionRef
from grader.model.submission import SubmittedFile
from grader.model.text import Localized

STATUSES: tuple[CheckStatus, ...] = (
    "passed", "failed", "error", "timeout", "memory", "crashed", "blocked", "skipped", "internal",
)  # fmt: skip
SHOWS: tuple[Show, ...] = ("full", "hint", "name", "nothing")
STARTED = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
FINISHED = datetime(2026, 3, 1, 12, 0, 1, 500_000, tzinfo=UTC)
ENVIRONMENT = Environment(
    grader="0.1.0",
    python="3.11.7",
    torch="2.13.0",
    device="cpu",
    platform="Linux",
    isolation="process",
    limits=Limits(),
)
FILE = SubmittedFile(path="work.py", size=12, digest="ab" * 32)


def a_check(
    name: str = "test_one",
    points: str = "1",
    *,
    needs: tuple[str, ...] = (),
    partial: bool = False,
    show: Show = "full",
    hint: str | None = None,
) -> Check:
    """Return a check worth `points`."""
    return Check(
        name=name,
        points=Decimal(points),
        needs=needs,
        partial=partial,
        show=show,
        title=Localized(en=f"Title of {name}", zh=f"{name} 的标题"),
        hint=Localized(en=hint) if hint else None,
    )


def an_exercise(*checks: Check, visible: tuple[str, ...] = (), id_: str = "1.1", slug: str = "work") -> Exercise:
    """Return an exercise with `checks`, as though it had been found on disk."""
    spec = ExerciseSpec(
        format=1, id=id_, slug=slug, title=Localized(en="Some work", zh="一些作业"), files=("work.py",), check=checks
    )
    return Exercise(
        spec=spec,
        folder=Path("/course/exercises") / spec.folder_name,
        digest="cd" * 32,
        checks_file=Path("/course/exercises") / spec.folder_name / "checks.py",
        visible_file=None,
        inside_file=None,
        hidden=tuple(check.name for check in checks if check.name not in visible),
        visible=visible,
        reference=None,
        template=None,
    )


def an_outcome(
    name: str = "test_one", status: CheckStatus = "passed", share: tuple[int, int] = (0, 1), message: str = ""
) -> Outcome:
    """Return what the judge says of one check."""
    return Outcome(name=name, status=status, share=share, message=message, seconds=0.25, seed=7)


def a_result(
    name: str = "test_one",
    status: CheckStatus = "failed",
    *,
    show: Show = "full",
    mark: str = "secret",
    blocked_by: tuple[str, ...] = (),
) -> CheckResult:
    """Return the result of a check, `mark` in every field that a spec may hide."""
    return CheckResult(
        name=name,
        title=f"title of {name} {mark}",
        status=status,
        points=None if status in {"internal", "skipped"} else Decimal(0),
        max_points=Decimal(2),
        message=f"message {mark}",
        hint=f"hint {mark}",
        show=show,
        blocked_by=blocked_by,
        seconds=0.125,
        seed=99,
        evidence=Evidence(
            kind="close",
            summary=f"summary {mark}",
            said=Message(id="lacks", facts={"what": mark, "missing": mark}),
            expected=mark,
            actual=mark,
            diagnosis=(Diagnosis(rule="keys_missing", facts={"names": f"because {mark}"}),),
        ),
        traceback=f'File "work.py", line 3, in forward\n    return {mark}',
        printed=f"printed {mark}",
        fault="exercise" if status == "internal" else "",
        incidents=(f"incident {mark}",),
    )


def a_report(
    *checks: CheckResult,
    status: ReportStatus = "graded",
    score: str | None = "0",
    max_score: str = "4",
    pending: str = "0",
    message: str = "",
    notes: tuple[str, ...] = (),
    files: tuple[SubmittedFile, ...] = (FILE,),
    id_: str = "1.1",
    slug: str = "work",
    title: str = "Some work",
) -> Report:
    """Return a report of `checks`."""
    return Report(
        exercise=ExerciseRef(id=id_, slug=slug, title=title, digest="cd" * 32),
        submission=SubmissionRef(digest="ef" * 32 if files else "", files=files),
        learner="ada",
        status=status,
        message=message,
        notes=notes,
        score=None if score is None else Decimal(score),
        max_score=Decimal(max_score),
        pending=Decimal(pending),
        seed="00ff",
        environment=ENVIRONMENT,
        started=STARTED,
        finished=FINISHED,
        checks=checks,
    )


def thousandths(most: int = 100_000) -> st.SearchStrategy[Decimal]:
    """Return a strategy of points, exact to a thousandth."""
    return st.integers(0, most).map(lambda n: Decimal(n) / 1000)


@st.composite
def graded_exercises(draw: st.DrawFn) -> tuple[Exercise, tuple[Outcome, ...]]:
    """Draw an exercise whose checks need earlier ones, with outcomes for some of its checks."""
    count = draw(st.integers(1, 6))
    names = [f"test_{number}" for number in range(count)]
    checks = tuple(
        Check(
            name=name,
            points=draw(thousandths()),
            show=draw(st.sampled_from(SHOWS)),
            needs=tuple(draw(st.sets(st.sampled_from(names[:number])))) if number else (),
            partial=draw(st.booleans()),
        )
        for number, name in enumerate(names)
    )
    outcomes = tuple(
        an_outcome(name, draw(st.sampled_from(STATUSES)), draw(st.tuples(st.integers(0, 4), st.integers(0, 4))))
        for name in draw(st.permutations(names))
        if draw(st.integers(0, 9))
    )
    return an_exercise(*checks), outcomes
