"""What a person sees of a batch: a bar with rate and time left, or plain lines in a pipe; at the end a table."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO

import click

from grader.batch.run import Done
from grader.model.clean import clean_line
from grader.render import words
from grader.render.words import out_of

_MOST_ROWS = 40


@contextmanager
def progress(total: int) -> Iterator[Callable[[Done], None]]:
    """Yield what is told of each entry that is done. Everything goes to stderr."""
    if not sys.stderr.isatty():
        yield _lines(total)
        return
    from rich.console import Console  # noqa: PLC0415 - a pipe does without rich
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        BarColumn(bar_width=32),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, rate="")

        def show(_done: Done) -> None:
            speed = bar.tasks[0].speed
            bar.update(task, advance=1, rate=f"{speed:.1f} a second" if speed else "")

        yield show


def _lines(total: int) -> Callable[[Done], None]:
    count = 0

    def show(done: Done) -> None:
        nonlocal count
        count += 1
        click.echo(f"[{count}/{total}] {clean_line(done.entry.learner, 80)}: {_verdict(done)}", err=True)

    return show


def table(done: Sequence[Done], width: int) -> str:
    """Return the summary: each learner's score in a small class, counts in a large one."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    text = StringIO()
    console = Console(file=text, width=width, color_system=None)
    ordered = sorted(done, key=lambda one: one.entry.learner)
    if len(ordered) <= _MOST_ROWS:
        rows = Table(box=None, pad_edge=False)
        rows.add_column("learner")
        rows.add_column("score", justify="right")
        rows.add_column("")
        for one in ordered:
            standing = one.standing
            score = out_of(standing.score, standing.max_score) if standing else words.DASH
            state = standing.status if standing and standing.status != "graded" else "" if standing else "not graded"
            rows.add_row(Text(clean_line(one.entry.learner, 60)), score, state)
        console.print(rows)
    counts = Counter(one.standing.status if one.standing else "not graded" for one in ordered)
    sentence = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    console.print(Text(f"{len(ordered)} submissions: {sentence}"))
    return text.getvalue()


def _verdict(done: Done) -> str:
    if done.standing is None:
        return f"not graded: {done.fault}"
    kept = " (kept)" if done.reused and done.reused == len(done.standing.exercises) else ""
    return f"{out_of(done.standing.score, done.standing.max_score)}, {done.standing.status}{kept}"
