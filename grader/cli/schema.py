"""`grade schema`: the JSON Schemas."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

import click

from grader.cli.main import debug_option
from grader.cli.options import options
from grader.spec.schema import SCHEMA_NAMES, SchemaName, schema_text


@click.command()
@options(click.argument("name", type=click.Choice(SCHEMA_NAMES), default="exercise"), debug_option)
def command(name: SchemaName) -> None:
    """Print the JSON Schema of specs, reports or summaries.

    `exercise` is of exercise.toml, for editors; `report` and `summary` are of
    what `grade submit` writes, `difference` of what `grade diff --json` prints.

    \b
    Examples:
      grade schema > exercise.schema.json
      grade schema summary
    """
    click.echo(schema_text(name), nl=False)
