"""`grade try`: one check on one file with everything shown. The author's loop."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

from pathlib import Path

import click

from grader.cli.context import IsolationChoice, Tools, print_document
from grader.cli.main import debug_option
from grader.cli.options import (
    course_option,
    isolation_option,
    json_option,
    language_option,
    options,
    seed_option,
)
from grader.cli.selection import one, open_course
from grader.cli.which_check import owner, require_check
from grader.confine import nests
from grader.model.scoring import summarize
from grader.model.text import Language
from grader.render.base import renderer
from grader.submission.stand_in import collect_stand_in


@click.command()
@options(
    click.argument("check"),
    click.option(
        "--against",
        "file",
        required=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The file, in place of the reference solution's; or a folder, as a whole submission.",
    ),
    click.option("--exercise", "-e", "name", metavar="ID", help="Where several exercises have a check of that name."),
    json_option,
    language_option,
    course_option,
    seed_option,
    isolation_option,
    debug_option,
)
@click.pass_obj
def command(
    tools: Tools,
    check: str,
    file: Path,
    name: str | None,
    as_json: bool,
    language: Language,
    course: Path | None,
    seed: str | None,
    isolation: IsolationChoice,
) -> None:
    """Run one check on one file with everything shown, for authors.

    What the check needs is not run. The exit status is 0 whatever the verdict.

    \b
    Examples:
      grade try test_concatenates --against wrong/dim_zero.py
      grade try test_concatenates -e 5.1.2 --against draft.py --seed 3f...
    """
    found = open_course(course, tools.environ)
    exercise = one(found, name) if name else owner(found, check, file)
    require_check(exercise, check)
    with nests.scratch() as scratch:
        submission = collect_stand_in(exercise, file, scratch / "work", language=language, isolation=isolation)
        with tools.make_grader(isolation=isolation, language=language) as grader:
            report = grader.grade(exercise, submission, only=(check,), seed=seed)
    summary, page = summarize([report]), tools.page(verbose=True)
    if as_json:
        print_document(renderer("json")(summary, page))
    else:
        click.echo(renderer("terminal")(summary, page), nl=False)
