"""The report at a terminal, word for word: `python -m tests.unit.render.test_golden` writes the pictures anew.

Look at what has changed before it is committed: these files are what people read.
"""

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from grader.model.text import Language
from grader.render.base import Page, renderer
from tests.unit.render.fixed import fixed_summary

pytestmark = pytest.mark.unit

FOLDER = Path(__file__).parent / "golden" / "terminal"
PICTURES: list[tuple[Language, int]] = [("en", 80), ("en", 40), ("zh", 80), ("zh", 40)]
_COLORS = re.compile(r"\x1b\[[0-9;]*m")


def picture(language: Language, width: int, *, color: bool = False) -> str:
    return renderer("terminal")(fixed_summary(language), Page(width=width, color=color))


def file_of(language: Language, width: int) -> Path:
    return FOLDER / f"{language}-{width}.txt"


@pytest.mark.parametrize(("language", "width"), PICTURES)
def test_a_report_reads_like_this(language: Language, width: int) -> None:
    """At 80 and at 40 columns, in both languages."""
    assert picture(language, width) == file_of(language, width).read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "width"), PICTURES)
def test_color_changes_nothing_but_color(language: Language, width: int) -> None:
    """Who sees no colors reads the same words at the same places."""
    colored = picture(language, width, color=True)
    assert "\x1b[" in colored
    plain = "\n".join(line.rstrip() for line in _COLORS.sub("", colored).splitlines())
    assert plain.rstrip("\n") + "\n" == picture(language, width)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", range(24, 121, 7))
def test_it_fits_every_width(language: Language, width: int) -> None:
    """No line is too long, and no word of the report is lost on the way."""
    lines = picture(language, width).splitlines()
    assert max(map(cell_len, lines)) <= width
    squeezed = re.sub(r"\s", "", "".join(lines))
    wide = re.sub(r"\s", "", picture(language, 200))
    assert sorted(squeezed) == sorted(wide)


def test_an_import_that_fails_is_told_once() -> None:
    """Above the checks that it ends, which then say no more than their titles."""
    text = picture("en", 80)
    assert text.count("cannot be imported") == 1
    assert text.count("import torchvison") == 1


if __name__ == "__main__":
    for language_, width_ in PICTURES:
        file_of(language_, width_).write_text(picture(language_, width_), encoding="utf-8")
