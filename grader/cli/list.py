"""`grade list`: the exercises of the course, and what a folder has of them."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

import json
from pathlib import Path, PurePosixPath
from typing import Any

import click
from rich.cells import cell_len

from grader.cli.context import Tools, print_document
from grader.cli.given import Given, open_given
from grader.cli.main import debug_option
from grader.cli.options import course_option, folder_argument, json_option, language_option, options
from grader.cli.selection import everything, open_course
from grader.cli.tell import said
from grader.confine import nests
from grader.errors import say
from grader.model.clean import clean_line
from grader.model.course import BrokenExercise
from grader.model.exercise import Exercise
from grader.model.points import plain
from grader.model.text import Language
from grader.render.words import DASH
from grader.submission.collect import handed_in_as, locate


@click.command()
@options(folder_argument, json_option, language_option, course_option, debug_option)
@click.pass_obj
def command(tools: Tools, folder: Path, as_json: bool, language: Language, course: Path | None) -> None:
    """List the exercises, their points, and what a folder has.

    \b
    Examples:
      grade list                  what the current folder has
      grade list my-work --json   for a machine
      grade list my-work.zip      what an archive has
    """
    found = open_course(course, tools.environ)
    with nests.scratch() as scratch:
        given = open_given(folder, found, scratch, language=language)
        rows = [
            _broken(exercise) if isinstance(exercise, BrokenExercise) else _row(exercise, given, language)
            for exercise in everything(found)
        ]
    if as_json:
        title = found.spec.title.get(language)
        document = {"course": found.spec.id, "title": title, "exercises": rows}
        print_document(json.dumps(document, indent=2, ensure_ascii=False))
        return
    click.echo(found.spec.title.get(language))
    _print_table([(row["id"], row["title"], row["max_points"] or DASH, _here(row)) for row in rows])


def _row(exercise: Exercise, given: Given, language: Language) -> dict[str, Any]:
    spec = exercise.spec
    where = locate(exercise, given.folder)
    names = {file: handed_in_as(file, where) for file in spec.files} if where else {}
    held = {file: name for file, name in names.items() if where and name and (where / name).is_file()}
    return {
        "id": spec.id,
        "slug": spec.slug,
        "title": clean_line(spec.title.get(language)),
        "section": spec.section,
        "max_points": plain(spec.max_points),
        "checks": len(spec.check),
        "visible_checks": len(exercise.visible),
        "files": list(spec.files),
        "folder": given.place(where) if where else None,
        "present": list(held),
        "notebooks": [name for file, name in held.items() if name != file],
        "faults": [],
    }


def _broken(exercise: BrokenExercise) -> dict[str, Any]:
    return {
        "id": exercise.id,
        "slug": exercise.slug,
        "title": clean_line(exercise.folder_name),
        "section": "",
        "max_points": None,
        "checks": 0,
        "visible_checks": 0,
        "files": [],
        "folder": None,
        "present": [],
        "notebooks": [],
        "faults": [str(fault) for fault in exercise.faults],
    }


def _here(row: dict[str, Any]) -> str:
    """Return what a folder has of an exercise, in words."""
    if row["faults"]:
        return said(say("spec is wrong: {fault}", fault=row["faults"][0]))
    if row["folder"] is None:
        return ""
    missing = [file for file in row["files"] if file not in row["present"]]
    if missing:
        return said(say("missing: {files}", files=", ".join(missing)))
    by_notebook = {PurePosixPath(notebook).with_suffix(".py").as_posix(): notebook for notebook in row["notebooks"]}
    return said(say("here: {files}", files=", ".join(by_notebook.get(file, file) for file in row["present"])))


def _print_table(rows: list[tuple[str, str, str, str]]) -> None:
    """Print columns that line up also where characters are two columns wide."""
    widths = [max((cell_len(row[column]) for row in rows), default=0) for column in range(3)]
    for id_, title, points, here in rows:
        cells = (
            id_ + " " * (widths[0] - cell_len(id_)),
            title + " " * (widths[1] - cell_len(title)),
            " " * (widths[2] - cell_len(points)) + points,
            here,
        )
        click.echo("  ".join(cells).rstrip())
