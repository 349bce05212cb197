"""What a grader rightly keeps between two gradings: judges that wait, and what these run the reference in."""

from pathlib import Path

from grader.grading import Grader
from grader.judge.warm import JudgeProcess


def waiting_judges(grader: Grader) -> list[JudgeProcess]:
    """Return the judges that wait for their next grading."""
    return [judge for _, judge in list(grader._judges._waiting) if judge.is_waiting]


def kept_students(grader: Grader) -> set[int]:
    """Return the processes in which waiting judges run the reference."""
    return {student.pid for judge in waiting_judges(grader) for student in judge.kept.students.values()}


def left_in(temporary: Path) -> set[Path]:
    """Return what lies in a temporary folder and, in the place of a nest, what is in that."""
    found = set(temporary.iterdir())
    nests = {path for path in found if path.name.startswith("grader-nest-")}
    return (found - nests) | {path for nest in nests for path in nest.iterdir()}


def kept_folders(grader: Grader) -> set[Path]:
    """Return the folders of these processes, and of those of judges whose end nobody has noticed yet."""
    yards = [judge.kept.yard for _, judge in list(grader._judges._waiting) if judge.kept.yard is not None]
    return {folder for yard in yards for folder in (yard.folder, *yard._works.values())}
