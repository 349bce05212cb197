"""The native document: one, complete, and readable whatever a submission wrote."""

import json

import pytest

from grader.model.report import Summary
from grader.model.scoring import summarize
from grader.render.base import RENDERERS, Page, renderer
from tests.unit.model.builders import STATUSES, a_report, a_result

pytestmark = pytest.mark.unit

HOSTILE = ("\x1b[31m\x00", "\ud800 half", "\u202eback", "x" * 1_000_000, "</script>\u2028", "[red]")


def test_the_document_reads_back_as_the_summary() -> None:
    """Nothing is lost or rounded."""
    summary = summarize([a_report(*(a_result(f"test_{s}", s) for s in STATUSES), score="1.125")], "ada")
    document = renderer("json")(summary, Page())
    assert document.count("\n{") == 0
    assert Summary.model_validate_json(document) == summary
    assert json.loads(document)["score"] == "1.125"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_clean_and_bounded_in_the_document(text: str) -> None:
    """A report's own types clean what enters it, so that the document is UTF-8 without controls."""
    result = a_result(mark=text)
    document = renderer("json")(summarize([a_report(result, message=text, title=text)]), Page())
    assert len(document.encode()) < 200_000
    for character in ("\\u001b", "\\u0000", "\u202e", "\u2028"):
        assert character not in document


@pytest.mark.parametrize("name", sorted(RENDERERS))
def test_every_renderer_in_the_table_renders(name: str) -> None:
    """The table names modules that are there, and each ends its text with a newline."""
    assert renderer(name)(summarize([a_report(a_result())]), Page()).endswith("\n")
