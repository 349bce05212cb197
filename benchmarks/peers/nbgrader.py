"""nbgrader: `nbgrader autograde ASSIGNMENT`, which grades all students of a course in one process.

The exercise is a notebook with a cell for the answer and one graded cell a check. nbgrader does not grade in parallel,
and its database is one file; so each core gets a course of its own, with its share of the class. For each submission
nbgrader starts a Jupyter kernel, which imports torch.
"""

import json
import shutil
from pathlib import Path
from typing import Any

from benchmarks.peers.peer import Peer

_ASSIGNMENT = "exercise"
_NOTEBOOK = "notebook.ipynb"


class Nbgrader(Peer):
    """One course a core, each with its share of the class."""

    name = "nbgrader"
    module = "nbgrader"

    def prepare(self) -> None:
        """Make the assignment with `nbgrader generate_assignment`; hand notebooks in."""
        first = self._course(0)
        source = first / "source" / _ASSIGNMENT
        source.mkdir(parents=True)
        (first / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'class'\n")
        _write(source / _NOTEBOOK, self._notebook("### BEGIN SOLUTION\n### END SOLUTION"))
        self.setting.run([self.setting.script("nbgrader"), "generate_assignment", _ASSIGNMENT], first)
        released = json.loads((first / "release" / _ASSIGNMENT / _NOTEBOOK).read_text(encoding="utf-8"))
        for number in range(1, self.setting.at_a_time):
            shutil.copytree(first, self._course(number))
        for number, submission in enumerate(self.submissions):
            answer = next(cell for cell in released["cells"] if cell["metadata"]["nbgrader"]["solution"])
            answer["source"] = submission.read_text(encoding="utf-8")
            course = self._course(number % self.setting.at_a_time)
            _write(course / "submitted" / _learner(number) / _ASSIGNMENT / _NOTEBOOK, released)

    def grade(self) -> None:
        """Autograde each course."""

        def course(number: int) -> None:
            if number < len(self.submissions):
                self.setting.run([self.setting.script("nbgrader"), "autograde", _ASSIGNMENT], self._course(number))

        self.side_by_side(course, self.setting.at_a_time)

    def passed(self) -> list[frozenset[str]]:
        """Ask the gradebooks."""
        found: dict[str, list[str]] = {}
        for number in range(self.setting.at_a_time):
            program = [self.setting.python, "-m", "benchmarks.peers.programs.nbgrader", _ASSIGNMENT]
            found.update(json.loads(self.setting.run(program, self._course(number))))
        return [frozenset(found[_learner(number)]) for number in range(len(self.submissions))]

    def _course(self, number: int) -> Path:
        return self.setting.work / f"course-{number}"

    def _notebook(self, answer: str) -> dict[str, Any]:
        folder = str(self.setting.exercise.folder)
        cells = [_cell("answer", answer, solution=True, locked=False)]
        cells.append(_cell("preparation", "from benchmarks.peers.programs.checks import run_in_notebook"))
        cells += [
            _cell(name, f"run_in_notebook({folder!r}, '{name}')", grade=True, points=1) for name in self.setting.checks
        ]
        kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
        return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _learner(number: int) -> str:
    return f"learner-{number:05}"


def _cell(
    name: str,
    source: str,
    *,
    solution: bool = False,
    grade: bool = False,
    locked: bool = True,
    points: int | None = None,
) -> dict[str, Any]:
    # Version 3 of nbgrader's metadata.
    about = {
        "schema_version": 3,
        "grade_id": name,
        "solution": solution,
        "grade": grade,
        "locked": locked,
        "task": False,
    }
    if points is not None:
        about["points"] = points
    metadata = {"nbgrader": about}
    return {
        "cell_type": "code",
        "id": name[:64].replace("_", "-"),
        "source": source,
        "metadata": metadata,
        "outputs": [],
        "execution_count": None,
    }


def _write(file: Path, notebook: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(notebook), encoding="utf-8")
