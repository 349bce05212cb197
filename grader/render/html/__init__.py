"""Pages: one self-contained file for a submission, one for a class."""

from grader.model.report import Summary
from grader.render.base import Page
from grader.render.html.submission import submission_page


def render(summary: Summary, page: Page) -> str:  # noqa: ARG001 - a page is as wide as its reader's window
    """Return a submission's page in the language of its first report."""
    return submission_page(summary, summary.reports[0].language if summary.reports else "en")
