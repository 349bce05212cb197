"""Which course, and which of its exercises, a command is about."""

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.cli.tell import tell
from grader.errors import SpecFaults, UsageError, say
from grader.model.course import BrokenExercise, Course
from grader.model.exercise import Exercise
from grader.spec.discover import find_course, load_course, natural
from grader.submission.collect import locate

Selected = Exercise | BrokenExercise


def open_course(explicit: Path | None, environ: Mapping[str, str]) -> Course:
    """Find and read the course; say on stderr what is wrong with `course.toml`."""
    course = load_course(find_course(explicit, environ))
    for fault in course.faults:
        tell(say("Warning: {message}", message=fault))
    return course


def folder_name(exercise: Selected) -> str:
    """Return `<id>-<slug>`."""
    return exercise.folder_name if isinstance(exercise, BrokenExercise) else exercise.spec.folder_name


def exercise_id(exercise: Selected) -> str:
    """Return the exercise's id; for a broken one that in its folder's name."""
    return exercise.id if isinstance(exercise, BrokenExercise) else exercise.spec.id


def everything(course: Course) -> list[Selected]:
    """Return good and broken exercises in the natural order of their ids."""
    exercises: list[Selected] = [*course.exercises, *course.broken]
    return sorted(exercises, key=lambda exercise: natural(folder_name(exercise)))


def named(course: Course, names: Sequence[str]) -> list[Selected]:
    """Return the exercises called `names`, each by id, slug or folder name.

    Raises:
        UsageError: for a name that no exercise has, with the closest one; or one that several have.
    """
    known = everything(course)
    wanted: list[Selected] = []
    for name in names:
        wanted += [exercise for exercise in _called(known, name.rstrip("/")) if exercise not in wanted]
    return [exercise for exercise in known if exercise in wanted]


def one(course: Course, name: str) -> Exercise:
    """Return the exercise called `name`, whose spec must be right.

    Raises:
        UsageError: where there is none.
        SpecFaults: where its spec is wrong.
    """
    exercise = _called(everything(course), name.rstrip("/"))[0]
    if isinstance(exercise, BrokenExercise):
        raise SpecFaults(exercise.faults)
    return exercise


def _called(known: list[Selected], name: str) -> list[Selected]:
    for key in (folder_name, exercise_id, lambda exercise: folder_name(exercise).partition("-")[2]):
        found = [exercise for exercise in known if key(exercise) == name]
        if len(found) == 1 or (found and all(isinstance(exercise, BrokenExercise) for exercise in found)):
            return found
        if found:
            names = ", ".join(folder_name(exercise) for exercise in found)
            raise UsageError(
                say("`{name}` is the name of several exercises.", name=name),
                advice=say("Name one by its folder: {names}.", names=names),
            )
    words = [word for exercise in known for word in (exercise_id(exercise), folder_name(exercise))]
    words += [folder_name(exercise).partition("-")[2] for exercise in known]
    close = difflib.get_close_matches(name, words, n=1)
    advice = say("`grade list` lists them.")
    if close:
        advice = say("Did you mean `{close}`? `grade list` lists them.", close=close[0])
    raise UsageError(say("There is no exercise `{name}`.", name=name), advice=advice)


def in_folder(course: Course, folder: Path) -> list[Selected]:
    """Return the exercises that a folder is about.

    All of them where it holds exercises' folders, or nothing that is known; only its
    own where it is one exercise's folder or holds the files of some.
    """
    known = everything(course)
    here = folder.resolve()
    if any((here / folder_name(exercise)).is_dir() for exercise in known):
        return known
    own: list[Selected] = [exercise for exercise in known if folder_name(exercise) == here.name]
    held: list[Selected] = [
        exercise for exercise in known if isinstance(exercise, Exercise) and locate(exercise, folder)
    ]
    return own or held or known
