"""The parent's side: the judge's warm process, in it one warm judge for each exercise, and forks of that which wait."""

import socket
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from grader.fork.client import Child, ForkClient, ServerDiedError, ServerStuckError, clean_environment
from grader.model.exercise import Exercise
from grader.sandbox.warm import RunningStudent
from grader.sandbox.yard import Yard
from grader.wire.frames import Channel, Wait

KEPT: Final = 64
"""Exercises whose judges are kept warm; the one used longest ago goes first."""

WAITING: Final = 32
"""Forks of all exercises that wait for their next grading, some 15 MiB each; the one used longest ago goes first."""

COLLECTION_SECONDS: Final = 30.0
"""What importing the checks of an exercise may compute, or sleep."""


class CollectionError(Exception):
    """An exercise's checks cannot even be imported: the exercise's fault."""


class Kept:
    """The process in which a judge runs the reference, from one grading to the next, and its folders.

    Attributes:
        yard: its folders; None until there is one.
        students: the process by its number. More than one only while it is replaced.
    """

    def __init__(self) -> None:
        self.yard: Yard | None = None
        self.students: dict[int, RunningStudent] = {}

    def close(self) -> None:
        """End the process and remove its folders."""
        for student in self.students.values():
            student.close()
        self.students.clear()
        if self.yard is not None:
            self.yard.close()
            self.yard = None


class JudgeProcess:
    """A fork that judges one grading at a time.

    Args:
        child: the process.
        ours: the parent's end of the link to it.

    Attributes:
        kept: what it keeps between gradings.
    """

    def __init__(self, child: Child, ours: socket.socket) -> None:
        self.kept = Kept()
        self._child = child
        self._ours = ours

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._child.pid

    def channel(self, wait: Wait) -> Channel:
        """Return the link to it, for one grading."""
        return Channel(self._ours, wait=wait)

    @property
    def is_waiting(self) -> bool:
        """Whether it runs, and has said nothing since its last grading."""
        try:
            return self._child.wait(0.0) is None and not Channel(self._ours).is_readable()
        except ServerDiedError:
            return False

    def close(self) -> None:
        """End it, whatever it does, and what it keeps."""
        self._ours.close()
        self._child.dispose()
        self.kept.close()


class ExerciseJudges:
    """The judges of one exercise: the process that has collected its checks, and forks of it.

    Args:
        server: that process.
        waiting: the forks of all exercises that wait, those used longest ago first, each with its exercise's judges.
        lock: guards `waiting`.
    """

    def __init__(
        self, server: ForkClient, waiting: "list[tuple[ExerciseJudges, JudgeProcess]]", lock: threading.RLock
    ) -> None:
        self.server = server
        self._waiting = waiting
        self._lock = lock

    def take(self, terminal: Sequence[int] = ()) -> JudgeProcess:
        """Return a judge for one grading: one that waits, or a new one.

        Args:
            terminal: descriptors on which an author debugs the checks; only a new one gets them.

        Raises:
            ServerDiedError: the exercise's process ended.
        """
        while not terminal and (judge := self._pop()) is not None:
            if judge.is_waiting:
                return judge
            judge.close()
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                return JudgeProcess(self.server.fork(b"", [theirs.fileno(), *terminal]), ours)
        except BaseException:
            ours.close()
            raise

    def give_back(self, judge: JudgeProcess) -> None:
        """Keep a judge that is as new for the next grading."""
        if not self.server.is_alive:  # closed meanwhile: nobody would take it
            judge.close()
            return
        with self._lock:
            self._waiting.append((self, judge))
            over = [self._waiting.pop(0)[1] for _ in range(len(self._waiting) - WAITING)]
        for old in over:
            old.close()

    def close(self) -> None:
        """End the exercise's process and its forks."""
        while (judge := self._pop()) is not None:
            judge.close()
        self.server.close()

    def _pop(self) -> JudgeProcess | None:
        with self._lock:
            for at in reversed(range(len(self._waiting))):
                if self._waiting[at][0] is self:
                    return self._waiting.pop(at)[1]
        return None


class Judges:
    """Starts judges as they are needed and keeps them. Imports neither torch nor pytest.

    Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._base: ForkClient | None = None
        self._exercises: OrderedDict[str, ExerciseJudges] = OrderedDict()
        self._waiting: list[tuple[ExerciseJudges, JudgeProcess]] = []
        self._lock = threading.RLock()

    def start(self) -> ForkClient:
        """Return the warm process, starting it (without waiting) where it does not run."""
        with self._lock:
            if self._base is None or not self._base.is_alive:
                self.close()
                self._base = ForkClient.start("grader.judge", [], clean_environment())
            return self._base

    def of(self, exercise: Exercise) -> ExerciseJudges:
        """Return the exercise's judges, its checks collected.

        Raises:
            ServerDiedError: the warm process ended.
            CollectionError: the exercise's checks ended or stopped the process that collected them.
        """
        with self._lock:
            base = self.start()
            key = f"{exercise.digest} {exercise.folder}"
            judges = self._exercises.pop(key, None)
            if judges is not None and not judges.server.is_alive:
                judges.close()
                judges = None
            if judges is None:
                server = base.fork_server(exercise.model_dump_json().encode())
                judges = ExerciseJudges(server, self._waiting, self._lock)
            try:
                judges.server.ready(COLLECTION_SECONDS)
            except ServerDiedError as error:
                is_of_exercise = isinstance(error, ServerStuckError) or not judges.server.is_alive
                judges.close()
                if not (is_of_exercise and base.is_alive):
                    raise
                reason = "importing its checks ends the process or does not come to an end"
                raise CollectionError(f"{reason} ({error})") from None
            self._exercises[key] = judges
            while len(self._exercises) > KEPT:
                self._exercises.popitem(last=False)[1].close()
            return judges

    def close(self) -> None:
        """End all judges."""
        for judges in self._exercises.values():
            judges.close()
        self._exercises.clear()
        if self._base is not None:
            self._base.close()
            self._base = None
