"""Lines of English and Chinese: none too wide, nothing lost, and nothing that closes begins one."""

# ruff: noqa: RUF001 - Chinese punctuation

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from grader.render.wrap import wrapped

pytestmark = pytest.mark.unit

MIXED = st.text(st.sampled_from("ab c中文，。（）`.,:宽 \u3000"), max_size=80)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one  two", 8, ["one  two"]),
        ("中文一二三四", 8, ["中文一二", "三四"]),
        ("中文一二，三四", 8, ["中文一", "二，三四"]),
        ("看看（中文）一", 6, ["看看", "（中", "文）一"]),
        ("用 `torch.cat` 拼接", 14, ["用 `torch.cat`", "拼接"]),
        ("a" * 12, 5, ["aaaaa", "aaaaa", "aa"]),
        ("see aaaaaaaa", 5, ["see", "aaaaa", "aaa"]),
        ("    indented code here", 16, ["    indented", "    code here"]),
        (" \u3000\u3000", 4, [" \u3000", " \u3000"]),
    ],
)
def test_lines_end_where_a_reader_expects_it(text: str, width: int, lines: list[str]) -> None:
    """At spaces, between wide characters, and within what fits nowhere."""
    assert wrapped(text, width) == lines


def test_lines_after_the_first_can_be_set_in() -> None:
    """Under the text that follows an arrow, not under the arrow."""
    assert wrapped("→ one two three", 9, hang=2) == ["→ one two", "  three"]


@given(MIXED | st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=80), st.integers(4, 40))
def test_nothing_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    """Only spaces go, at the ends of lines."""
    lines = wrapped(text, width)
    assert max(map(cell_len, lines)) <= width
    assert re.sub(" ", "", "".join(lines)) == re.sub(" ", "", text)


@given(st.text(st.sampled_from("中文字，。）"), min_size=1, max_size=60), st.integers(12, 30))
def test_what_closes_follows_what_it_closes(text: str, width: int) -> None:
    """A line begins with a comma only where a whole line of them comes."""
    text = "字" + re.sub("[，。）]{2,}", "，", text)
    assert not [line for line in wrapped(text, width) if line[0] in "，。）"]
