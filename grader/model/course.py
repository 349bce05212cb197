"""A course: a folder with `exercises/`, and beside it what students and graders need."""

from pathlib import Path

from grader.errors import Fault
from grader.model.exercise import Exercise
from grader.model.text import Frozen, Localized


class CourseSpec(Frozen):
    """The content of `exercises/course.toml`; every key is optional."""

    title: Localized = Localized(en="Exercises")
    id: str = "course"


class BrokenExercise(Frozen):
    """An exercise whose spec is wrong. It stops nobody else's grading, and its faults are told all at once."""

    folder_name: str
    faults: tuple[Fault, ...]

    @property
    def id(self) -> str:
        """The id that the folder's name gives."""
        return self.folder_name.partition("-")[0]

    @property
    def slug(self) -> str:
        """The slug that the folder's name gives; empty where it gives none."""
        return self.folder_name.partition("-")[2]


class Course(Frozen):
    """A course found on disk, its exercises in the natural order of their ids.

    `faults` are those of `course.toml` itself, whose defaults then hold.
    """

    spec: CourseSpec
    root: Path
    exercises: tuple[Exercise, ...]
    broken: tuple[BrokenExercise, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def has_hidden_checks(self) -> bool:
        """Whether this is the instructor's course, not what students get."""
        return any(exercise.checks_file is not None for exercise in self.exercises)
