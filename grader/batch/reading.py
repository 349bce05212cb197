"""Reports that were written before, wherever they lie: a file, an attempt, a batch's output, a stream.

What is read is believed as far as its form goes: a report is a document of ours, and a
student's view stays one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import msgspec

from grader.batch.documents import WANTED, parse_summary, read_bytes, read_summary
from grader.errors import UsageError
from grader.model.clean import clean_line
from grader.model.cohort import Cohort, Member
from grader.model.names import key_of, shown_apart
from grader.model.report import Report, Summary, View
from grader.model.scoring import summarize
from grader.spec.discover import natural

_ATTEMPTS: Final = Path(".grader", "attempts")
_REPORTS: Final = "reports"


@dataclass(frozen=True)
class Records:
    """Reports by learner, and learners of whom there are none.

    `folder` is the submission's, where that is known. `reasons` tells of learners
    without reports why; `finished` is False of a batch that was interrupted.
    """

    summaries: tuple[Summary, ...]
    ungraded: tuple[str, ...] = ()
    folder: Path | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    finished: bool = True

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
            names = ", ".join(clean_line(summary.learner) or "nobody by name" for summary in self.summaries[:20])
            raise UsageError(f"There is no report of {clean_line(learner)}.", advice=f"There are reports of: {names}.")
        return replace(self, summaries=found, ungraded=tuple(name for name in self.ungraded if name == learner))

    def cohort(self) -> Cohort:
        """Return all learners, in order, for the figures of a class."""
        members = [Member(summary.learner, summary) for summary in self.summaries]
        members += [Member(learner, reason=self.reasons.get(learner, "")) for learner in self.ungraded]
        return Cohort(tuple(sorted(members, key=lambda member: member.learner)), finished=self.finished)

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
        return replace(self, summaries=tuple(summaries))


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
        return Records((read_summary(path),), folder=folder.parents[1] if is_attempt else None)
    if is_batch(path):
        return _batch(path)
    if path.resolve().parent.name == _REPORTS:
        return _learner(path)
    if (path / "summary.json").is_file():
        return read_records(path / "summary.json")
    newest = newest_attempt(path)
    if newest is None:
        raise UsageError(f"{clean_line(str(path))} holds no reports.", advice=WANTED)
    return read_records(newest)


def is_batch(folder: Path) -> bool:
    """Tell whether a folder is what `grade batch` writes."""
    reports = folder / _REPORTS
    # `grade submit --output reports` writes files there, a batch a folder for each learner.
    return reports.is_dir() and (
        (folder / "secret.key").is_file()
        or (folder / "results.json").is_file()
        or any(path.is_dir() for path in reports.iterdir())
    )


def newest_attempt(folder: Path) -> Path | None:
    """Return the newest attempt that `grade submit` recorded in a submission's folder, None where there is none."""
    attempts = folder / _ATTEMPTS
    # A student can put anything there: a pipe would be waited for, a link leads elsewhere.
    found = [path for path in attempts.glob("*.json") if path.is_file() and not path.is_symlink()]
    numbered = [path for path in found if path.stem.isdecimal()]
    return max(numbered, key=lambda path: int(path.stem), default=None)


def parse_records(content: bytes, source: str) -> Records:
    """Read a report, a summary or an attempt.

    Args:
        content: one JSON document.
        source: how errors call it.

    Raises:
        UsageError: it is none of them.
    """
    return Records((parse_summary(content, source),))


class _Exercise(msgspec.Struct):
    exercise: str


class _Row(msgspec.Struct):
    """A line of a batch's results: who took part, in what, and why somebody has no reports."""

    learner: str
    exercises: tuple[_Exercise, ...] = ()
    message: str = ""


def _batch(path: Path) -> Records:
    """Read `reports/<learner>/<exercise>.json`, and from `results.json` who has none and why.

    Every report counts, also one of an earlier run of other exercises or other
    submissions into the same folder: nothing is lost that was graded.
    """
    known = {folder.name: folder for folder in sorted((path / _REPORTS).iterdir()) if folder.is_dir()}
    by_learner: dict[str, dict[str, Report]] = {}
    for raw, folder in _told_apart({unquote(name): folder for name, folder in known.items()}):
        by_learner[clean_line(raw)] = _reports(folder)
    rows = _rows(path / "results.json")
    for row in rows or ():
        missing = [entry.exercise for entry in row.exercises if entry.exercise not in by_learner.get(row.learner, {})]
        if missing:
            raise UsageError(
                f"{clean_line(str(path))} lacks the report of {clean_line(row.learner)} on {clean_line(missing[0])}.",
                advice="Run `grade batch` again: it makes what is missing and keeps the rest.",
            )
    summaries = tuple(
        summarize([reports[exercise] for exercise in sorted(reports, key=natural)], learner)
        for learner, reports in sorted(by_learner.items())
        if reports
    )
    ungraded = tuple(sorted(row.learner for row in rows or () if not by_learner.get(row.learner)))
    if not summaries and not ungraded:
        raise UsageError(f"{clean_line(str(path))} holds no reports yet.", advice="`grade batch` writes them there.")
    reasons = {row.learner: row.message for row in rows or () if row.message}
    return Records(summaries, ungraded, reasons=reasons, finished=rows is not None)


def _told_apart(known: dict[str, Path]) -> Iterator[tuple[str, Path]]:
    """Yield learners and their folders.

    Raises:
        UsageError: two of them are one when their names are written.
    """
    seen: dict[str, str] = {}
    for name, folder in known.items():
        if key_of(name) in seen:
            first, second = shown_apart(seen[key_of(name)], name)
            raise UsageError(
                f"{clean_line(str(folder.parent))} has reports of {first} and of {second}: written down they are one.",
                advice="Rename one of the submissions, and grade the class anew into another folder.",
            )
        seen[key_of(name)] = name
        yield name, folder


def _learner(path: Path) -> Records:
    """Read the folder that a batch has of one learner."""
    reports = _reports(path)
    if not reports:
        raise UsageError(f"{clean_line(str(path))} holds no reports.", advice=WANTED)
    chosen = [reports[exercise] for exercise in sorted(reports, key=natural)]
    view: View = "student" if any(report.view == "student" for report in chosen) else "full"
    return Records((summarize(chosen, unquote(path.name)).model_copy(update={"view": view}),))


def _reports(folder: Path) -> dict[str, Report]:
    """Return the reports in a folder by exercise."""
    files = sorted(folder.glob("*.json"))
    return {report.exercise.id: report for file in files for report in read_summary(file).reports}


def _rows(path: Path) -> tuple[_Row, ...] | None:
    """Return the lines of a batch's results; None where it did not come to its end."""
    if not path.is_file():
        return None
    try:
        rows = msgspec.json.decode(read_bytes(path), type=tuple[_Row, ...])
    except (msgspec.DecodeError, RecursionError):
        raise UsageError(f"{clean_line(str(path))} is not what `grade batch` writes.") from None
    return tuple(msgspec.structs.replace(row, learner=clean_line(row.learner)) for row in rows)
