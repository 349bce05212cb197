"""`grade audit`: prove the checks of a course."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

import os
from collections.abc import Sequence
from pathlib import Path

import click

from grader.audit.bench import Bench
from grader.audit.family import Plan
from grader.audit.memory import no_memory, open_memory
from grader.audit.registry import FAMILIES, rules_called
from grader.audit.run import audit_course
from grader.cli.audit_page import progress, show
from grader.cli.context import IsolationChoice, Tools, print_document
from grader.cli.main import debug_option
from grader.cli.options import course_option, isolation_option, options
from grader.cli.selection import everything, named, open_course
from grader.errors import EnvironmentFault
from grader.grading import Grader

FOUND_ERRORS = 1
"""The exit status of an audit with findings of severity `error`."""


@click.command()
@options(
    click.argument("names", nargs=-1, metavar="[EXERCISE]..."),
    click.option("--quick", is_flag=True, help="Only what takes seconds: files, reference, template, baselines."),
    click.option(
        "--only",
        multiple=True,
        metavar="RULE",
        help="Only this rule: an id such as M502, its beginning, a family. Repeats.",
    ),
    click.option(
        "--runs",
        default=30,
        show_default=True,
        type=click.IntRange(min=1),
        help="Gradings of the reference, for its stability.",
    ),
    click.option(
        "--jobs",
        default=None,
        type=click.IntRange(min=1),
        metavar="N",
        help="Gradings at a time; by default one for each core.",
    ),
    click.option("--fresh", is_flag=True, help="Grade everything anew, whatever earlier audits have found out."),
    click.option("--matrix", is_flag=True, help="Show which check kills which mutant."),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout."),
    course_option,
    isolation_option,
    debug_option,
)
@click.pass_obj
def command(
    tools: Tools,
    names: tuple[str, ...],
    quick: bool,
    only: tuple[str, ...],
    runs: int,
    jobs: int | None,
    fresh: bool,
    matrix: bool,
    as_json: bool,
    course: Path | None,
    isolation: IsolationChoice,
) -> None:
    """Prove the checks of a course, or find where they fall short.

    Looks at the files of each exercise, grades its reference, template, right
    and wrong solutions and what nobody has thought about, measures which lines
    of the reference the checks run, breaks it in every small way, and grades it
    again and again. docs/audit.md explains every rule.

    Verdicts that nothing has touched since an earlier audit are not found again,
    but for those that prove stability.

    The exit status is 1 where there is a finding of severity `error`.

    \b
    Examples:
      grade audit                       every exercise, in minutes
      grade audit 5.1.2 --matrix        one, with who kills which mutant
      grade audit --quick               every exercise, in a minute or two
      grade audit --only mutation --json > audit.json
    """
    plan = Plan(quick=quick, only=_rules(only), runs=runs)
    found = open_course(course, tools.environ)
    exercises = named(found, names) if names else everything(found)
    workers = jobs or os.cpu_count() or 1
    with (
        progress(len(exercises)) as shown,
        Bench(
            lambda: Grader(isolation=isolation),
            workers,
            on_trial=shown.trial,
            memory=no_memory() if fresh else open_memory(tools.environ),
        ) as bench,
    ):
        try:
            audit = audit_course(exercises, bench, plan, at_once=workers, on_exercise=shown.exercise)
        except ModuleNotFoundError as error:
            raise EnvironmentFault(
                f"An audit needs the package {error.name}, which is not installed.",
                advice="Install the grader with what its audits need: pip install 'grader[audit]'",
            ) from error
    if as_json:
        print_document(audit.model_dump_json(indent=2))
    else:
        show(audit, tools.page(), matrix=matrix)
    if not audit.is_good:
        click.get_current_context().exit(FOUND_ERRORS)


def _rules(names: Sequence[str]) -> frozenset[str]:
    try:
        return rules_called(tuple(names))
    except KeyError as error:
        known = ", ".join(family.name for family in FAMILIES)
        raise click.BadParameter(f"there is no rule {error}; families are {known}", param_hint="'--only'") from None
