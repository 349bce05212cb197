"""Which check a command is about, and of which exercise."""

from pathlib import Path

from grader.errors import UsageError
from grader.model.course import Course
from grader.model.exercise import Exercise
from grader.spec.words import suggestion


def owner(course: Course, check: str, near: Path) -> Exercise:
    """Find the exercise meant: the one whose folder `near` is in, else the only one with such a check.

    Raises:
        UsageError: where there is none, or more than one.
    """
    path = near.resolve()
    for exercise in course.exercises:
        if any(exercise.spec.folder_name == parent.name for parent in (path, *path.parents)):
            return exercise
    owners = [exercise for exercise in course.exercises if check in {entry.name for entry in exercise.spec.check}]
    if len(owners) == 1:
        return owners[0]
    if owners:
        ids = ", ".join(exercise.spec.id for exercise in owners)
        raise UsageError(f"Several exercises have a check `{check}`: {ids}.", advice="Name one with `--exercise ID`.")
    known = [entry.name for exercise in course.exercises for entry in exercise.spec.check]
    close = _close(check, known)
    raise UsageError(f"No exercise has a check `{check}`.", advice=close or "exercise.toml lists an exercise's checks.")


def require_check(exercise: Exercise, check: str) -> None:
    """Refuse a name that none of an exercise's checks has.

    Raises:
        UsageError: with the closest name, or all of them.
    """
    known = [entry.name for entry in exercise.spec.check]
    if check not in known:
        advice = _close(check, known) or f"Its checks: {', '.join(known)}."
        raise UsageError(f"{exercise.spec.id} has no check `{check}`.", advice=advice)


def _close(check: str, known: list[str]) -> str:
    close = suggestion(check, known).removeprefix("; did")
    return f"Did{close}" if close else ""
