"""Gradebooks: exact scores of those who have one, nobody's zero, and files that their readers take."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.model.report import Report
from grader.model.scoring import summarize
from grader.render.cells import BOM
from grader.render.export import Exported, Request, all_formats, export
from tests.unit.model.builders import a_report, a_result
from tests.unit.render.samples import a_class_report

pytestmark = pytest.mark.unit

FORMATS = all_formats()
GOLDEN = Path(__file__).parent / "golden"
NAMES = ("canvas", "moodle", "brightspace")


def a_class(*more: Report) -> tuple[Report, ...]:
    """Return a class of five of whom two have a score."""
    return (
        a_class_report("ada"),
        a_class_report("bob").model_copy(update={"score": Decimal(0)}),
        a_class_report("cyd", provisional=True),
        a_report(status="ungradable", score=None, files=()).model_copy(update={"learner": "dan"}),
        a_report(a_result(status="internal"), status="internal", score=None).model_copy(update={"learner": "eve"}),
        *more,
    )


def write(name: str, *reports: Report, **more: object) -> Exported:
    """Export one summary for each report."""
    summaries = tuple(summarize([report], report.learner) for report in reports or a_class())
    return export(FORMATS[name], Request(summaries, "instructor", **more))  # type: ignore[arg-type]


def rows_of(exported: Exported, delimiter: str = ",") -> list[list[str]]:
    """Read a file as its reader does."""
    return list(csv.reader(io.StringIO(exported.content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_the_one_that_was_looked_at(name: str) -> None:
    """A change of format is seen in review. Write it anew by removing the file and running this test once."""
    path = GOLDEN / f"class.{name}.csv"
    content = write(name, ungraded=("flo",)).content
    if not path.exists():
        path.write_bytes(content)
        pytest.fail(f"wrote {path}: look at it")
    assert content == path.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_who_has_no_score_has_no_line_and_is_told_of(name: str) -> None:
    """Pending, not handed in, broken, no report: nobody gets a zero; a zero that was earned is one."""
    exported = write(name, ungraded=("flo",))
    text = exported.content.decode()
    for learner in ("cyd", "dan", "eve", "flo"):
        assert learner not in text
        assert any(learner in remark for remark in exported.remarks)
    scores = {cell: row for row in rows_of(exported) for cell in row if cell in {"ada", "bob"}}
    assert "1.5" in scores["ada"]
    assert "0" in scores["bob"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_pending_is_booked_where_that_is_asked_for(name: str) -> None:
    """And only that: what could not be judged still has no score."""
    exported = write(name, provisional=True)
    learners = {cell for row in rows_of(exported) for cell in row}
    assert learners >= {"ada", "bob", "cyd"}
    assert not {"dan", "eve"} & learners


@pytest.mark.parametrize("name", NAMES)
def test_names_of_learners_are_no_formulas(name: str) -> None:
    """Neither are titles of columns."""
    report = a_class_report('=cmd|"/c calc"!A1')
    rows = rows_of(write(name, report, column="@evil"))
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


@pytest.mark.parametrize("name", NAMES)
def test_a_report_of_nobody_is_refused(name: str) -> None:
    """There is no line for it."""
    with pytest.raises(UsageError, match="of nobody"):
        write(name, a_class_report(""))


@pytest.mark.parametrize("name", NAMES)
def test_a_sum_of_several_exercises_needs_a_title(name: str) -> None:
    """The only exercise's title is the column's otherwise."""
    other = a_report(id_="1.2", title="More work", score="1").model_copy(update={"learner": "bob"})
    with pytest.raises(UsageError, match="has no title"):
        write(name, a_class_report("ada"), other)
    assert "Chapter 1" in write(name, a_class_report("ada"), other, column="Chapter 1").content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_way_to_tell_learners_apart_is_refused(name: str) -> None:
    """With those that there are."""
    with pytest.raises(UsageError, match="cannot be told apart") as error:
        write(name, identify_by="shoe-size")
    assert ", " in error.value.advice


ROSTER = {
    "ada": {"learner": "ada", "ID Number": "007", "email address": "ada@example.org", "OrgDefinedId": "1001"},
    "bob": {"learner": "bob", "ID Number": "", "email address": "bob@example.org", "OrgDefinedId": "1002"},
}


def test_moodle_gets_the_columns_that_a_roster_has() -> None:
    """Titles are compared without case and spaces; learners whom the roster lacks would refuse the whole file."""
    exported = write("moodle", *a_class(a_class_report("zoe")), people=ROSTER)
    assert rows_of(exported) == [
        ["ID number", "Email address", "1.1 Some work"],
        ["007", "ada@example.org", "1.5"],
        ["", "bob@example.org", "0"],
    ]
    assert any("zoe is in no row of the roster" in remark for remark in exported.remarks)
    assert exported.content.startswith(BOM)
    by_mail = write("moodle", people=ROSTER, identify_by="email")
    assert rows_of(by_mail)[1] == ["ada@example.org", "1.5"]


def test_moodle_gets_no_cell_that_it_refuses_or_that_clears_a_grade() -> None:
    """Plain numbers: no percent sign, comma or exponent, and no blank."""
    for row in rows_of(write("moodle"))[1:]:
        assert str(Decimal(row[-1])) == row[-1]


def test_brightspace_gets_its_titles_and_the_end_of_each_line() -> None:
    """Read as they are: no byte order mark before the first."""
    exported = write("brightspace", people=ROSTER)
    assert exported.content.startswith(b"OrgDefinedId,Username,1.1 Some work Points Grade,End-of-Line Indicator\r\n")
    assert [row[-1] for row in rows_of(exported)[1:]] == ["#", "#"]
    assert rows_of(write("brightspace", identify_by="orgdefinedid"))[0][0] == "OrgDefinedId"


def test_two_learners_cannot_be_one_person() -> None:
    """A mistake in a roster must not decide whose score counts."""
    people = {name: {"Username": "same"} for name in ("ada", "bob")}
    with pytest.raises(UsageError, match="one person for ada and bob"):
        write("moodle", people=people)


# ---- Canvas: the file that it exported ----

EXPORTED = (
    '\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Some work (77),"Some, other (78)",Current Score\r\n'
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,4.0,10,(read only)\r\n"
    '"Lovelace, ""Ada""",11,S1,ada,"01, 02",,3,50\r\n'
    "'=Babbage,12,S2,bob,01,2.25,\"7\",60\r\n"
    "Curie,13,S3,cyd,01,3,,\r\n"
    "Nobody,14,S4,zed,01,,,\r\n"
    '"Student, Test",15,,,01,,,'
)  # fmt: skip


def test_one_column_of_canvas_file_is_filled_and_nothing_else_changes() -> None:
    """Byte for byte: the byte order mark, quotes, ends of lines; who has no score keeps the cell."""
    exported = write("canvas", gradebook=EXPORTED.encode(), column="Some work (77)")
    expected = EXPORTED.replace('"01, 02",,3', '"01, 02",1.5,3').replace('01,2.25,"7"', '01,0,"7"')
    assert exported.content.decode() == expected
    assert exported.content.count(b"3,,\r\n") == 1


def test_a_column_is_found_by_its_title_without_the_id() -> None:
    """As people know it."""
    whole, short = (write("canvas", gradebook=EXPORTED.encode(), column=f"Some work{id_}") for id_ in (" (77)", ""))
    assert whole == short
    quoted = write("canvas", gradebook=EXPORTED.encode(), column="Some, other")
    assert b'"01, 02",,1.5,50' in quoted.content
    assert any(
        "counts 10 points in Canvas, and 5.125 here" in remark or "and 4 here" in remark for remark in quoted.remarks
    )


def test_a_file_with_semicolons_stays_one() -> None:
    """Canvas writes them where a locale's decimals have commas."""
    content = "Student;ID;SIS Login ID;Section;Work (1)\n    Points Possible;;;;4,0\nA;1;ada;01;\n"
    exported = write("canvas", a_class_report("ada"), gradebook=content.encode(), column="Work")
    assert exported.content.decode() == content.replace("01;\n", "01;1.5\n")
    assert exported.remarks == ()


def test_learners_are_found_in_the_column_that_knows_most_of_them() -> None:
    """Or in the one that is named."""
    reports = [report.model_copy(update={"learner": f"S{n}"}) for n, report in enumerate(a_class()[:2], start=1)]
    exported = write("canvas", *reports, gradebook=EXPORTED.encode(), column="Some work")
    assert exported.content.count(b",1.5,3,50") == 1
    by_login = write("canvas", *reports, gradebook=EXPORTED.encode(), column="Some work", identify_by="login")
    assert by_login.content == EXPORTED.encode()
    assert sum("is not in the gradebook" in remark for remark in by_login.remarks) == 2


def test_a_roster_says_who_learners_are_in_canvas() -> None:
    """A learner without a cell is nobody, least of all the row of points."""
    people = {"ada": {"SIS User ID": "S2"}, "bob": {"SIS User ID": ""}}
    exported = write("canvas", gradebook=EXPORTED.encode(), column="Some work", people=people)
    assert exported.content.decode() == EXPORTED.replace('01,2.25,"7"', '01,1.5,"7"')
    assert any(remark.startswith("bob is in no row") for remark in exported.remarks)


@pytest.mark.parametrize(
    ("content", "column", "message"),
    [
        (EXPORTED, "Current Score", "computes the column"),
        (EXPORTED, "Student", "no column `Student`"),
        (EXPORTED, "No such work", "no column `No such work`"),
        (EXPORTED.replace("Some, other (78)", "Some work (78)"), "Some work", "several columns"),
        ("", "x", "no file that Canvas"),
        ("learner,score\nada,1\n", "score", "no file that Canvas"),
    ],
    ids=["read only", "identity", "missing", "ambiguous", "empty", "another file"],
)
def test_what_cannot_be_filled_is_refused(content: str, column: str, message: str) -> None:
    """With the columns that there are; never a guess."""
    with pytest.raises(UsageError, match=message):
        write("canvas", gradebook=content.encode(), column=column)


def test_a_new_file_for_canvas_has_its_header() -> None:
    """As its reader looks for it: student and ID first, section last."""
    header, possible, ada, _bob = rows_of(write("canvas"))
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "1.1 Some work"]
    assert (possible[0].strip(), possible[-1]) == ("Points Possible", "4")
    assert ada == ["", "", "", "ada", "", "1.5"]
    assert any("new assignment" in remark for remark in write("canvas").remarks)
    assert not any("new assignment" in remark for remark in write("canvas", column="Work (1)").remarks)
