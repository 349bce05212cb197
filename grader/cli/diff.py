"""`grade diff`: what a regrade would change, before it is booked."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

import click

from grader.batch.reading import Records
from grader.cli.context import Tools, print_document
from grader.cli.main import debug_option
from grader.cli.options import exercise_option, json_option, options
from grader.cli.records import read_source
from grader.model.clean import clean_line
from grader.model.difference import CheckChange, Difference, ReportChange, compare
from grader.model.points import plain
from grader.render.words import DASH, STATUS_WORDS

CHANGES = 1
_WHAT = {
    "exercise": "the exercise differs (its spec or checks)",
    "submission": "the files that were graded differ",
    "seed": "the seed differs",
    "grader": "the grader's version differs",
    "python": "Python's version differs",
    "torch": "torch's version differs",
    "isolation": "the isolation differs",
}


@click.command()
@options(
    click.argument("old"),
    click.argument("new"),
    exercise_option,
    click.option("--learner", default=None, metavar="NAME", help="Only this learner's reports."),
    json_option,
    debug_option,
)
@click.pass_obj
@click.pass_context
def command(
    ctx: click.Context,
    tools: Tools,
    old: str,
    new: str,
    names: tuple[str, ...],
    learner: str | None,
    as_json: bool,
) -> None:
    """Tell what a regrade would change, before it is booked.

    OLD and NEW are reports, attempts, or outputs of `grade batch`; one of them may
    be - for stdin. Scores, statuses and checks that differ are listed for each
    learner, and what else differs between the two gradings: the exercise, the
    files, seeds, versions.

    \b
    Examples:
      grade diff class-results class-results-2
      grade diff class-results class-results-2 -e 5.1.2 --json
      grade diff work/.grader/attempts/0001.json work

    Exit status: 0 no verdict differs; 1 some do.
    """
    before, after = (_picked(read_source(source), names, learner) for source in (old, new))
    if "student" in {before.view, after.view}:  # a hidden name is called otherwise there
        difference = compare(
            [summary.for_student() for summary in before.summaries],
            [summary.for_student() for summary in after.summaries],
        )
    else:
        difference = compare(before.summaries, after.summaries)
    if as_json:
        print_document(difference.model_dump_json(indent=2))
    else:
        click.echo(_page(difference, tools.page().width), nl=False)
    ctx.exit(CHANGES if difference.verdicts else 0)


def _picked(records: Records, names: tuple[str, ...], learner: str | None) -> Records:
    return (records if learner is None else records.of(learner)).about(names)


def _page(difference: Difference, width: int) -> str:
    from rich.console import Console  # noqa: PLC0415 - --json does without
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    out = StringIO()
    console = Console(file=out, width=width, color_system=None)
    if difference.verdicts:
        table = Table(box=None, pad_edge=False)
        for title, justify in (
            ("learner", "left"),
            ("", "left"),
            ("before", "right"),
            ("after", "right"),
            ("", "right"),
        ):
            table.add_column(title, justify=justify, overflow="fold")  # type: ignore[arg-type]
        for change in difference.verdicts:
            table.add_row(*map(Text, _row(change)))
            for check in change.checks:
                table.add_row("", Text(f"  {clean_line(check.name, 80)}"), *map(Text, _check(check)), "")
        console.print(table)
        console.print()
    for line in _sums(difference):
        console.print(Text(line))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _row(change: ReportChange) -> tuple[str, ...]:
    return (
        clean_line(change.learner, 60),
        f"{change.exercise} {clean_line(change.title, 60)}",
        _score(change.old_score, change.old_max_score, change.old_status),
        _score(change.new_score, change.new_max_score, change.new_status),
        _delta(change),
    )


def _score(score: Decimal | None, most: Decimal | None, status: str | None) -> str:
    if status is None or most is None:
        return "no report"
    said = f"{DASH if score is None else plain(score)} / {plain(most)}"
    return said if status == "graded" else f"{said}, {status}"


def _delta(change: ReportChange) -> str:
    if change.old_score is None or change.new_score is None:
        return ""
    delta = change.new_score - change.old_score
    return f"{'+' if delta > 0 else ''}{plain(delta)}" if delta else ""


def _check(change: CheckChange) -> tuple[str, str]:
    old, new = (
        "no check"
        if status is None
        else f"{STATUS_WORDS[status].get('en')} {DASH if points is None else plain(points)}"
        for status, points in ((change.old_status, change.old_points), (change.new_status, change.new_points))
    )
    return old, new


def _sums(difference: Difference) -> Iterator[str]:
    pairs = f"{difference.compared} report{'s' * (difference.compared != 1)} compared"
    if not difference.verdicts:
        yield f"{pairs}: every score, status and check is the same."
    else:
        deltas = [
            change.new_score - change.old_score
            for change in difference.verdicts
            if change.old_score is not None and change.new_score is not None
        ]
        up, down = sum(delta > 0 for delta in deltas), sum(delta < 0 for delta in deltas)
        others = len(difference.verdicts) - up - down
        parts = [f"{count} {word}" for count, word in ((up, "up"), (down, "down"), (others, "otherwise")) if count]
        count = len(difference.verdicts)
        yield f"{pairs}: {count} would change ({', '.join(parts)}); all in all {_signed(sum(deltas))}."
    counts = Counter(what for change in difference.changes for what in change.differs)
    for what, count in counts.items():
        yield f"In {count} of them {_WHAT[what]}."


def _signed(points: Decimal | int) -> str:
    return f"{'+' if points > 0 else ''}{plain(Decimal(points))} points"
