"""The parent's side: the judge's warm process, and in it one warm judge for each exercise."""

import threading
from collections import OrderedDict
from typing import Final

from grader.fork.client import ForkClient, ServerDiedError, clean_environment
from grader.model.exercise import Exercise

KEPT: Final = 64
"""Exercises whose judges are kept warm; the one used longest ago goes first."""

COLLECTION_SECONDS: Final = 30.0
"""What importing the checks of an exercise may take."""


class CollectionError(Exception):
    """An exercise's checks cannot even be imported: the exercise's fault."""


class Judges:
    """Starts judges as they are needed and keeps them. Imports neither torch nor pytest.

    Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._base: ForkClient | None = None
        self._exercises: OrderedDict[str, ForkClient] = OrderedDict()
        self._lock = threading.RLock()

    def start(self) -> ForkClient:
        """Return the warm process, starting it (without waiting) where it does not run."""
        with self._lock:
            if self._base is None or not self._base.is_alive:
                self.close()
                self._base = ForkClient.start("grader.judge", [], clean_environment())
            return self._base

    def of(self, exercise: Exercise) -> ForkClient:
        """Return the exercise's judge, its checks collected or being so.

        Raises:
            ServerDiedError: the warm process ended.
            CollectionError: the exercise's checks ended or stopped the process that collected them.
        """
        with self._lock:
            base = self.start()
            key = f"{exercise.digest} {exercise.folder}"
            judge = self._exercises.pop(key, None)
            if judge is not None and not judge.is_alive:
                judge.close()
                judge = None
            if judge is None:
                judge = base.fork_server(exercise.model_dump_json().encode())
            try:
                judge.ready(COLLECTION_SECONDS)
            except ServerDiedError as error:
                judge.close()
                if not base.is_alive:
                    raise
                reason = "importing its checks ends the process or does not come to an end"
                raise CollectionError(f"{reason} ({error})") from None
            self._exercises[key] = judge
            while len(self._exercises) > KEPT:
                self._exercises.popitem(last=False)[1].close()
            return judge

    def close(self) -> None:
        """End all judges."""
        for judge in self._exercises.values():
            judge.close()
        self._exercises.clear()
        if self._base is not None:
            self._base.close()
            self._base = None
