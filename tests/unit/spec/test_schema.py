"""The published JSON Schemas: as committed, valid themselves, and true of real documents."""

import json
from pathlib import Path

import jsonschema
import pytest
import tomli

from grader.model.difference import compare
from grader.model.scoring import summarize
from grader.spec.schema import SCHEMA_NAMES, SchemaName, schema, schema_text
from tests.unit.model.builders import STATUSES, a_report, a_result
from tests.unit.spec.builder import SPEC

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).parents[3]


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_the_committed_schema_is_the_models(name: SchemaName) -> None:
    """On drift: `grade schema NAME > docs/reference/NAME.schema.json`, and think of those who read it."""
    assert (REPOSITORY / "docs" / "reference" / f"{name}.schema.json").read_text(encoding="utf-8") == schema_text(name)


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_the_schema_is_one_of_2020_12(name: SchemaName) -> None:
    """Any validator of the dialect takes it."""
    jsonschema.Draft202012Validator.check_schema(schema(name))


def test_reports_and_summaries_obey_their_schemas() -> None:
    """Every status, in both views, with every key there."""
    report = a_report(*(a_result(f"test_{status}", status) for status in STATUSES), score="2.50")
    summary = summarize([report, a_report(a_result(show="nothing"))])
    for document in (summary, summary.for_student()):
        jsonschema.validate(json.loads(document.model_dump_json()), schema("summary"))
        for entry in document.reports:
            jsonschema.validate(json.loads(entry.model_dump_json()), schema("report"))


def test_a_difference_obeys_its_schema() -> None:
    """With a report that only one side has, and a check that changed."""
    old = summarize([a_report(a_result()), a_report(id_="1.2", score=None)])
    new = summarize([a_report(a_result(status="passed"), score="2.5")])
    jsonschema.validate(json.loads(compare([old], [new]).model_dump_json()), schema("difference"))


def test_a_spec_obeys_the_schema_of_specs() -> None:
    """Plain strings for titles and text for bytes included; an unknown key does not."""
    spec = tomli.loads(SPEC.format(id="1.1", slug="work", file="work.py") + '\n[limits]\nmemory = "1 GiB"\n')
    jsonschema.validate(spec, schema("exercise"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(spec | {"colour": "red"}, schema("exercise"))
