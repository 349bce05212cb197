"""`grade report`: a submission or a class as a page that a browser opens."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote

import click

from grader.cli.main import debug_option
from grader.cli.options import options
from grader.cli.pages import require_page, write_page
from grader.cli.records import STDIN, read_source, require_full, source_argument
from grader.errors import UsageError
from grader.model.clean import clean_line
from grader.model.report import Summary
from grader.model.text import Language

if TYPE_CHECKING:  # the model is imported when reports are read, not for --help
    from grader.batch.reading import Records

Reader = Literal["student", "instructor"]

PAGE: Final = "report.html"
CLASS_PAGE: Final = "class.html"
PAGES: Final = "pages"


@click.command()
@options(
    source_argument,
    click.option(
        "--html",
        "target",
        type=click.Path(path_type=Path, allow_dash=True),
        metavar="FILE",
        help="Where the page goes; `-` is stdout. By default beside what it is made of.",
    ),
    click.option(
        "--for",
        "reader",
        type=click.Choice(["student", "instructor"]),
        default=None,
        help="Who reads it; an instructor sees everything. Default: student; for a class, instructor.",
    ),
    click.option("--learner", metavar="NAME", help="Of a batch, this learner's page alone."),
    click.option("--each", is_flag=True, help="Of a batch, every learner's page as well, under DIR/pages/."),
    click.option(
        "--lang",
        "language",
        type=click.Choice(["en", "zh"]),
        default=None,
        envvar="GRADER_LANG",
        show_envvar=True,
        help="Language of the page's own words; the report's by default.",
    ),
    click.option("--open", "opens", is_flag=True, help="Open the page in the browser."),
    debug_option,
)
def command(
    source: str,
    target: Path | None,
    reader: Reader | None,
    learner: str | None,
    each: bool,
    language: Language | None,
    opens: bool,
) -> None:
    """Write a report as a page that a browser opens.

    SOURCE is what `grade submit --json` printed or `--output` wrote, an attempt
    under .grader/, a submission's folder (its newest attempt), or - for stdin;
    without it the current folder. Of the output folder of `grade batch` the page
    is the whole class's: the distribution of scores, what went wrong most often,
    a table of learners and checks, and what needs a person.

    A page is one file that needs no network. A student's shows what the spec
    shows to students; a class's is for instructors.

    \b
    Examples:
      grade report                                   my last attempt here
      grade report my-work --open                    and look at it
      grade report reports/5.1.2-parallel-block.json --for instructor
      grade report class-results                     a class
      grade report class-results --each              and a page for each learner
      grade report class-results --learner ada --html ada.html
    """
    from grader.batch.reading import is_batch  # noqa: PLC0415 - so that --help stays light

    if target is not None:
        require_page(target)
    records, place = read_source(source), Path(source)
    if learner is not None:
        records = records.of(learner)
        if not records.summaries:
            raise UsageError(f"{clean_line(learner)} was not graded: {clean_line(records.reasons.get(learner, ''))}")
    if source != STDIN and is_batch(place):
        path = _batch(records, place, target, reader, language, one=learner is not None, each=each)
    elif each:
        raise UsageError(
            f"{clean_line(source)} is no batch's output folder, which `--each` is for.",
            advice="Name the folder that `grade batch` wrote.",
        )
    else:
        path = _write(records.summaries[0], target or _target(source, records), reader or "student", language, source)
    if opens and path is not None and click.launch(str(path)):
        click.echo(f"No browser could be started; open {clean_line(str(path.resolve()))} yourself.", err=True)


def _batch(
    records: "Records",
    folder: Path,
    target: Path | None,
    reader: Reader | None,
    language: Language | None,
    *,
    one: bool,
    each: bool,
) -> Path | None:
    """Write the pages of a batch that are asked for, and return where the first is."""
    from grader.render.html.classroom import class_page  # noqa: PLC0415

    if one:
        (summary,) = records.summaries
        page = target or folder / _page_name(summary.learner)
        return _write(summary, page, reader or "student", language, str(folder))
    if reader == "student" and not each:
        raise UsageError(
            "A class's page names every learner and shows hidden checks: it is for instructors.",
            advice="`--learner NAME` makes one student's page, `--each` all of them.",
        )
    document = class_page(records.cohort(), language or _spoken(records))
    path = write_page(document, target or folder / CLASS_PAGE)
    if each:
        for summary in records.summaries:
            page = folder / _page_name(summary.learner)
            _write(summary, page, reader or "student", language, str(folder), quiet=True)
        click.echo(f"Wrote {len(records.summaries)} pages to {folder / PAGES}.", err=True)
    return path


def _write(
    summary: Summary, target: Path, reader: Reader, language: Language | None, source: str, *, quiet: bool = False
) -> Path | None:
    from grader.batch.reading import Records  # noqa: PLC0415
    from grader.render.html.submission import submission_page  # noqa: PLC0415

    if reader == "student":
        summary = summary.for_student()  # of a student's view too: a file may say of itself what it likes
    else:
        require_full(Records((summary,)), source, "an instructor's page needs all of a report")
    spoken = summary.reports[0].language if summary.reports else "en"
    return write_page(submission_page(summary, language or spoken), target, quiet=quiet)


def _target(source: str, records: "Records") -> Path:
    """Return where the page of a submission goes: beside its report; an attempt's is for the whole work folder."""
    place = Path(source)
    if source == STDIN:
        return Path(PAGE)
    if place.is_dir():
        return place / PAGE
    return place.with_suffix(".html") if records.folder is None else records.folder / PAGE


def _page_name(learner: str) -> Path:
    # Quoted, so that no learner's name is a path, and no two of them one.
    name = quote(learner, safe=" ")
    return Path(PAGES) / f"{name.replace('.', '%2E', 1) if name.startswith('.') else name}.html"


def _spoken(records: "Records") -> Language:
    """Return the language of the first report."""
    return next((report.language for summary in records.summaries for report in summary.reports), "en")
