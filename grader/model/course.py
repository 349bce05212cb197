"""A course: a folder with `exercises/`, and beside it what students and graders need."""

from pathlib import Path

from grader.model.exercise import Exercise
from grader.model.text import Frozen, Localized


class CourseSpec(Frozen):
    """The content of `exercises/course.toml`; every key is optional."""

    title: Localized = Localized(en="Exercises")
    id: str = "course"


class Course(Frozen):
    """A course found on disk, its exercises in the order of their ids."""

    spec: CourseSpec
    root: Path
    exercises: tuple[Exercise, ...]

    @property
    def has_hidden_checks(self) -> bool:
        """Whether this is the instructor's course, not what students get."""
        return any(exercise.checks_file is not None for exercise in self.exercises)
