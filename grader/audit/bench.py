"""Where solutions are tried: many gradings at once, each worker with warm processes of its own."""

import hashlib
import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

from grader.audit.memory import Memory, folder_digest, grader_digest, judged_digest, no_memory
from grader.confine import nests
from grader.errors import InternalError
from grader.judge.job import JudgeJob
from grader.model.exercise import Exercise
from grader.model.outcome import CheckStatus, Outcome
from grader.model.report import CheckResult
from grader.model.scoring import score_checks
from grader.model.submission import Submission
from grader.model.text import Frozen
from grader.submission.stand_in import collect_stand_in

_MESSAGE: Final = 400


class JudgeLike(Protocol):
    """What a bench needs of `grader.grading.Grader`."""

    def judge(
        self,
        exercise: Exercise,
        submission: Submission,
        job: JudgeJob,
        keep: Callable[[Outcome], None],
        *,
        record: int | None = None,
    ) -> object:
        """Have the checks of a job judged."""
        ...

    def close(self) -> None:
        """End every process."""
        ...


@dataclass(frozen=True)
class Trial:
    """One grading to be done.

    Attributes:
        label: what is graded, in words for a finding.
        source: a folder, or a file in place of the reference's.
        text: instead of `source`, a declared file and what it holds here.
        seed: which of the audit's seeds.
        shared: checks of one visibility share a process, as in a grading that counts.
        arbitrate: ask the reference about what raised; of no use where it is known to pass.
        seconds: instead of the exercise's own limit.
        brief: end with the first check that is lost; of the others nothing is known.
        needs: a check is blocked where one that it needs was lost; without, every check runs.
        record: write down which lines run.
        remembered: an earlier audit may have done it.
    """

    label: str
    source: Path | None = None
    text: tuple[str, str] | None = None
    seed: int = 0
    shared: bool = True
    arbitrate: bool = True
    seconds: float | None = None
    brief: bool = False
    needs: bool = True
    record: bool = False
    remembered: bool = True


class Settled(Frozen):
    """The verdict on one check, as far as an audit is interested."""

    name: str
    status: CheckStatus
    message: str = ""
    fault: str = ""
    seconds: float | None = None
    is_import: bool = False
    """Whether the solution did not even come to be there."""


@dataclass(frozen=True)
class Verdicts:
    """What came of a trial: every check settled, a blocked one as well.

    `was_known` tells that an earlier audit had found it out.
    """

    trial: Trial
    checks: tuple[Settled, ...]
    problems: tuple[str, ...] = ()
    record: str = ""
    was_known: bool = False

    @property
    def passed(self) -> frozenset[str]:
        """The names of the checks that passed."""
        return frozenset(check.name for check in self.checks if check.status == "passed")

    @property
    def lost(self) -> frozenset[str]:
        """The names of the checks that did not pass, but for those that this machine cannot run."""
        return frozenset(check.name for check in self.checks if check.status not in ("passed", "skipped"))

    @property
    def killed_by(self) -> tuple[str, ...]:
        """The names of the checks that ran and did not pass, in the spec's order."""
        quiet = ("passed", "skipped", "blocked")
        return tuple(check.name for check in self.checks if check.status not in quiet)

    @property
    def at_fault(self) -> tuple[Settled, ...]:
        """The checks that could not be judged, for a fault of the exercise."""
        return tuple(check for check in self.checks if check.status == "internal" and check.fault == "exercise")

    def __getitem__(self, name: str) -> Settled:
        return next(check for check in self.checks if check.name == name)

    def reason(self, name: str) -> str:
        """Return why a check was lost: its status and the first line of what it says."""
        check = self[name]
        return f"{check.status}: {check.message}" if check.message else check.status


class Bench:
    """Runs trials in threads. A context manager: leaving it ends all processes.

    Args:
        make: makes what judges; called once for each worker that is needed.
        jobs: how many trials run at a time.
        on_trial: told after each trial; called from several threads.
        memory: of what earlier audits have found out.
    """

    def __init__(
        self,
        make: Callable[[], JudgeLike],
        jobs: int = 1,
        on_trial: Callable[[], None] = lambda: None,
        memory: Memory | None = None,
    ) -> None:
        self._make = make
        self._memory = memory or no_memory()
        self._pool = ThreadPoolExecutor(jobs, thread_name_prefix="audit")
        self._own = threading.local()
        self._judges: list[JudgeLike] = []
        self._on_trial = on_trial

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)  # those that run come to their end
        for judge in self._judges:
            judge.close()
        self._memory.close()

    def stop(self) -> None:
        """Begin no further trial: whoever waits for one is told that it was canceled."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def run(self, exercise: Exercise, trials: Sequence[Trial]) -> list[Verdicts]:
        """Run trials, as many at a time as there are workers; return what came of each, in order.

        Raises:
            InternalError: the grader broke in one of them.
        """
        futures = [self._pool.submit(self._try, exercise, trial) for trial in trials]
        try:
            return [future.result() for future in futures]
        finally:
            for future in futures:
                future.cancel()

    def _try(self, exercise: Exercise, trial: Trial) -> Verdicts:
        with nests.scratch() as scratch:
            submission = collect_stand_in(exercise, _source(trial, scratch), scratch / "copy")
            if submission.problems:
                return Verdicts(trial, (), submission.problems)
            key = _key(exercise, submission, trial) if trial.remembered else ""
            known = self._memory.get(key) if key else None
            if known is not None:
                found = _Checks.model_validate_json(known)
                verdicts = Verdicts(trial, found.checks, record=found.record, was_known=True)
            else:
                verdicts = _grade(self._judge(), exercise, submission, trial, scratch)
                if key and not any(check.status == "internal" for check in verdicts.checks):
                    found = _Checks(checks=verdicts.checks, record=verdicts.record)
                    self._memory.put(key, found.model_dump_json(exclude_defaults=True))
        self._on_trial()
        return verdicts

    def _judge(self) -> JudgeLike:
        """Return this thread's own judge."""
        judge: JudgeLike | None = getattr(self._own, "judge", None)
        if judge is None:
            judge = self._own.judge = self._make()
            self._judges.append(judge)
        return judge


class _Checks(Frozen):
    """What is remembered of a trial."""

    checks: tuple[Settled, ...]
    record: str = ""


def _key(exercise: Exercise, submission: Submission, trial: Trial) -> str:
    seed = seed_of(exercise, trial.seed).hex()
    parts = (
        grader_digest(),
        judged_digest(exercise),
        folder_digest(exercise.reference),
        submission.digest,
        f"{seed} {trial.shared} {trial.arbitrate} {trial.brief} {trial.seconds} {trial.needs} {trial.record}",
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _grade(judge: JudgeLike, exercise: Exercise, submission: Submission, trial: Trial, scratch: Path) -> Verdicts:
    outcomes: list[Outcome] = []
    asked = _changed(exercise, trial)
    names = tuple(check.name for check in exercise.spec.check)
    job = JudgeJob(
        names, seed_of(exercise, trial.seed), shared=trial.shared, arbitrate=trial.arbitrate, brief=trial.brief
    )
    record = scratch / "record"
    descriptor = os.open(record, os.O_CREAT | os.O_WRONLY | os.O_APPEND) if trial.record else None
    try:
        judge.judge(asked, submission, job, outcomes.append, record=descriptor)
    finally:
        if descriptor is not None:
            os.close(descriptor)
    only = {outcome.name for outcome in outcomes} if trial.brief else None
    checks = tuple(map(_settled, score_checks(asked, outcomes, "en", only=only).checks))
    broken = next((check for check in checks if check.fault == "grader"), None)
    if broken is not None:
        raise InternalError(f"{exercise.spec.id}, {trial.label}, {broken.name}: {broken.message}")
    return Verdicts(trial, checks, record=record.read_text(encoding="utf-8") if trial.record else "")


def _settled(result: CheckResult) -> Settled:
    said = result.message.strip().partition("\n")[0][:_MESSAGE]
    return Settled(
        name=result.name,
        status=result.status,
        message=said,
        fault=result.fault,
        seconds=result.seconds,
        is_import=result.is_import,
    )


def _source(trial: Trial, scratch: Path) -> Path:
    if trial.text is None:
        assert trial.source is not None, "a trial without a solution"  # noqa: S101 -- a mistake of this package
        return trial.source
    path, content = trial.text
    file = scratch / "text" / Path(path).name
    file.parent.mkdir()
    file.write_text(content, encoding="utf-8")
    return file


def _changed(exercise: Exercise, trial: Trial) -> Exercise:
    """Return the exercise as a trial wants it; the digest tells its judge from that of the exercise as it is."""
    if trial.seconds is None and trial.needs:
        return exercise
    changes: dict[str, object] = {}
    if trial.seconds is not None:
        changes["limits"] = exercise.spec.limits.model_copy(update={"seconds": trial.seconds})
    if not trial.needs:
        changes["check"] = tuple(check.model_copy(update={"needs": ()}) for check in exercise.spec.check)
    spec = exercise.spec.model_copy(update=changes)
    return exercise.model_copy(update={"spec": spec, "digest": f"{exercise.digest} {trial.seconds} {trial.needs}"})


def seed_of(exercise: Exercise, number: int) -> bytes:
    """Return one of the seeds of an exercise's audit: the same in every audit of the same checks."""
    return hashlib.sha256(f"audit\0{judged_digest(exercise)}\0{number}".encode()).digest()


def now() -> float:
    """Return the time in seconds, for durations."""
    return time.monotonic()
