"""What the benchmark needs of another grader."""

import os
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import ClassVar

from grader.api import Exercise

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Setting:
    """Who grades what, and where."""

    exercise: Exercise
    python: str
    """The interpreter that has the peer and torch; never resolved, it may be a link that means an environment."""
    work: Path
    """An empty private folder."""
    at_a_time: int
    """How many of the peer's processes may run at a time."""

    @property
    def first_file(self) -> str:
        """The file that is handed in."""
        return self.exercise.spec.files[0]

    @property
    def checks(self) -> dict[str, str | None]:
        """Each check, after the one that it needs first, with that one; peers know one at most."""
        needs = {check.name: check.needs for check in self.exercise.spec.check}
        return {name: next(iter(needs[name]), None) for name in TopologicalSorter(needs).static_order()}

    @property
    def environment(self) -> Mapping[str, str]:
        """Variables for the peer: its environment is active, it finds this project and no settings of anybody's own."""
        own = {name: str(self.work / name.lower()) for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
        path = f"{Path(self.python).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        # One thread each, as the grader's own processes have: several processes of several threads only get slower.
        return {**os.environ, "OMP_NUM_THREADS": "1", "PATH": path, "PYTHONPATH": str(ROOT), **own}

    def script(self, name: str) -> str:
        """Return the command that a peer installed beside its interpreter."""
        return str(Path(self.python).with_name(name))

    def run(self, command: Sequence[str], folder: Path, fine: Sequence[int] = (0,)) -> str:
        """Run a command of the peer in a folder; return what it printed.

        Raises:
            SystemExit: its exit status is none of the fine ones.
        """
        done = subprocess.run(
            command,
            cwd=folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode not in fine:
            raise SystemExit(
                f"{' '.join(command)}: exit status {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
            )
        return done.stdout


class Peer(ABC):
    """Another grader and the submissions that it will grade, once."""

    name: ClassVar[str]
    module: ClassVar[str]
    """What has to be importable where it is installed."""

    def __init__(self, setting: Setting, submissions: Sequence[Path]) -> None:
        self.setting = setting
        self.submissions = submissions

    @abstractmethod
    def prepare(self) -> None:
        """Do what an instructor does once for an exercise, and lay the submissions out. This is not measured."""

    @abstractmethod
    def grade(self) -> None:
        """Grade all submissions. This is measured."""

    @abstractmethod
    def passed(self) -> list[frozenset[str]]:
        """Read what was graded: the checks that each submission passes. This is not measured."""

    def side_by_side(self, task: Callable[[int], None], count: int) -> None:
        """Call the task with each number below `count`, as many at a time as the setting says."""
        with ThreadPoolExecutor(self.setting.at_a_time) as pool:
            list(pool.map(task, range(count)))


class OneByOne(Peer):
    """A peer whose command grades one submission, in the folder where it lies."""

    fine: ClassVar[tuple[int, ...]] = (0,)
    """Exit statuses of a grading that worked."""

    def prepare(self) -> None:
        """Copy each submission into a folder of its own."""
        self._said: dict[int, str] = {}
        for number, source in enumerate(self.submissions):
            self.folder(number).mkdir(parents=True)
            (self.folder(number) / self.setting.first_file).write_bytes(source.read_bytes())

    def grade(self) -> None:
        """Run the command once for each submission."""

        def one(number: int) -> None:
            self._said[number] = self.setting.run(self.command(), self.folder(number), self.fine)

        self.side_by_side(one, len(self.submissions))

    def passed(self) -> list[frozenset[str]]:
        """Read what each command printed."""
        return [self.read(self._said[number]) for number in range(len(self.submissions))]

    def folder(self, number: int) -> Path:
        """Return the folder of a submission."""
        return self.setting.work / "submissions" / f"{number:05}"

    @abstractmethod
    def command(self) -> list[str]:
        """Return what grades the submission in the current folder."""

    @abstractmethod
    def read(self, said: str) -> frozenset[str]:
        """Return the checks that passed, according to what the command printed."""
