"""What is on disk of a batch: each report as soon as it is known, the secret, and at the end the tables.

::

    OUT/secret.key                       the seeds derive from it; keep it to repeat the batch
    OUT/reports/<learner>/<exercise>.json
    OUT/results.csv, OUT/results.json
"""

import csv
import io
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from pathlib import Path
from urllib.parse import quote

from pydantic import ValidationError

from grader.batch.standing import Standing
from grader.model.clean import clean_line
from grader.model.points import plain
from grader.model.report import Report
from grader.render.cells import harmless
from grader.submission.atomic import require_file, require_folder, write_atomically

SECRET_BYTES = 32


class Ledger:
    """The output folder of a batch.

    Args:
        folder: made where it is not there; an earlier batch's is gone on with.

    Raises:
        OSError: it cannot be written.
        UsageError: something that is no file, or no folder, stands in the place of one.
    """

    def __init__(self, folder: Path) -> None:
        for each in (folder, folder / "reports"):
            require_folder(each)
        for name in ("secret.key", "results.csv", "results.json"):
            require_file(folder / name)
        self._folder = folder
        self._reports = folder / "reports"
        self._reports.mkdir(parents=True, exist_ok=True)

    def secret(self) -> bytes:
        """Return the batch's secret, made the first time."""
        path = self._folder / "secret.key"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            found = path.read_bytes()
            if len(found) == SECRET_BYTES:
                return found
            path.unlink()
            return self.secret()
        fresh = secrets.token_bytes(SECRET_BYTES)
        with os.fdopen(descriptor, "wb") as file:
            file.write(fresh)
        return fresh

    def write(self, learner: str, report: Report) -> None:
        """Write one report; it appears whole."""
        path = self._path(learner, report.exercise.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, report.model_dump_json(indent=2).encode() + b"\n")

    def reuse(
        self, learner: str, exercise: str, exercise_digest: str, submission_digest: str, seed: str
    ) -> Report | None:
        """Return the report of exactly this grading, where an earlier run has made it.

        Same exercise, same files, same seed; one that the exercise or the grader
        broke is made again.

        Raises:
            UsageError: something stands in the report's place that is no file.
        """
        path = self._path(learner, exercise)
        require_folder(path.parent)
        require_file(path)
        try:
            report = Report.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return None
        same = (report.exercise.digest, report.submission.digest, report.seed) == (
            exercise_digest,
            submission_digest,
            seed,
        )
        return report if same and report.status != "internal" and report.learner == learner else None

    def write_results(self, done: Mapping[str, Standing | str], exercises: Sequence[str]) -> None:
        """Write `results.csv` and `results.json`, ordered by learner.

        Args:
            done: each learner's standing, or why there is none.
            exercises: ids, in the order of the columns.
        """
        ordered = sorted(done.items(), key=itemgetter(0))
        write_atomically(self._folder / "results.csv", _csv(ordered, exercises).encode("utf-8-sig"))
        document = [_row(learner, standing) for learner, standing in ordered]
        write_atomically(self._folder / "results.json", json.dumps(document, indent=2).encode() + b"\n")

    def _path(self, learner: str, exercise: str) -> Path:
        # Quoted, so that no learner's name is a path, and no two of them one.
        name = quote(learner, safe=" ")
        # `quote` leaves dots alone, and `..` is a name that leads out.
        name = name.replace(".", "%2E") if name.startswith(".") else name
        return self._reports / name / f"{exercise}.json"


def _csv(done: Sequence[tuple[str, Standing | str]], exercises: Sequence[str]) -> str:
    """Return the table. Who was not graded has a blank, never a zero."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["learner", *exercises, "score", "max_score", "pending", "status"])
    for learner, standing in done:
        if isinstance(standing, str):
            table.writerow([harmless(learner), *("" for _ in exercises), "", "", "", "ungradable"])
            continue
        scores = {each.exercise: each.score for each in standing.exercises}
        row = [_number(scores.get(exercise)) for exercise in exercises]
        total = [_number(standing.score), _number(standing.max_score), _number(standing.pending), standing.status]
        table.writerow([harmless(learner), *row, *total])
    return text.getvalue()


def _number(points: Decimal | None) -> str:
    return "" if points is None else plain(points)


def _row(learner: str, standing: Standing | str) -> dict[str, object]:
    if isinstance(standing, str):
        return {
            "learner": clean_line(learner),
            "status": "ungradable",
            "score": None,
            "message": clean_line(standing),
            "exercises": [],
        }
    exercises = [
        {
            "exercise": each.exercise,
            "status": each.status,
            "score": None if each.score is None else plain(each.score),
            "max_score": plain(each.max_score),
            "pending": plain(each.pending),
            "isolation": each.isolation,
            "incidents": list(each.incidents),
        }
        for each in standing.exercises
    ]
    return {
        "learner": clean_line(learner),
        "status": standing.status,
        "score": None if standing.score is None else plain(standing.score),
        "max_score": plain(standing.max_score),
        "pending": plain(standing.pending),
        "exercises": exercises,
    }
