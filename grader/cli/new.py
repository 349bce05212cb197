"""`grade new`: the skeleton of an exercise."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

import shlex
from pathlib import Path

import click

from grader.authoring.skeleton import make_skeleton
from grader.cli.context import Tools
from grader.cli.main import debug_option
from grader.cli.options import options
from grader.errors import UsageError
from grader.spec.discover import find_course


@click.command()
@options(
    click.argument("id_", metavar="ID"),
    click.argument("slug"),
    click.option(
        "--course",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="The course's folder, made where it does not exist; else GRADER_COURSE, else the one beside the package.",
    ),
    debug_option,
)
@click.pass_obj
def command(tools: Tools, id_: str, slug: str, course: Path | None) -> None:
    """Make the skeleton of an exercise, for authors.

    It can be graded from the first minute, and `grade audit` finds nothing to say
    of it but its TODOs. docs/authoring.md goes on from there.

    \b
    Examples:
      grade new 7.1 scale --course my-course
    """
    root = course if course is not None else find_course(None, tools.environ)
    if root.name == "exercises":
        raise UsageError(f"{root} is the folder of exercises.", advice=f"Name the one above: {root.parent}")
    for folder in make_skeleton(root, id_, slug):
        click.echo(str(folder))
    click.echo(f"Next: replace every TODO; `{_audit(id_, course)}` lists them.", err=True)


def _audit(id_: str, course: Path | None) -> str:
    words = ["grade", "audit", id_]
    return shlex.join(words if course is None else [*words, "--course", str(course)])
