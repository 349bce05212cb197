"""Reports that were written before, wherever they lie: a file, an attempt, a batch's output, a stream.

What is read is believed as far as its form goes: a report is a document of ours, and a
student's view stays one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
from pydantic import ValidationError

from grader.errors import UsageError
from grader.model.clean import clean_line
from grader.model.report import Report, Summary, View
from grader.model.scoring import summarize
from grader.spec.discover import natural
from grader.submission.attempts import Attempt

_ATTEMPTS: Final = Path(".grader", "attempts")
_MOST_BYTES: Final = 512 * 2**20
_WANTED: Final = (
    "It takes what `grade submit --json` prints or `--output DIR` writes, an attempt below `.grader/`, "
    "a folder with attempts, or the output folder of `grade batch`."
)


@dataclass(frozen=True)
class Records:
    """Reports by learner, and learners of whom there are none. `folder` is the submission's, where that is known."""

    summaries: tuple[Summary, ...]
    ungraded: tuple[str, ...] = ()
    folder: Path | None = None

    @property
    def view(self) -> View:
        """`student` where a part of it is a student's view."""
        views = {report.view for summary in self.summaries for report in summary.reports}
        return "student" if "student" in views else "full"

    def of(self, learner: str) -> "Records":
        """Return what there is of one learner.

        Raises:
            UsageError: nothing.
        """
        found = tuple(summary for summary in self.summaries if summary.learner == learner)
        if not found and learner not in self.ungraded:
            names = ", ".join(clean_line(summary.learner) for summary in self.summaries[:20])
            raise UsageError(f"There is no report of {clean_line(learner)}.", advice=f"There are reports of: {names}.")
        return Records(found, tuple(name for name in self.ungraded if name == learner), self.folder)

    def about(self, exercises: Iterable[str]) -> "Records":
        """Return what there is about some exercises: each by id, slug or folder name.

        Raises:
            UsageError: nobody has a report about one of them.
        """
        wanted = [name.rstrip("/") for name in exercises]
        if not wanted:
            return self
        reports = [report for summary in self.summaries for report in summary.reports]
        for name in wanted:
            if not any(name in _names(report) for report in reports):
                known = ", ".join(sorted({report.exercise.id for report in reports}, key=natural))
                raise UsageError(f"There is no report about `{name}`.", advice=f"There are reports about: {known}.")
        summaries = []
        for summary in self.summaries:
            kept = [report for report in summary.reports if _names(report) & set(wanted)]
            summaries.append(summarize(kept, summary.learner).model_copy(update={"view": summary.view}))
        return Records(tuple(summaries), self.ungraded, self.folder)


def _names(report: Report) -> set[str]:
    return {report.exercise.id, report.exercise.slug, f"{report.exercise.id}-{report.exercise.slug}"} - {""}


def read_records(path: Path) -> Records:
    """Read the reports that a path names.

    Args:
        path: a report, a summary or an attempt; the output of `grade batch`; a folder with `summary.json`;
            a submission's folder, whose newest attempt is taken.

    Raises:
        UsageError: there are none, or a file is no report.
    """
    if not path.is_dir():
        folder = path.resolve().parent
        is_attempt = folder.parts[-2:] == _ATTEMPTS.parts
        return _parsed(_bytes(path), str(path), folder.parents[1] if is_attempt else None)
    if (path / "reports").is_dir():
        return _batch(path)
    if (path / "summary.json").is_file():
        return read_records(path / "summary.json")
    newest = newest_attempt(path)
    if newest is None:
        raise UsageError(f"{clean_line(str(path))} holds no reports.", advice=_WANTED)
    return read_records(newest)


def newest_attempt(folder: Path) -> Path | None:
    """Return the newest attempt that `grade submit` recorded in a submission's folder, None where there is none."""
    attempts = folder / _ATTEMPTS
    numbered = [path for path in attempts.glob("*.json") if path.stem.isdecimal()] if attempts.is_dir() else []
    return max(numbered, key=lambda path: int(path.stem), default=None)


def parse_records(content: bytes, source: str) -> Records:
    """Read a report, a summary or an attempt.

    Args:
        content: one JSON document.
        source: how errors call it.

    Raises:
        UsageError: it is none of them.
    """
    return _parsed(content, source, None)


def _parsed(content: bytes, source: str, folder: Path | None) -> Records:
    try:
        document: Any = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError):
        raise UsageError(f"{clean_line(source)} is no JSON document.", advice=_WANTED) from None
    keys = set(document) if isinstance(document, dict) else set()
    try:
        if "checks" in keys:
            report = Report.model_validate_json(content)
            return Records((_alone(report),), folder=folder)
        if "reports" in keys:
            return Records((Summary.model_validate_json(content),), folder=folder)
        if "attempt" in keys:
            return Records((Attempt.model_validate_json(content).summary,), folder=folder)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(
            f"{clean_line(source)} is not a report of this version: {where}: {first['msg']}.",
            advice="`grade schema report` prints the schema. A report of an older grader has to be made anew.",
        ) from None
    raise UsageError(f"{clean_line(source)} is no report.", advice=_WANTED)


def _alone(report: Report) -> Summary:
    return summarize([report], report.learner).model_copy(update={"view": report.view})


def _batch(path: Path) -> Records:
    """Read `reports/<learner>/<exercise>.json`, and from `results.json` who has none."""
    by_learner: dict[str, list[Report]] = {}
    for file in sorted((path / "reports").glob("*/*.json")):
        for summary in _parsed(_bytes(file), str(file), None).summaries:
            for report in summary.reports:
                by_learner.setdefault(report.learner, []).append(report)
    summaries = [
        summarize(sorted(reports, key=lambda report: natural(report.exercise.id)), learner)
        for learner, reports in sorted(by_learner.items())
    ]
    ungraded = [learner for learner in _listed(path / "results.json") if learner not in by_learner]
    if not summaries and not ungraded:
        raise UsageError(f"{clean_line(str(path))} holds no reports yet.", advice="`grade batch` writes them there.")
    return Records(tuple(summaries), tuple(sorted(ungraded)))


def _listed(path: Path) -> list[str]:
    """Return the learners that a batch's results name; none where it did not come to its end."""
    if not path.is_file():
        return []
    try:
        rows: Any = msgspec.json.decode(_bytes(path))
        return [str(row["learner"]) for row in rows]
    except (msgspec.DecodeError, TypeError, KeyError):
        raise UsageError(f"{clean_line(str(path))} is not what `grade batch` writes.") from None


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{clean_line(str(path))} is too large for a report.")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{clean_line(str(path))} cannot be read: {error.strerror}.", advice=_WANTED) from None
