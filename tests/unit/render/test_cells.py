"""CSV: cells that are no formulas, and files changed in one column with every other byte as it was."""

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.render.cells import BOM, harmless, replaced, scan, table

pytestmark = pytest.mark.unit

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
# The reader that is compared with takes a lone blank line for no row at all.
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=6)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u200b=1", "\uff1d1", "\n=1", "-", "=\x00"]
)
def test_a_formula_becomes_text(text: str) -> None:
    """Whatever stands before it and is not seen."""
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", ["ada", "5.1.2 A block", "a=b", "3-4", "", "漢字", "o'neil"])
def test_what_is_no_formula_stays(text: str) -> None:
    """A name is matched by a machine afterwards."""
    assert harmless(text) == text


@given(TABLES, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
def test_a_scan_reads_what_the_csv_module_reads(
    rows: list[list[str]], delimiter: str, end: str, marked: bool, quoted: bool
) -> None:
    """Quotes, delimiters and ends of lines within cells included."""
    # The module writes a lone CR without quotes where lines end in LF; then it is the end of a line.
    assume(quoted or not any("\r" in cell for row in rows for cell in row))
    text = io.StringIO()
    if quoted:
        csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    else:
        csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    content = (BOM if marked else b"") + text.getvalue().encode()
    scanned = scan(content, delimiter.encode())
    assert [[cell.text for cell in row] for row in scanned] == rows
    assert replaced(content, [(cell, content[cell.start : cell.end]) for row in scanned for cell in row]) == content


@given(TABLES, st.data())
def test_one_cell_changes_and_no_other_byte(rows: list[list[str]], data: st.DataObject) -> None:
    """What lies before it and after it is copied."""
    content = table(rows)
    scanned = scan(content, b",")
    cell = data.draw(st.sampled_from([cell for row in scanned for cell in row]))
    changed = replaced(content, [(cell, b"2.5")])
    assert changed == content[: cell.start] + b"2.5" + content[cell.end :]
    assert [len(row) for row in scan(changed, b",")] == [len(row) for row in scanned]


@pytest.mark.parametrize("content", [b'Student,"ID\n1,2\n', b"Student,\xff\n"])
def test_what_is_no_csv_is_refused(content: bytes) -> None:
    """With what to do."""
    with pytest.raises(UsageError, match="gradebook's file") as error:
        scan(content, b",")
    assert "Export it" in error.value.advice


def test_a_file_without_a_last_end_of_line_is_read_whole() -> None:
    """Editors leave it out."""
    assert [[cell.text for cell in row] for row in scan(b"a,b\n1,", b",")] == [["a", "b"], ["1", ""]]
