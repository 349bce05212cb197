"""JUnit XML: one testsuite an exercise, one testcase a check, points as properties of the suite.

Source: the schema that Jenkins' xUnit plugin checks (`junit-10.xsd`) and, for the meaning
of the elements, Apache Ant's formatter. `failure` is the submission's, `error` the
exercise's or the grader's, `skipped` what did not run: blocked, pending, or not handed in.
There is no place for points on a testcase in that schema, so they are properties of the
suite: `score`, `max_score`, `pending`, `status`, and `points.NAME`, `max_points.NAME`.
"""

import re
from xml.etree import ElementTree as ET

from grader.model.points import plain
from grader.model.report import CheckResult, Report, Summary
from grader.render.export import BOTH, Exported, Request, export_format
from grader.render.plaintext import check_text, report_text, title

# XML 1.0 has no way to write these characters, not even as references: production [2] `Char`.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_RUN = {"blocked", "skipped"}


@export_format("junit", "JUnit XML, for CI servers and editors.", audiences=BOTH, several=True)
def render(request: Request) -> Exported:
    """Return the document."""
    root = ET.Element("testsuites", name="grader")
    several = len(request.summaries) > 1
    for summary in request.summaries:
        for report in summary.reports:
            root.append(_suite(report, summary, several=several))
    for kind in ("tests", "failures", "errors"):
        root.set(kind, str(sum(int(suite.get(kind, "0")) for suite in root)))
    ET.indent(root)
    return Exported(ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _suite(report: Report, summary: Summary, *, several: bool) -> ET.Element:
    folder = "-".join(filter(None, (report.exercise.id, report.exercise.slug)))
    name = f"{summary.learner}/{folder}" if several else folder
    suite = ET.Element("testsuite", name=_legal(name))
    properties = ET.SubElement(suite, "properties")
    _property(properties, "title", report.exercise.title)
    _property(properties, "status", report.status)
    if report.score is not None:
        _property(properties, "score", plain(report.score))
    _property(properties, "max_score", plain(report.max_score))
    _property(properties, "pending", plain(report.pending))
    cases = [_case(check, report, name) for check in report.checks] or [_ungraded(report, name)]
    for check in report.checks:
        if check.points is not None:
            _property(properties, f"points.{check.name}", plain(check.points))
        _property(properties, f"max_points.{check.name}", plain(check.max_points))
    suite.extend(cases)
    suite.set("tests", str(len(cases)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(sum(case.find(tag) is not None for case in cases)))
    return suite


def _case(check: CheckResult, report: Report, suite: str) -> ET.Element:
    name = check.name if check.title == check.name else f"{check.name}: {title(check)}"
    case = ET.Element("testcase", name=_legal(name), classname=_legal(suite))
    if check.seconds is not None:
        case.set("time", f"{check.seconds:.3f}")
    if check.status == "passed":
        return case
    tag = "error" if check.status == "internal" else "skipped" if check.status in _NOT_RUN else "failure"
    first = (check.message or check.status).partition("\n")[0]
    element = ET.SubElement(case, tag, type=check.status, message=_legal(first))
    element.text = _legal(check_text(check, report))
    return case


def _ungraded(report: Report, suite: str) -> ET.Element:
    """Return the one testcase of an exercise without any: skipped where nothing was handed in."""
    case = ET.Element("testcase", name="submission", classname=_legal(suite))
    tag = "error" if report.status == "internal" else "failure" if report.handed_in else "skipped"
    text = report_text(report)
    element = ET.SubElement(case, tag, type=report.status, message=_legal(text.partition("\n")[0]))
    element.text = _legal(text)
    return case


def _property(properties: ET.Element, name: str, value: str) -> None:
    ET.SubElement(properties, "property", name=_legal(name), value=_legal(value))


def _legal(text: str) -> str:
    """Return text as XML can hold it."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
