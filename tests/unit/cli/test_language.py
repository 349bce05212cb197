"""What commands say, in the language of `--lang`, of GRADER_LANG or of the locale; and colors that go into a pipe."""

# ruff: noqa: RUF001 - Chinese sentences use Chinese punctuation

from pathlib import Path

import pytest

from grader.cli.tell import locale_language
from grader.errors import say
from grader.model.catalog import in_language
from tests.unit.cli.conftest import Grade, GradeIn
from tests.unit.cli.fakes import FakeGrader

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "de_DE"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
    ids=str,
)
def test_the_locale_decides_as_posix_orders_its_variables(environ: dict[str, str], language: str) -> None:
    """LC_ALL before LC_MESSAGES before LANG; what is empty does not count."""
    assert locale_language(environ) == language


def test_without_an_option_the_locale_is_spoken(grade: Grade, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports and errors; GRADER_LANG and `--lang` come first."""
    monkeypatch.delenv("GRADER_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "总分" in grade("submit", folder).stdout
    assert "Total" in grade("submit", folder, "--lang", "en").stdout
    monkeypatch.setenv("GRADER_LANG", "en")
    assert "Total" in grade("submit", folder).stdout


def test_errors_advice_and_talk_are_in_the_language_asked_for(grade: Grade, folder: Path) -> None:
    """On stderr as in the report."""
    result = grade("submit", folder, "--exercise", "1.9", "--lang", "zh")
    assert result.exit_code == 2
    assert "错误：没有练习 `1.9`。" in result.stderr
    assert "你是指" in result.stderr
    assert "已记录在" in grade("submit", folder, "--lang", "zh").stderr
    assert "Recorded in" in grade("submit", folder, "--lang", "en").stderr


def test_a_sentence_in_a_sentence_is_said_in_the_same_language() -> None:
    """And a text that nobody has made so stays as it is."""
    inner = say("There is no exercise `{name}`.", name="{x}")
    outer = say("Error: {message}", message=inner)
    assert outer == "Error: There is no exercise `{x}`."
    assert in_language(outer, "zh") == "错误：没有练习 `{x}`。"
    assert in_language("as it is", "zh") == "as it is"


@pytest.mark.parametrize(
    ("environ", "colored"),
    [({"FORCE_COLOR": "1"}, True), ({}, False), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
    ids=str,
)
def test_colors_go_into_a_pipe_only_where_they_are_forced(
    grade_in: GradeIn, grader: FakeGrader, folder: Path, environ: dict[str, str], colored: bool
) -> None:
    """FORCE_COLOR is for pagers and CI logs; NO_COLOR has the last word."""
    grader.statuses = {"test_secret": "failed"}
    assert ("\x1b[" in grade_in(environ)("submit", folder).stdout) is colored
