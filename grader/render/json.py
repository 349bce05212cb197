"""The native format: one JSON document, as `docs/reference/summary.schema.json` says."""

from grader.model.report import Summary
from grader.render.base import Page


def render(summary: Summary, page: Page) -> str:  # noqa: ARG001 - a document has no width
    """Return the summary as one JSON document."""
    return summary.model_dump_json(indent=2) + "\n"
