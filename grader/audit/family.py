"""What a family of rules is, and what it is given: one exercise, a bench, and how far to go."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from grader.audit.bench import Bench, Trial, Verdicts
from grader.audit.figures import Examination
from grader.audit.finding import Rule
from grader.model.exercise import Exercise


@dataclass(frozen=True)
class Plan:
    """How far an audit goes.

    Attributes:
        quick: only what takes seconds, and less of that.
        only: ids of the rules that are wanted; all of them where it is empty.
        runs: how often the reference is graded for its stability.
    """

    quick: bool = False
    only: frozenset[str] = frozenset()
    runs: int = 30


class Subject:
    """One exercise under audit.

    Args:
        exercise: valid, and with a reference.
        bench: where solutions are tried.
        plan: how far to go.
    """

    def __init__(self, exercise: Exercise, bench: Bench, plan: Plan) -> None:
        self.exercise = exercise
        self.plan = plan
        self.trials = 0
        self.known = 0
        self._bench = bench

    def run(self, trials: Sequence[Trial]) -> list[Verdicts]:
        """Run trials of this exercise."""
        verdicts = self._bench.run(self.exercise, trials)
        self.trials += len(trials)
        self.known += sum(one.was_known for one in verdicts)
        return verdicts

    @cached_property
    def reference(self) -> Verdicts:
        """The reference's verdicts."""
        return self.run([Trial("the reference", source=self.reference_folder)])[0]

    @property
    def reference_folder(self) -> Path:
        """Where the reference solution lies."""
        assert self.exercise.reference is not None, "an audit without a reference"  # noqa: S101 -- see `audit_one`
        return self.exercise.reference

    @property
    def is_sound(self) -> bool:
        """Whether the reference loses nothing. Where it does, nothing else can be learned from the checks."""
        return not self.reference.lost and not self.reference.problems

    @property
    def right(self) -> list[Path]:
        """Right answers in other styles: files in place of the reference's, or whole folders."""
        return solutions(self.exercise.folder / "right")


class Family(Protocol):
    """Rules that are examined together. One file each, listed in `registry`."""

    @property
    def name(self) -> str:
        """One word."""
        ...

    @property
    def rules(self) -> tuple[Rule, ...]:
        """What it looks for."""
        ...

    @property
    def quick(self) -> bool:
        """Whether it is part of a quick audit."""
        ...

    @property
    def needs_sound(self) -> bool:
        """Whether it is of no use where the reference itself loses something."""
        ...

    def examine(self, subject: Subject) -> Examination:
        """Return what is to be said of an exercise."""
        ...


def solutions(folder: Path) -> list[Path]:
    """Return the solutions in `right/` or `wrong/`: Python files, notebooks, and folders that are whole submissions."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if (path.is_dir() or path.suffix in (".py", ".ipynb")) and not path.name.startswith((".", "__"))
    )
