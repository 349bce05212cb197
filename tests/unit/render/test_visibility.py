"""No format and no page tells a student what the spec hides: searched in every one that is registered."""

import json
import urllib.parse
from xml.sax import saxutils

import pytest

from grader.errors import UsageError
from grader.model.outcome import CheckStatus
from grader.model.report import Summary
from grader.render.base import RENDERERS, Page, renderer
from grader.render.export import Audience, Request, all_formats, export
from tests.unit.render.samples import (
    FIELDS,
    OPEN,
    SECONDS,
    SEED,
    a_marked_summary,
    all_marks,
    hidden_marks,
    mark,
)

pytestmark = pytest.mark.unit

FORMATS = all_formats()
GRADEBOOKS = sorted(name for name, format_ in FORMATS.items() if "student" not in format_.audiences)
PAGES = [f"page: {name}" for name in sorted(RENDERERS)]
FOR_STUDENTS = [*sorted(set(FORMATS) - set(GRADEBOOKS)), *PAGES]
STATUSES: tuple[CheckStatus, ...] = ("passed", "failed", "error", "timeout", "blocked", "skipped", "internal")


def written(name: str, summary: Summary, audience: Audience = "student") -> bytes:
    """Return what a format or a renderer of reports makes of a summary, as wordy as it can be."""
    if name in FORMATS:
        return export(FORMATS[name], Request((summary,), audience)).content
    return renderer(name.removeprefix("page: "))(summary, Page(width=10_000, verbose=True)).encode()


def readings(content: bytes) -> str:
    """Return a document as its bytes say it and as its readers undo what is escaped in it."""
    text = content.decode("utf-8-sig")
    return "\n".join((text, urllib.parse.unquote(text), saxutils.unescape(text)))


def test_the_formats_that_courses_need_are_there() -> None:
    """What the documentation promises."""
    assert set(FORMATS) >= {"gradescope", "prairielearn", "junit", "github", "canvas", "moodle", "brightspace"}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("name", FOR_STUDENTS)
def test_no_hidden_word_seed_or_time_is_in_a_students_document(name: str, status: CheckStatus) -> None:
    """Names, inputs, expected values, messages, output, incidents: nothing of what is hidden."""
    summary = a_marked_summary(status).for_student()
    text = readings(written(name, summary))
    assert [word for word in hidden_marks() if word in text] == []
    hidden_only = a_marked_summary(status)
    report = hidden_only.reports[0]
    checks = tuple(check for check in report.checks if check.show != "full")
    hidden_only = hidden_only.model_copy(update={"reports": (report.model_copy(update={"checks": checks}),)})
    text = readings(written(name, hidden_only.for_student()))
    assert str(SEED) not in text
    assert str(SECONDS) not in text
    assert f"{SECONDS:.3f}" not in text


@pytest.mark.parametrize("name", FOR_STUDENTS)
def test_what_is_open_is_in_a_students_document(name: str) -> None:
    """The search above would also pass for a document with nothing in it."""
    text = readings(written(name, a_marked_summary().for_student()))
    for field in ("title", "message", "hint", "expected", "diagnosis"):
        assert mark(field, "full") in text
    for field in OPEN["hint"] - {"name"}:
        assert mark(field, "hint") in text


@pytest.mark.parametrize("name", FOR_STUDENTS)
def test_instructors_see_what_is_hidden(name: str) -> None:
    """Otherwise they could not help anybody."""
    text = readings(written(name, a_marked_summary(), "instructor"))
    for field in sorted(set(FIELDS) - {"name", "summary", "hint"}):
        assert mark(field, "nothing") in text, field


def test_gradescope_shows_nobody_but_instructors_what_is_hidden() -> None:
    """The one format whose instructors' document is also laid before students: by `visibility`."""
    exported = export(FORMATS["gradescope"], Request((a_marked_summary(),), audience="instructor"))
    document = json.loads(exported.content)
    seen = document | {"tests": [test for test in document["tests"] if test["visibility"] == "visible"]}
    assert len(seen["tests"]) == 1
    assert len(document["tests"]) == 4
    assert [word for word in hidden_marks() if word in json.dumps(seen)] == []
    assert str(SECONDS) not in json.dumps(seen)
    assert document["stdout_visibility"] == "hidden"


@pytest.mark.parametrize("name", GRADEBOOKS)
def test_a_gradebook_holds_scores_and_no_word_of_a_check(name: str) -> None:
    """Whoever sees a gradebook sees other people's lines too."""
    exported = export(FORMATS[name], Request((a_marked_summary(),), audience="instructor"))
    text = exported.content.decode("utf-8-sig") + "".join(exported.remarks)
    assert [word for word in all_marks() if word in text] == []
    assert "ada" in text


@pytest.mark.parametrize("name", GRADEBOOKS)
def test_a_gradebook_is_not_for_students(name: str) -> None:
    """It is refused, not emptied."""
    with pytest.raises(UsageError, match="is for instructors"):
        export(FORMATS[name], Request((a_marked_summary().for_student(),)))
