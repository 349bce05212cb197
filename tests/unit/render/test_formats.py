"""Formats of other systems: the fixed document, the rules of who reads it, and text that tries to break out of it."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml, Properties, Skipped

from grader import __version__
from grader.errors import UsageError
from grader.model.report import Report
from grader.render.export import Request, all_formats, export
from grader.render.formats.github import command
from grader.render.numbers import json_number
from tests.unit.model.builders import STATUSES, a_report, a_result, thousandths
from tests.unit.render.runner import read_output
from tests.unit.render.samples import a_class_report, a_written_answer, request

pytestmark = pytest.mark.unit

GOLDEN = Path(__file__).parent / "golden"
FORMATS = all_formats()
SUFFIXES = {"gradescope": "json", "prairielearn": "json", "junit": "xml", "github": "txt"}

# Past the types that clean a report: what a format has to hold out by itself.
HOSTILE = (
    "\x00\x01\x1b[31m\x0b\x85",
    "\ud800 half, \ufffe and \uffff none",
    "::error::forged\n::set-env name=PATH::/tmp\n##[add-path]/tmp",
    "\r::stop-commands::x\r\n%0A::add-mask::a%0D%25",
    ']]></failure><testcase name="x"/>&lt;&amp;"',
    "</script><script>alert(1)</script>",
    "=HYPERLINK(1)",
    "x" * 200_000,
)


def document(name: str, asked: Request) -> str:
    """Return the document as text."""
    return export(FORMATS[name], asked).content.decode()


def parsed(name: str, *reports: Report) -> dict[str, Any]:
    """Return a JSON document."""
    value: dict[str, Any] = json.loads(document(name, request(*reports)))
    return value


def hostile_report(text: str) -> Report:
    """Return a report with `text` wherever a submission has a say, not cleaned."""
    result = a_result("test_one", "failed").model_copy(
        update={"title": text, "message": text, "hint": text, "printed": text, "traceback": f"work.py, line 3\n{text}"}
    )
    return a_report(result).model_copy(update={"message": text, "notes": (text,), "learner": text})


@pytest.mark.parametrize("name", sorted(SUFFIXES))
def test_the_document_is_the_one_that_was_looked_at(name: str) -> None:
    """A change of format is seen in review. Write it anew by removing the file and running this test once."""
    path = GOLDEN / f"class.{name}.{SUFFIXES[name]}"
    second = a_class_report("ada", provisional=True)
    second = second.model_copy(update={"exercise": second.exercise.model_copy(update={"id": "1.2"})})
    reports = (a_class_report("ada"), second) if name != "prairielearn" else (a_class_report("ada"),)
    text = document(name, request(*(report.for_student() for report in reports))).replace(__version__, "VERSION")
    if not path.exists():
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"wrote {path}: look at it")
    assert text == path.read_text(encoding="utf-8")


# ---- Gradescope ----

TOP = {
    "score", "execution_time", "output", "output_format", "test_output_format", "test_name_format", "visibility",
    "stdout_visibility", "extra_data", "tests", "leaderboard",
}  # fmt: skip
TEST = {
    "score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags", "visibility",
    "extra_data",
}  # fmt: skip


@pytest.mark.parametrize("status", STATUSES)
def test_gradescope_gets_only_keys_that_its_specification_names(status: Any) -> None:
    """Of the types that it names."""
    results = parsed("gradescope", a_report(a_result(status=status), score="0"))
    assert set(results) <= TOP
    assert results["visibility"] == "visible"
    assert results["output_format"] == "text"
    assert isinstance(results["execution_time"], int | float)
    for test in results["tests"]:
        assert set(test) <= TEST
        assert test["visibility"] in {"visible", "hidden"}
        assert test.get("status", "failed") in {"passed", "failed"}
        assert isinstance(test["max_score"], int | float)
        assert ("score" in test) == (status not in {"skipped", "internal"})


@pytest.mark.parametrize(
    "report",
    [
        a_report(status="ungradable", score=None, message="`work.py` is missing."),
        a_report(a_result(), a_result("test_two", "internal"), status="internal", score=None),
        a_report(a_result(status="skipped"), status="provisional", score=None, pending="2"),
    ],
    ids=["ungradable", "internal", "all pending"],
)
def test_gradescope_gets_no_score_that_nobody_computed(report: Report) -> None:
    """Without a score there are no tests either, whose sum would be one."""
    results = parsed("gradescope", report)
    assert "score" not in results
    assert "tests" not in results
    assert report.exercise.title in results["output"]


def test_gradescope_leaves_answers_in_words_to_a_person() -> None:
    """An answer without points has a maximum and no score."""
    report = a_class_report("ada").model_copy(update={"written": (a_written_answer(), a_written_answer("1.5"))})
    open_, marked = parsed("gradescope", report)["tests"][-2:]
    assert "score" not in open_
    assert (marked["score"], marked["max_score"]) == (1.5, 2)


# ---- PrairieLearn ----


def test_prairielearn_gets_the_share_of_the_checks() -> None:
    """From 0 to 1; answers in words are its manual points."""
    report = a_class_report("ada").model_copy(update={"written": (a_written_answer(),), "max_score": Decimal(6)})
    results = parsed("prairielearn", report)
    assert results["gradable"] is True
    assert results["score"] == 0.375
    assert all(isinstance(test["points"], int | float) for test in results["tests"])


@pytest.mark.parametrize(
    "report",
    [
        a_report(status="ungradable", score=None, message="`work.py` is missing."),
        a_report(a_result(), a_result("test_two", "internal"), status="internal", score=None),
        a_class_report("ada", provisional=True),
        a_report(score="0", max_score="0"),
    ],
    ids=["ungradable", "internal", "provisional", "nothing to earn"],
)
def test_prairielearn_costs_no_attempt_where_there_is_no_score(report: Report) -> None:
    """`gradable: false`, with the reason as text."""
    results = parsed("prairielearn", report)
    assert results["gradable"] is False
    assert "score" not in results
    assert results["format_errors"]
    assert all(isinstance(error, str) for error in results["format_errors"])


@pytest.mark.parametrize("checks", [1, 30, 400])
def test_prairielearn_gets_less_than_a_megabyte(checks: int) -> None:
    """However much a submission printed, every check is there with its points."""
    long = "漢" * 16_000
    results = [a_result(f"test_{n}").model_copy(update={"printed": long, "message": long}) for n in range(checks)]
    content = export(FORMATS["prairielearn"], request(a_report(*results))).content
    assert len(content) < 1_000_000
    assert len(json.loads(content)["tests"]) == checks


@given(st.lists(st.tuples(thousandths(), st.booleans()), min_size=1, max_size=8))
@settings(max_examples=50)
def test_a_share_is_1_only_for_all_points(points: list[tuple[Decimal, bool]]) -> None:
    """Nobody is rounded up to a full score."""
    checks = [
        a_result(f"test_{n}").model_copy(update={"max_points": most, "points": most if earned else Decimal(0)})
        for n, (most, earned) in enumerate(points)
    ]
    results = parsed("prairielearn", a_report(*checks))
    lost = any(most and not earned for most, earned in points)
    assert results.get("score", 1.0 if not lost else 0.0) <= 1
    if results["gradable"]:
        assert (results["score"] == 1) == (not lost)


# ---- JUnit ----


def test_junit_is_read_back_with_the_three_faults_apart() -> None:
    """By junitparser: failures are the submission's, errors are not, what did not run is skipped."""
    report = a_report(*(a_result(f"test_{status}", status) for status in STATUSES))
    (suite,) = JUnitXml.fromstring(document("junit", request(report)))
    kinds = {case.name.partition(":")[0]: [type(result) for result in case.result] for case in suite}
    lost = ("failed", "error", "timeout", "memory", "crashed")
    expected: dict[str, list[type]] = {f"test_{status}": [Failure] for status in lost}
    expected |= {"test_passed": [], "test_internal": [Error], "test_blocked": [Skipped], "test_skipped": [Skipped]}
    assert kinds == expected
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (9, 5, 1, 2)
    properties = {entry.name: entry.value for entry in suite.child(Properties)}  # type: ignore[no-untyped-call]
    assert properties["max_score"] == "4"
    assert properties["points.test_failed"] == "0"
    assert "points.test_internal" not in properties


@pytest.mark.parametrize(
    ("report", "kind"),
    [
        (a_report(status="ungradable", score=None, message="it is a link"), Failure),
        (a_report(status="ungradable", score=None, files=(), message="nothing"), Skipped),
        (a_report(status="internal", score=None, message="broken spec"), Error),
    ],
    ids=["ungradable", "absent", "broken"],
)
def test_junit_says_why_an_exercise_has_no_checks(report: Report, kind: type) -> None:
    """One case, so that no CI server takes silence for success; no score."""
    (suite,) = JUnitXml.fromstring(document("junit", request(report)))
    (case,) = suite
    assert [type(result) for result in case.result] == [kind]
    assert case.result[0].message == report.message
    assert "score" not in {entry.name for entry in suite.child(Properties)}  # type: ignore[no-untyped-call]


SUITE = {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname", "id", "package"}
CASE = {"name", "classname", "time"}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_junit_holds_to_the_schema_whatever_a_submission_says(text: str) -> None:
    """The elements and attributes that Jenkins' schema allows, in its order, and no character that XML forbids."""
    content = document("junit", request(hostile_report(text)))
    assert re.search("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", content) is None
    root = ET.fromstring(content)  # noqa: S314 - our own document
    assert root.tag == "testsuites"
    assert set(root.attrib) <= {"name", "time", "tests", "failures", "errors"}
    (suite,) = root
    assert suite.tag == "testsuite"
    assert set(suite.attrib) <= SUITE
    assert [child.tag for child in suite] == ["properties", "testcase"]
    assert all(entry.tag == "property" and set(entry.attrib) == {"name", "value"} for entry in suite[0])
    assert set(suite[1].attrib) <= CASE
    assert re.fullmatch(r"\d+\.\d{3}", suite[1].get("time", ""))
    assert [child.tag for child in suite[1]] == ["failure"]
    assert set(suite[1][0].attrib) <= {"type", "message"}


# ---- GitHub ----


@given(st.text(max_size=200), st.text(max_size=50), st.sampled_from(["error", "warning", "notice"]))
@settings(max_examples=200)
def test_a_command_is_one_command_whatever_it_says(message: str, title: str, kind: str) -> None:
    """The runner reads one command of that kind and nothing else, and the very text."""
    (read,) = read_output(command(kind, message, title=title))
    assert read.name == kind
    assert set(read.properties) <= {"title"}
    printable = "".join(character for character in message if character.isascii() and character.isprintable())
    if printable == message:
        assert read.data == message


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_submission_cannot_give_commands_to_the_runner(text: str) -> None:
    """Every line is a command of ours: one for the exercise, one for the check."""
    content = document("github", request(hostile_report(text), learner=text))
    read = read_output(content)
    assert [entry.name for entry in read] == ["notice", "error"]
    assert len(content.splitlines()) == 2
    assert all(set(entry.properties) <= {"file", "line", "title"} for entry in read)
    assert read[1].properties["file"] == "1.1-work/work.py"


def test_an_annotation_stands_at_the_submissions_own_line() -> None:
    """The innermost frame of its own, in its folder of the repository."""
    asked = request(a_class_report("ada"))
    first, *rest = read_output(document("github", asked))
    assert (first.name, "1.5 / 4" in first.data) == ("notice", True)
    assert [(entry.name, entry.properties["line"]) for entry in rest] == [("error", "4"), ("notice", "1")]
    moved = Request(asked.summaries, path_prefix="work", flat=True)
    assert read_output(document("github", moved))[1].properties["file"] == "work/work.py"


def test_a_traceback_names_no_file_that_was_not_handed_in() -> None:
    """A submission writes its own tracebacks if it likes to."""
    result = a_result().model_copy(update={"traceback": "/etc/passwd, line 3, in x\n    y"})
    read = read_output(document("github", request(a_report(result))))
    assert read[1].properties["file"] == "1.1-work/work.py"


# ---- all of them ----


@pytest.mark.parametrize("name", sorted(SUFFIXES))
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_leaves_a_document_that_can_be_read(name: str, text: str) -> None:
    """UTF-8, bounded, no escape and no control of a terminal."""
    content = document(name, request(hostile_report(text), learner=text))
    assert len(content) < 400_000
    assert "\x1b" not in content
    assert "\x00" not in content
    if name in {"gradescope", "prairielearn"}:
        json.loads(content)


@pytest.mark.parametrize("name", sorted(set(SUFFIXES) - {"junit"}))
def test_one_document_is_about_one_submission(name: str) -> None:
    """Two learners are refused, and so is nobody."""
    one = request(a_class_report("ada")).summaries
    for summaries in ((), one * 2):
        with pytest.raises(UsageError, match="about one submission"):
            document(name, Request(summaries))


@given(thousandths(999_999_999))
def test_points_are_exact_as_json_numbers(points: Decimal) -> None:
    """Whoever reads the text as a decimal has the points themselves."""
    assert json.loads(json.dumps(json_number(points)), parse_float=Decimal, parse_int=Decimal) == points


def test_more_digits_than_a_double_keeps_are_refused() -> None:
    """Better no number than another one."""
    with pytest.raises(ValueError, match="more digits"):
        json_number(Decimal("0.12345678901234567890"))
