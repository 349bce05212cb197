"""The parent's side of a judge: runs a job, starts what student processes it needs, keeps every verdict.

Imports neither torch nor pytest. What is known stays known: a judge that dies or
hangs costs the check that it was at.
"""

import itertools
import os
import select
import socket
import time
from collections.abc import Callable

from grader.fork.client import ForkClient, ServerDiedError
from grader.fork.effort import Effort, cpu_seconds_of
from grader.judge import job as jobs
from grader.judge.job import JudgeJob
from grader.judge.warm import ExerciseJudges, Kept
from grader.model.exercise import Limits
from grader.model.outcome import Outcome
from grader.sandbox import link
from grader.sandbox.cores import Core, Cores
from grader.sandbox.warm import RunningStudent, Zygotes
from grader.sandbox.yard import Isolation, Yard
from grader.wire.frames import Channel, FrameError, PeerClosedError

JUDGE_SECONDS = 60.0
"""So long may a judge sleep without a word. It says when it waits for a submission; a busy machine is not counted."""

JUDGE_CPU_SECONDS = 30.0
"""What it may compute for a check, between two orders about student processes."""

_TICK_MS = 200

_numbers = itertools.count(1)
"""Numbers of student processes, of all judges: some outlast a grading."""


class JudgeHungError(Exception):
    """The judge did not come back with a verdict in time."""


class JudgeRun:
    """One job in one judge.

    Args:
        judges: those of the exercise.
        zygotes: where student processes come from.
        cores: on which of them all this runs.
        yard: the private folders of this grading.
        make_yard: makes private folders for the reference, which a judge keeps.
        preload: modules that the exercise wants in its zygote.
        limits: of each check.
        isolation: what student processes must have.
        on_outcome: told of each verdict as it is known.
        record: where student processes write what lines they run; None in a grading that counts.
        terminal: descriptors on which an author debugs the checks, who may take all the time; none in a grading.

    Attributes:
        written: the answers in words that were read, by name.
    """

    def __init__(
        self,
        judges: ExerciseJudges,
        zygotes: Zygotes,
        cores: Cores,
        yard: Yard,
        make_yard: Callable[[], Yard],
        preload: tuple[str, ...],
        limits: Limits,
        isolation: Isolation,
        on_outcome: Callable[[Outcome], None],
        record: int | None = None,
        terminal: tuple[int, ...] = (),
    ) -> None:
        self._terminal = terminal
        self._judges = judges
        self._zygotes = zygotes
        self._cores = cores
        self._core = Core(frozenset())
        self._yard = yard
        self._make_yard = make_yard
        self._kept = Kept()
        self._preload = preload
        self._limits = limits
        self._isolation: Isolation = isolation
        self._on_outcome = on_outcome
        self._record = record
        self._students: dict[int, RunningStudent] = {}
        self._effort: Effort | None = None
        self._asleep = 0.0
        self._pid = 0
        self._spent = 0.0
        self.current = ""
        self.hung = False
        self.written: dict[str, link.WrittenRead] = {}

    def run(self, job: JudgeJob) -> bool:
        """Run the job; tell outcomes as they come. Return whether the judge came to its end.

        Where it did not, `current` is the check that it was at, and `hung` tells whether it had to be ended.
        """
        with self._cores.one(self._limits.threads) as self._core:
            return self._run(job)

    def _run(self, job: JudgeJob) -> bool:
        judge = self._judges.take(self._terminal)
        as_new = False
        try:
            self._core.hold(judge.pid)
            self._pid = judge.pid
            self._effort = Effort(judge.pid)
            self._kept = judge.kept
            channel = judge.channel(self._wait)
            self._extend()
            channel.send(link.encode(link.DoJob(jobs.encode(job))))
            as_new = self._serve(channel)
        except JudgeHungError:
            self.hung = True
            return False
        except (PeerClosedError, FrameError):
            return False
        else:
            return True
        finally:
            for student in self._students.values():
                student.close()
            self._students.clear()
            self._yard.leave_all()
            if as_new:
                self._judges.give_back(judge)
            else:
                judge.close()

    def _wait(self, sock: socket.socket, events: int, /) -> None:
        """Wait for the judge. Raises JudgeHungError where it computes or sleeps for too long without a word."""
        poll = select.poll()
        poll.register(sock, events)
        while True:
            began = time.monotonic()
            is_ready = poll.poll(_TICK_MS)
            if is_ready:
                return
            if self._terminal or self._effort is None:
                continue
            self._effort.waited(time.monotonic() - began)
            self._asleep += self._effort.slept()
            if self._asleep > JUDGE_SECONDS or cpu_seconds_of(self._pid) - self._spent > JUDGE_CPU_SECONDS:
                raise JudgeHungError

    def _extend(self) -> None:
        """It has said something: count what it computes and sleeps from here."""
        self._spent = cpu_seconds_of(self._pid)
        self._forgive_sleep()

    def _forgive_sleep(self) -> None:
        self._asleep = 0.0
        if self._effort is not None:
            self._effort.restart()

    def _serve(self, channel: Channel) -> bool:  # noqa: C901 -- one line a message
        """Serve the judge until all is done; return whether it can take another job."""
        while True:
            descriptors: list[int] = []
            head, _ = channel.receive(descriptors)
            message = link.decode_to_parent(head)
            match message:
                case link.NeedStudent():
                    channel.send(link.encode(self._start(message, descriptors)))
                    self._extend()  # it slept while we worked
                case link.EndStudent():
                    channel.send(link.encode(self._end(message)))
                    self._extend()
                case link.StillWaiting():
                    self._forgive_sleep()  # what it computes meanwhile counts: a submission could keep it busy
                case link.LeaveWork():
                    for yard in filter(None, (self._yard, self._kept.yard)):
                        yard.leave(message.work)
                case link.CheckStarted():
                    self.current = message.name
                    self._extend()
                case link.CheckDone():
                    self._on_outcome(Outcome.model_validate_json(message.outcome))
                    self.current = ""
                    self._extend()
                case link.WrittenRead():
                    self.written[message.name] = message
                case link.AllDone():
                    return message.as_new

    def _start(self, need: link.NeedStudent, descriptors: list[int]) -> link.ToJudge:
        try:
            zygote = self._zygotes.start(self._preload)
            lacking = _lacking(zygote) if self._preload else ""
            if lacking:
                return link.Refused(f"what the exercise preloads cannot be imported: {lacking}", of_exercise=True)
            job = self._yard_of(need).job(need, self._limits, self._isolation)
            wire, output = descriptors
            record = None if need.kept else self._record
            student = RunningStudent(zygote, self._zygotes.groups, job, self._limits, wire, output, record)
        except (OSError, ServerDiedError, ValueError) as error:
            return link.Refused(f"a student process could not be started: {error}")
        finally:
            for descriptor in descriptors:
                socket.close(descriptor)
        self._core.hold(student.pid)
        number = next(_numbers)
        (self._kept.students if need.kept else self._students)[number] = student
        folders = tuple(filter(None, (job.code, job.work, os.path.dirname(job.inside or ""))))  # noqa: PTH120
        return link.StudentStarted(number, student.pid, job.work, folders)

    def _yard_of(self, need: link.NeedStudent) -> Yard:
        if not need.kept:
            return self._yard
        if self._kept.yard is None:
            self._kept.yard = self._make_yard()
        return self._kept.yard

    def _end(self, order: link.EndStudent) -> link.ToJudge:
        student = self._students.pop(order.number, None) or self._kept.students.pop(order.number, None)
        if student is None:
            return link.Refused("no such student process")
        try:
            return link.StudentEnded(order.number, *student.end(order.grace))
        except ServerDiedError as error:
            return link.Refused(f"the zygote died: {error}")


def _lacking(zygote: ForkClient) -> str:
    """Return the import error at which a zygote ended; empty where it is ready, or ended in another way."""
    try:
        zygote.ready()
    except ServerDiedError as error:
        last = str(error).strip().rpartition("\n")[2]
        return last if "Error" in last.partition(":")[0] else ""
    return ""
