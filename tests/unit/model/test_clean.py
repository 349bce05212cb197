"""The cleaning function: what it takes away, what it keeps, and that it costs little."""

import json
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model.clean import clean, clean_line

pytestmark = pytest.mark.unit

ANY_TEXT = st.text(st.characters(), max_size=300) | st.text("\x1b[]\x9b\x9d\x07\\\n0;mA\u202e\ud800", max_size=80)
BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[Hgone", "gone"),
        ("\x1b]0;a new window title\x07text", "text"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "red"),
        ("\x1bc reset", " reset"),
        ("\x1b]never ended", "]never ended"),
        ("\u202etxet\u202c", "txet"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("half \ud83d end", "half \ufffd end"),
        ("nul\x00 bell\x07 back\x08", "nul\ufffd bell\ufffd back\ufffd"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("kept:\ttab\nnewline, 平行块, 👩\u200d💻", "kept:\ttab\nnewline, 平行块, 👩\u200d💻"),
    ],
)
def test_takes_away_what_is_hostile_and_keeps_the_rest(hostile: str, shown: str) -> None:
    """Escapes vanish, half characters become visible, writing stays."""
    assert clean(hostile) == shown


def test_says_how_much_was_cut() -> None:
    """A text of a million characters ends in a note of its length, within the limit."""
    cut = clean("x" * 1_000_000, 200)
    assert len(cut) == 200
    assert cut.endswith("[… cut, 1000000 characters in all]")


def test_a_text_of_escapes_only_does_not_vanish_silently() -> None:
    """Where everything looked at was taken away and more follows, the note says so."""
    assert "characters in all" in clean("\x1b[31m" * 10_000 + "forged", 100)


def test_clean_line_is_one_line() -> None:
    """Newlines and runs of blanks become one space."""
    assert clean_line(" a\n\n  b\tc ") == "a b c"


@pytest.mark.parametrize("unit", ["\x1b", "\x1b]", "\x1b[", "\x1b[0;", "\x9d", "\x1b]8;;x", "\x1b "])
def test_hostile_repetition_costs_linear_time(unit: str) -> None:
    """No repetition of an escape's beginning makes the patterns backtrack for seconds."""
    began = time.perf_counter()
    clean(unit * 200_000, 1_000_000)
    assert time.perf_counter() - began < 2


@given(ANY_TEXT, st.integers(0, 400))
def test_result_is_clean_short_and_stable(text: str, limit: int) -> None:
    """Whatever comes in: no control or half character, no override, within the limit, the same again."""
    result = clean(text, limit)
    assert len(result) <= limit
    assert all(unicodedata.category(char) not in {"Cc", "Cs"} or char in "\n\t" for char in result)
    assert all(unicodedata.bidirectional(char) not in BIDI for char in result)
    assert clean(result, limit) == result
    json.dumps(result, ensure_ascii=False).encode()
