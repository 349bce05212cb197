"""One grading in a judge: every check settled, each verdict told at once.

Checks share a student process, in the order of what they show, for as long as that process is
as it was after the import of the submission. So each check runs once, and its verdict stands,
a pass like a failure: nobody guesses twice. Only a limit, or a death, which earlier checks of
the process may have brought near, is found out alone. What raises anything but a failed
comparison is arbitrated: the same check, the same seed, on the reference.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
import torch

from grader.judge.classify import Verdict, classify, merge
from grader.judge.evidence import kind_of, show_at_length
from grader.judge.job import JudgeJob, derive_seed
from grader.judge.plugin import JudgePlugin
from grader.model.clean import clean
from grader.model.exercise import Check, Exercise, Show
from grader.model.outcome import Outcome
from grader.sandbox.faults import GraderFault, StudentError, StudentFault
from grader.sandbox.link import CheckDone, CheckStarted, Link, WrittenRead
from grader.sandbox.session import Session
from grader.sandbox.student import MissingNameError, Student
from grader.wire.tensors import seed_generators

if TYPE_CHECKING:
    from grader.judge.debug import Debugger

PRINTED_LIMIT = 4_000

ORDER: Final[tuple[Show, ...]] = ("full", "hint", "name", "nothing")
"""What shows the most runs first: nothing that a hidden check saw can reach a text that a student reads, not even by
the time that it took or by what it left on the disk."""


class Arbiter:
    """Runs items on the reference, which is the course's own code: its process is kept from one grading to the next.

    Args:
        exercise: whose reference.
        link: to the parent.
    """

    def __init__(self, exercise: Exercise, link: Link) -> None:
        self._exercise = exercise
        self._link = link
        self._session: Session | None = None

    def session(self, import_seed: int) -> Session:
        """Return the session; a process that it starts from now on imports the reference with this seed."""
        if self._session is None:
            spec = self._exercise.spec
            self._session = Session(self._link, spec.limits, spec.files[0], import_seed, reference=True, kept=True)
        self._session.import_seed = import_seed
        return self._session

    def grading_ends(self) -> None:
        """Keep the process, but no failure to import: whatever it came from may have passed by the next grading."""
        if self._session is not None and self._session.cannot_load:
            self._session.close()
            self._session = None


class Judge:
    """Settles the checks of one job.

    Args:
        exercise: what was asked.
        plugin: has collected the exercise's checks.
        job: which of them, on whose work.
        link: to the parent, which starts student processes and keeps the verdicts.
        arbiter: runs the reference.
        debugger: stops in the first attempt at each item, for authors.
    """

    def __init__(
        self,
        exercise: Exercise,
        plugin: JudgePlugin,
        job: JudgeJob,
        link: Link,
        arbiter: Arbiter,
        debugger: "Debugger | None" = None,
    ) -> None:
        self._debugger = None if job.reference else debugger
        if job.at_length:
            show_at_length()
        self._exercise = exercise
        self._plugin = plugin
        self._job = job
        self._link = link
        self._checks = {name: exercise.check(name) for name in job.names}
        self._session = self._open(reference=job.reference)
        self._current = self._session
        self._arbiter = arbiter
        self._group = ""
        self._student_seed = 0
        plugin.use(lambda: Student(self._current), self._witness)

    def run(self) -> None:
        """Settle every check of the job and tell its outcome."""
        try:
            self._settle_all()
            for name in self._job.written:
                self._link.tell(self._read_written(name))
        finally:
            self._session.close()
            self._arbiter.grading_ends()

    @property
    def _import_seed(self) -> int:
        return derive_seed(self._job.seed, "", "import")

    def _open(self, *, reference: bool, is_witness: bool = False) -> Session:
        spec = self._exercise.spec
        return Session(
            self._link, spec.limits, spec.files[0], self._import_seed, reference=reference, is_witness=is_witness
        )

    @contextmanager
    def _witness(self) -> Iterator[Student]:
        session = self._open(reference=True, is_witness=True)
        session.begin(self._student_seed)
        try:
            yield Student(session)
        finally:
            session.close()

    def _settle_all(self) -> None:
        lost: set[str] = set()
        for check in sorted(self._checks.values(), key=lambda check: ORDER.index(check.show)):
            if lost.intersection(check.needs):
                # Blocked, whatever it would say: scoring knows that from the spec.
                lost.add(check.name)
                continue
            outcome = self._settle_items(check)
            if outcome.status not in ("passed", "skipped", "internal"):
                lost.add(check.name)
            self._tell(outcome)
            if self._job.brief and lost:
                return

    def _read_written(self, name: str) -> WrittenRead:
        self._session.renew()
        self._session.begin(0)
        try:
            text = Student(self._session).literal(name)
        except (MissingNameError, StudentFault, GraderFault) as fault:
            return WrittenRead(name, "", str(fault))
        if isinstance(text, list | tuple) and text and all(isinstance(each, str) for each in text):
            text = "\n".join(text)
        if not isinstance(text, str):
            return WrittenRead(name, "", f"`{name}` is {kind_of(text)}, expected text in quotes")
        return WrittenRead(name, clean(text), "")

    def _settle_items(self, check: Check) -> Outcome:
        items = self._plugin.items.get(check.name)
        if not items:
            reason = "\n".join(self._plugin.collection_errors) or "the checks files hold no such test"
            return Outcome(
                name=check.name, status="internal", fault="exercise", message=f"the check cannot be run: {reason}"
            )
        lacking = _lacking(check)
        if lacking:
            return Outcome(name=check.name, status="skipped", message=lacking)
        verdicts = [self._settle(check, item) for item in items]
        return merge(check.name, verdicts, derive_seed(self._job.seed, check.name, "hidden"), partial=check.partial)

    def _settle(self, check: Check, item: pytest.Function) -> Verdict:
        group = item.nodeid if check.isolated or not self._job.shared else ""
        if group != self._group:
            self._session.renew()
        self._group = group
        self._link.tell(CheckStarted(check.name))  # each case of a check has the whole of its time
        verdict = self._attempt(item, self._session)
        if verdict.is_an_end and not verdict.alone:
            verdict = self._attempt_anew(item, verdict)
        if verdict.doubtful:
            verdict = self._attempt_anew(item, verdict)
        if verdict.needs_arbitration and self._job.arbitrate and not self._job.reference:
            verdict = verdict.arbitrated(self._ask_reference(item, alone=bool(group)))
        return verdict

    def _attempt_anew(self, item: pytest.Function, earlier: Verdict) -> Verdict:
        self._session.renew()
        verdict = self._attempt(item, self._session)
        verdict.incidents = (*earlier.incidents, *verdict.incidents)
        return verdict

    def _ask_reference(self, item: pytest.Function, *, alone: bool) -> Verdict | None:
        """Return how an item ends on the reference; what does not pass in a process that others used, alone."""
        if self._exercise.reference is None:
            return None
        reference = self._arbiter.session(self._import_seed)
        if alone:
            reference.renew()
        verdict = self._attempt(item, reference)
        if verdict.status != "passed" and not verdict.alone:
            reference.renew()
            verdict = self._attempt(item, reference)
        if alone or verdict.status != "passed":
            reference.renew()
        return verdict

    def _attempt(self, item: pytest.Function, session: Session) -> Verdict:
        name = item.originalname
        self._current = session
        _reset(derive_seed(self._job.seed, item.name, "hidden"))
        raised: BaseException | None
        try:
            self._student_seed = derive_seed(self._job.seed, item.name, "student")
            session.begin(self._student_seed)
            raised = self._run_item(item, session)
        except (StudentError, StudentFault, GraderFault) as fault:  # an earlier check has left the process like this
            raised = fault
        verdict = classify(raised, observed=session.observed, check=name)
        verdict.incidents = (*session.incidents, *verdict.incidents)
        session.incidents.clear()
        verdict.case = item.name.removeprefix(item.originalname)
        verdict.alone = session.is_alone
        verdict.seconds = session.seconds
        verdict.printed = clean(session.printed(), PRINTED_LIMIT)
        return verdict

    def _run_item(self, item: pytest.Function, session: Session) -> BaseException | None:
        if self._debugger is None:
            return self._plugin.attempt(item)
        with self._debugger.in_check(item, session.forgive):
            raised = self._plugin.attempt(item)
        if raised is not None:
            self._debugger.at_failure(raised)
        if raised is not None or self._debugger.is_left:
            self._debugger = None  # what is tried again is tried without
        return raised

    def _tell(self, outcome: Outcome) -> None:
        hello = self._session.hello
        if hello is not None and not outcome.isolation:
            outcome = outcome.model_copy(update={"isolation": hello.isolation})
        self._link.tell_soon(CheckDone(outcome.model_dump_json().encode()))


def _lacking(check: Check) -> str:
    """Return what this machine lacks for a check, empty where it lacks nothing."""
    needed = check.requires.cuda
    there = torch.cuda.device_count() if needed else 0
    if there >= needed:
        return ""
    return f"needs {needed} CUDA device{'s' * (needed > 1)}, this machine has {there}; the points are pending"


def _reset(seed: int) -> None:
    """Give a check the state it would find alone: generators, default dtype, grad mode."""
    seed_generators(seed)
    random.seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002 -- the generator that checks use
    torch.set_default_dtype(torch.float32)
    torch.set_grad_enabled(True)
