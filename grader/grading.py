"""The story of one grading: seeds, the judge's outcomes, points, a report."""

import hashlib
import hmac
import platform
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self

from msgspec.structs import replace

from grader import __version__
from grader.confine import nests
from grader.fork.client import ServerDiedError
from grader.judge.client import JudgeRun
from grader.judge.job import JudgeJob
from grader.judge.warm import CollectionError, Judges
from grader.model.exercise import Exercise
from grader.model.machine import require_null
from grader.model.message import Message
from grader.model.outcome import Outcome
from grader.model.report import CheckResult, Environment, ExerciseRef, Report, SubmissionRef, WrittenAnswer
from grader.model.scoring import score_checks
from grader.model.submission import Submission
from grader.model.text import Language
from grader.sandbox.cores import Cores
from grader.sandbox.link import WrittenRead
from grader.sandbox.warm import Zygotes
from grader.sandbox.yard import Isolation, Yard, guests_possible

SECOND_TRIES: Final = 3
"""So many ends of a judge in one grading may be an accident of the machine."""

JUDGES: Final = 6
"""So many judges a grading may use up; no submission makes a class wait for more."""


_NO_END: Final = Message(id="no_end")
_GIVEN_UP: Final = Message(id="given_up", facts={"times": JUDGES})


@dataclass(frozen=True)
class Judged:
    """What a judge told besides outcomes: versions of Python and torch, answers in words."""

    versions: dict[str, str] = field(default_factory=lambda: {"python": platform.python_version(), "torch": ""})
    written: dict[str, WrittenRead] = field(default_factory=dict)


class Grader:
    """Grades submissions in warm processes. A context manager: leaving it ends them.

    Args:
        isolation: what student processes must have; `auto` takes the strongest that there is.
        language: of titles, hints and messages in reports.
        secret: the course's secret, from which seeds derive; random for each grader without it.
    """

    def __init__(
        self, *, isolation: Isolation = "auto", language: Language = "en", secret: bytes | None = None
    ) -> None:
        self._isolation: Isolation = isolation
        self._language: Language = language
        self._secret = secret or secrets.token_bytes(32)
        self._zygotes = Zygotes()
        self._judges = Judges()
        self._cores = Cores()
        self._guests: bool | None = None
        self._terminal: tuple[int, ...] = ()
        self._at_length = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the judge, the zygotes and whatever still runs in them."""
        self._judges.close()
        self._zygotes.close()
        nests.leave()

    def look_closely(self, terminal: tuple[int, int] | None = None) -> None:
        """From now on, tell tensors at length, and stop in checks at a terminal (its descriptors). Verdicts stay."""
        self._at_length, self._terminal = True, terminal or ()

    def warm_up(self) -> None:
        """Start judge and zygote side by side, without waiting for them.

        Raises:
            EnvironmentFault: `confined` is demanded and this machine cannot confine, or no process can be started.
        """
        require_null()
        self._judges.start()
        self._zygotes.start()
        self._has_guests()  # trying that out takes a while, in which they import

    def grade(
        self,
        exercise: Exercise,
        submission: Submission,
        *,
        only: tuple[str, ...] | None = None,
        learner: str = "",
        seed: str | None = None,
        authority: Literal["self", "course"] = "self",
        on_check: Callable[[CheckResult], None] | None = None,
    ) -> Report:
        """Grade one submission and return its report.

        Args:
            exercise: what was asked.
            submission: what was handed in; with `problems` it is ungradable.
            only: names of the checks to run; all by default.
            learner: who handed it in.
            seed: 64 hexadecimal digits that repeat an earlier grading; derived from the secret by default.
            authority: whether this is a person's own machine or the course's.
            on_check: told of each check's result as soon as it has a verdict.
        """
        started = datetime.now(UTC)
        base = bytes.fromhex(seed) if seed else self._derive(exercise, submission)
        outcomes: dict[str, Outcome] = {}
        judged = Judged()
        if not submission.problems:
            names = tuple(check.name for check in exercise.spec.check if only is None or check.name in only)

            def keep(outcome: Outcome) -> None:
                outcomes[outcome.name] = outcome
                if on_check is not None:
                    scored = score_checks(exercise, [outcome], self._language, only=(outcome.name,))
                    on_check(scored.checks[0])

            texts = tuple(manual.name for manual in exercise.spec.manual) if only is None else ()
            judged = self.judge(exercise, submission, JudgeJob(names, base, texts, at_length=self._at_length), keep)
        scored = score_checks(exercise, outcomes.values(), self._language, only=only)
        written = self._written(exercise, judged) if only is None else ()
        open_points = sum((answer.max_points for answer in written), scored.pending)
        ungradable = bool(submission.problems)
        status = "provisional" if scored.status == "graded" and open_points else scored.status
        return Report(
            exercise=ExerciseRef(
                id=exercise.spec.id,
                slug=exercise.spec.slug,
                title=exercise.spec.title.get(self._language),
                digest=exercise.digest,
            ),
            submission=SubmissionRef(digest=submission.digest, files=submission.files),
            learner=learner,
            authority=authority,
            language=self._language,
            status="ungradable" if ungradable else status,
            message="\n".join(submission.problems),
            notes=submission.notes,
            score=None if ungradable else scored.score,
            max_score=sum(
                (check.max_points for check in scored.checks), sum((a.max_points for a in written), Decimal(0))
            ),
            pending=Decimal(0) if ungradable else open_points,
            seed=base.hex(),
            environment=Environment(
                grader=__version__,
                python=judged.versions["python"],
                torch=judged.versions["torch"],
                device="cpu",
                platform=sys.platform,
                isolation=_weakest(outcomes),
                limits=exercise.spec.limits,
            ),
            started=started,
            finished=datetime.now(UTC),
            checks=() if ungradable else scored.checks,
            written=() if ungradable else written,
        )

    def _written(self, exercise: Exercise, judged: "Judged") -> tuple[WrittenAnswer, ...]:
        """Return the answers in words, for a person to read."""
        answers = []
        for manual in exercise.spec.manual:
            read = judged.written.get(manual.name)
            answers.append(
                WrittenAnswer(
                    name=manual.name,
                    title=manual.title.get(self._language) if manual.title else manual.name,
                    text=read.text if read else "",
                    message=read.message if read else "",
                    max_points=manual.points,
                )
            )
        return tuple(answers)

    def judge(
        self,
        exercise: Exercise,
        submission: Submission,
        job: JudgeJob,
        keep: Callable[[Outcome], None],
        *,
        record: int | None = None,
    ) -> "Judged":
        """Have the checks of a job judged, without points. A judge that dies or hangs costs the check that it was at.

        Args:
            exercise: what was asked.
            submission: what was handed in, without problems.
            job: which checks, with which seed, alone or not.
            keep: told of each outcome; a check that is blocked has none.
            record: a descriptor to which student processes write what lines of the submission they run; for audits.

        Returns:
            What is known besides the outcomes.

        Raises:
            EnvironmentFault: no process can be started on this machine.
        """
        left = dict.fromkeys(job.names)

        def settle(outcome: Outcome) -> None:
            left.pop(outcome.name, None)
            keep(outcome)

        require_null()  # also in the middle of a class: else the exercise would be at fault
        judged = Judged()
        yard = self._yard(exercise, submission.folder)
        try:
            judged.versions.update(self._judges.start().ready())
            self._judge_all(exercise, yard, job, left, settle, record, judged)
        except CollectionError as error:
            for name in list(left):
                settle(
                    Outcome(name=name, status="internal", fault="exercise", message=f"the check cannot be run: {error}")
                )
        except ServerDiedError as error:
            for name in list(left):
                settle(
                    Outcome(
                        name=name, status="internal", fault="grader", message=f"the grader's own process ended: {error}"
                    )
                )
        finally:
            yard.close()
        return judged

    def _judge_all(
        self,
        exercise: Exercise,
        yard: Yard,
        job: JudgeJob,
        left: dict[str, None],
        settle: Callable[[Outcome], None],
        record: int | None,
        judged: Judged,
    ) -> None:
        """Have all that is left judged, by as many judges as it takes, up to a bound."""
        suspects: set[str] = set()
        for ended in range(1, JUDGES + 1):
            run, finished = self._run_twice(exercise, yard, settle, record, replace(job, names=tuple(left)))
            judged.written.update(run.written)
            if finished:
                return
            # Whatever ended the judge may have had nothing to do with the check that it was at: once more.
            culprit = run.current or next(iter(left), "")
            if not culprit and culprit in suspects:
                return  # every check has its verdict, and the answers in words stay unread
            if run.hung or culprit in suspects or ended > SECOND_TRIES:
                settle(self._arbitrate(exercise, yard, culprit, job.seed, hung=run.hung))
            suspects.add(culprit)
        for name in list(left):
            settle(_given_up(name))

    def _run_twice(
        self, exercise: Exercise, yard: Yard, settle: Callable[[Outcome], None], record: int | None, job: JudgeJob
    ) -> tuple[JudgeRun, bool]:
        """Run a job; once more where the judge had ended before it was asked and nobody had noticed yet."""
        try:
            run = self._run(exercise, yard, settle, record)
            return run, run.run(job)
        except ServerDiedError:
            run = self._run(exercise, yard, settle, record)
            return run, run.run(job)

    def _arbitrate(self, exercise: Exercise, yard: Yard, name: str, base: bytes, *, hung: bool) -> Outcome:
        """Decide on a check at which the judge died or hung: would it have on the reference?"""
        judged: list[Outcome] = []
        if exercise.reference is not None and self._run(exercise, yard, judged.append).run(
            JudgeJob((name,), base, reference=True)
        ):
            passed = judged and judged[0].status == "passed"
            if passed:
                how = "came to no end" if hung else "died"
                return Outcome(
                    name=name,
                    status="error",
                    message=str(_NO_END),
                    said=_NO_END,
                    incidents=(f"the judge {how} on what the submission answered, which it does not on the reference",),
                )
        return Outcome(
            name=name,
            status="internal",
            fault="exercise",
            message="the check ends the judge, or does not come to an end, with the reference solution as well",
        )

    def _run(
        self, exercise: Exercise, yard: Yard, on_outcome: Callable[[Outcome], None], record: int | None = None
    ) -> JudgeRun:
        return JudgeRun(
            self._judges.of(exercise),
            self._zygotes,
            self._cores,
            yard,
            partial(self._yard, exercise, None),
            exercise.spec.preload,
            exercise.spec.limits,
            self._isolation,
            on_outcome,
            record,
            self._terminal,
        )

    def _yard(self, exercise: Exercise, submission: Path | None) -> Yard:
        return Yard(
            submission, exercise.reference, exercise.inside_file, exercise.spec.files[0], guests=self._has_guests()
        )

    def seed_for(self, exercise: Exercise, submission: Submission) -> str:
        """Return the seed that a grading of this submission has where none is given: 64 hexadecimal digits."""
        return self._derive(exercise, submission).hex()

    def _has_guests(self) -> bool:
        """Whether student processes get user ids of their own: tried out once."""
        if self._guests is None:
            self._guests = guests_possible(self._isolation)
        return self._guests

    def _derive(self, exercise: Exercise, submission: Submission) -> bytes:
        message = f"{exercise.digest}\0{submission.digest}".encode()
        return hmac.digest(self._secret, message, hashlib.sha256)


def _given_up(name: str) -> Outcome:
    return Outcome(
        name=name,
        status="error",
        message=str(_GIVEN_UP),
        said=_GIVEN_UP,
        incidents=(f"the judge had ended {JUDGES} times in this grading",),
    )


def _weakest(outcomes: dict[str, Outcome]) -> str:
    """Return the weakest isolation that held in this grading; `none` where no student process ran."""
    held = {outcome.isolation for outcome in outcomes.values()} - {""}
    return "process" if "process" in held else "confined" if held else "none"
