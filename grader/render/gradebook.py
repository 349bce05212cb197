"""What all gradebooks have in common: one score a learner, or none, and who a learner is over there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from grader.errors import UsageError
from grader.model.clean import clean_line
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
    rows: Sequence[Booked], request: Request, columns: Sequence[str], own: str
) -> Iterator[tuple[Booked, tuple[str, ...] | None]]:
    """Yield each learner with the cells by which the gradebook knows them, None where the roster doesn't.

    Args:
        rows: the learners.
        request: with a roster or without.
        columns: titles of the gradebook's columns of identity.
        own: the one of them that a learner's own name is, where there is no roster.

    Raises:
        UsageError: a roster says of two learners that they are the same person.
    """
    seen: dict[tuple[str, ...], str] = {}
    for row in rows:
        if request.people is None:
            yield row, tuple(harmless(row.learner) if title == own else "" for title in columns)
            continue
        person = request.people.get(row.learner)
        cells = tuple(_cell(person, title) for title in columns) if person else ()
        if not any(cells):
            yield row, None
            continue
        if cells in seen:
            raise UsageError(
                f"The roster has one person for {clean_line(seen[cells])} and {clean_line(row.learner)}.",
                advice="Two scores cannot be booked in one place.",
            )
        seen[cells] = row.learner
        yield row, cells


def _cell(person: Mapping[str, str], title: str) -> str:
    wanted = _folded(title)
    return next((harmless(cell) for key, cell in person.items() if _folded(key) == wanted), "")


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


def strangers(learner: str) -> str:
    """Return the sentence about a learner who is not in the roster."""
    return f"{clean_line(learner)} is in no row of the roster and is left out."


def limits(rows: Sequence[Booked], title: str) -> tuple[str, ...]:
    """Return what the column has to allow."""
    most = max((row.max_score for row in rows), default=Decimal(0))
    return (f"The maximum of `{clean_line(title)}` in the gradebook has to be {plain(most)}.",) if most else ()
