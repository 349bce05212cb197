"""The names that another program may rely on: load a course, collect a folder, grade it.

::

    from pathlib import Path
    from tempfile import TemporaryDirectory
    from grader.api import Grader, collect, load_course

    course = load_course(Path("."))
    with TemporaryDirectory() as private, Grader() as grader:
        exercise = course.exercises[0]
        found = locate(exercise, Path("my-folder"))  # None where nothing of it is there
        submission = collect(exercise, found, Path(private) / "copy")
        report = grader.grade(exercise, submission)

`unpack` makes a folder of an archive, or raises a `Problem`; `unwrap` finds in it what is to be graded.
"""

from grader.grading import Grader
from grader.model.course import Course
from grader.model.exercise import Exercise, ExerciseSpec
from grader.model.report import CheckResult, Report, Summary
from grader.model.scoring import summarize
from grader.model.submission import Submission
from grader.spec.discover import find_course, load_course
from grader.spec.load import load_exercise
from grader.submission.collect import collect, locate
from grader.submission.problems import Problem
from grader.submission.unpack import unpack, unwrap

__all__ = [
    "CheckResult",
    "Course",
    "Exercise",
    "ExerciseSpec",
    "Grader",
    "Problem",
    "Report",
    "Submission",
    "Summary",
    "collect",
    "find_course",
    "load_course",
    "load_exercise",
    "locate",
    "summarize",
    "unpack",
    "unwrap",
]
