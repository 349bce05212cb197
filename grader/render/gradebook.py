"""What all gradebooks have in common: one score a learner, or none, and who a learner is over there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from grader.errors import UsageError
from grader.model.clean import clean_line
from grader.model.names import loose_key_of, shown, shown_apart
from grader.model.points import plain
from grader.model.report import Summary
from grader.render.cells import harmless
from grader.render.export import Request

_WHY_NOT = {
    "internal": "could not be judged",
    "provisional": "has points pending (--provisional books what there is)",
    "ungradable": "was not graded",
}


@dataclass(frozen=True)
class Booked:
    """One learner whose score is to be booked."""

    learner: str
    score: Decimal
    max_score: Decimal


def booked(request: Request) -> tuple[tuple[Booked, ...], tuple[str, ...]]:
    """Return the scores that a gradebook gets, and a sentence for each learner who gets none.

    Nobody gets a zero for what was not graded: not for work that was not handed in, nor
    for points that are pending, nor for what the exercise or the grader broke.
    """
    rows: list[Booked] = []
    remarks = [f"{clean_line(learner)} was not graded and is left out." for learner in request.ungraded]
    for summary in request.summaries:
        if not summary.learner:
            raise UsageError(
                "A report says of nobody that it is theirs, so there is no line in a gradebook for it.",
                advice="`grade submit --learner NAME` and `grade batch` write down whose work it is.",
            )
        score = _score(summary, provisional=request.provisional)
        if score is None:
            remarks.append(f"{clean_line(summary.learner)} {_WHY_NOT.get(summary.status, 'has no score')}: left out.")
        else:
            rows.append(Booked(summary.learner, score, summary.max_score))
    return tuple(rows), tuple(remarks)


def _score(summary: Summary, *, provisional: bool) -> Decimal | None:
    if summary.status == "graded" or (provisional and summary.status == "provisional"):
        return summary.score
    return None


def column(request: Request) -> str:
    """Return the title of the column: the one asked for, else the only exercise's.

    Raises:
        UsageError: there are several exercises and no title was given.
    """
    if request.column:
        return request.column
    titles = {
        f"{report.exercise.id} {report.exercise.title}" for summary in request.summaries for report in summary.reports
    }
    if len(titles) != 1:
        raise UsageError(
            f"A column holds the sum of {len(titles)} exercises and has no title.",
            advice="Give it one with `--column TITLE`, or take one exercise with `-e ID`.",
        )
    return titles.pop()


def identities(
    rows: Sequence[Booked], request: Request, columns: Sequence[str], own: str, *, written: bool = True
) -> Iterator[tuple[Booked, tuple[str, ...] | str]]:
    """Yield each learner with the cells by which the gradebook knows them, or a sentence that says why there are none.

    Args:
        rows: the learners.
        request: with a roster or without.
        columns: titles of the gradebook's columns of identity.
        own: the one of them that a learner's own name is, where there is no roster.
        written: whether the cells will be written, which they have to be exactly: altered, they are somebody else's.

    Raises:
        UsageError: two learners would be one person over there, where letter case and composition may not count.
    """
    seen: dict[tuple[str, ...], str] = {}
    for row in rows:
        if request.people is None:
            cells = tuple(row.learner if title == own else "" for title in columns)
        else:
            person = request.people.get(row.learner)
            cells = tuple(_cell(person, title) for title in columns) if person else ()
        if not any(cells):
            yield row, f"{clean_line(row.learner)} is in no row of the roster and is left out."
            continue
        key = tuple(map(loose_key_of, cells))
        if key in seen:
            first, second = shown_apart(seen[key], row.learner)
            whose = "The gradebook" if request.people is None else "The roster"
            raise UsageError(
                f"{whose} has one person for {first} and {second}.",
                advice="Two scores cannot be booked in one place. A roster (`--roster`) tells people apart.",
            )
        seen[key] = row.learner
        inexact = next((cell for cell in cells if harmless(cell) != cell), None) if written else None
        if inexact is None:
            yield row, cells
        else:
            yield row, f"{shown(inexact)} cannot be written exactly, as a formula or with hidden characters: left out."


def _cell(person: Mapping[str, str], title: str) -> str:
    wanted = _folded(title)
    return next((cell.strip() for key, cell in person.items() if _folded(key) == wanted), "")


def _folded(title: str) -> str:
    return "".join(title.split()).casefold()


def chosen(request: Request, choices: Mapping[str, str], default: str) -> str:
    """Return the title of the column that `--identify-by` names.

    Raises:
        UsageError: there is no such choice.
    """
    name = request.identify_by or default
    if name not in choices:
        raise UsageError(f"Learners cannot be told apart by `{name}`.", advice=f"There are: {', '.join(choices)}.")
    return choices[name]


def number(row: Booked) -> str:
    """Return a score as the text of a cell: a point, no exponent, no percent sign."""
    return plain(row.score)


def limits(rows: Sequence[Booked], title: str) -> tuple[str, ...]:
    """Return what the column has to allow."""
    most = max((row.max_score for row in rows), default=Decimal(0))
    return (f"The maximum of `{clean_line(title)}` in the gradebook has to be {plain(most)}.",) if most else ()
