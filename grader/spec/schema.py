"""JSON Schemas (2020-12) of what is written by hand and of what is read by machines."""

import json
from typing import Any, Literal, get_args

from pydantic import BaseModel

from grader.model.difference import Difference
from grader.model.exercise import ExerciseSpec
from grader.model.report import Report, Summary

SchemaName = Literal["exercise", "report", "summary", "difference"]
SCHEMA_NAMES: tuple[SchemaName, ...] = get_args(SchemaName)

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MODELS: dict[SchemaName, type[BaseModel]] = {
    "exercise": ExerciseSpec,
    "report": Report,
    "summary": Summary,
    "difference": Difference,
}
_TITLES: dict[SchemaName, str] = {
    "exercise": "exercise.toml, format 1",
    "report": "The report of one exercise, version 1",
    "summary": "The reports of one submission, version 1",
    "difference": "What differs between two gradings, version 1",
}


def schema(name: SchemaName) -> dict[str, Any]:
    """Return the JSON Schema called `name`.

    The one of `exercise` is of what an author may write; the others are of what the
    grader writes, so that every key is required.
    """
    body = _MODELS[name].model_json_schema(mode="validation" if name == "exercise" else "serialization")
    return {"$schema": _DIALECT, **body, "title": _TITLES[name]}


def schema_text(name: SchemaName) -> str:
    """Return the JSON Schema as the text of a file."""
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"
