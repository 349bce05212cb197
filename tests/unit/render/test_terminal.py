"""The report at a terminal: what it says, that it fits, and that no text of a submission steers it."""

# ruff: noqa: RUF001 - the dash is the mark of what has no verdict

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from grader.model.evidence import Evidence, TensorFacts
from grader.model.message import Diagnosis
from grader.model.outcome import CheckStatus
from grader.model.report import CheckResult, Report
from grader.model.scoring import summarize
from grader.render.base import Page, renderer
from tests.unit.model.builders import STATUSES, a_report, a_result

pytestmark = pytest.mark.unit

render = renderer("terminal")

HOSTILE = (
    "\x1b[2J\x1b[31mred\x1b]0;title\x07",
    "[bold red]markup[/bold red] [/] [link=https://evil.example]x[/link] [",
    "\u202egnissap\u202c all \ud800",
    "x" * 1_000_000,
    "many\n" * 100_000,
    "tabs\tand\rreturns\x00\x07",
    ":smile: {braces} %s",
)


def hostile_report(text: str) -> Report:
    """Return a report that holds `text` wherever a submission can put text, past the types that clean it."""
    result = a_result("test_one", "error").model_copy(
        update={
            "title": text,
            "message": text,
            "hint": text,
            "traceback": f"work.py, line 1, in f\n    {text}",
            "printed": text,
            "incidents": (text,),
            "evidence": Evidence.model_construct(
                kind="close",
                summary=text,
                expected=text,
                actual=text,
                diagnosis=(Diagnosis.model_construct(rule=text, facts={"text": text}),),
                expected_tensor=TensorFacts(shape=(), dtype="float32", values="1.0"),
                actual_tensor=None,
            ),
        }
    )
    return a_report(result).model_copy(update={"message": text, "notes": (text,)})


def lines_of(*reports: Report, width: int = 80, verbose: bool = False) -> list[str]:
    """Return the lines of a rendered summary, each of which must fit."""
    lines = render(summarize(reports), Page(width=width, verbose=verbose)).splitlines()
    assert max(map(cell_len, lines)) <= width
    return lines


def test_a_failure_shows_message_own_line_diagnosis_and_hint() -> None:
    """What a student needs: what happened, where in the own file, what it looks like, where to look."""
    diagnosis = Diagnosis(rule="concatenated", facts={"seen": 0, "wanted": 1})
    result = CheckResult(
        name="test_a",
        title="Concatenates",
        status="failed",
        points=Decimal("0.5"),
        max_points=Decimal(2),
        message="the result has shape (10, 3)",
        hint="Look at dim.",
        traceback="work.py, line 4, in forward\n    return torch.cat(x)\ninside.py, line 9, in go\n    block(x)",
        evidence=Evidence(kind="shape", summary="", diagnosis=(diagnosis,)),
    )
    text = "\n".join(lines_of(a_report(result, score="0.5", max_score="2")))
    assert "1.1  Some work" in text
    assert "✗ failed  0.5 / 2  Concatenates" in text
    for wanted in (
        "has shape (10, 3)",
        "work.py, line 4",
        "return torch.cat(x)",
        "→ The parts are concatenated along dim 0, not",
        "Look at `dim`",
        "Hint: Look",
    ):
        assert wanted in text
    assert "inside.py" not in text


def test_values_are_rounded_and_in_the_reports_language() -> None:
    """Few digits say enough beside each other; all of them are there where everything is shown."""
    tensors = [TensorFacts(shape=(1,), dtype="float32", values=f"[{value!r}]") for value in (1.123456789, 1.5)]
    evidence = Evidence(kind="close", summary="s", expected_tensor=tensors[0], actual_tensor=tensors[1])
    report = a_report(a_result().model_copy(update={"evidence": evidence})).model_copy(update={"language": "zh"})
    plain, verbose = ("\n".join(lines_of(report, verbose=flag)) for flag in (False, True))
    assert "期望 形状为 (1,) 的 float32 张量：[1.123]" in plain
    assert "[1.123456789]" in verbose


def test_an_exception_that_is_explained_takes_one_line() -> None:
    """What torch advises can fill a screen; it is there where everything is shown."""
    evidence = Evidence(kind="error", summary="", diagnosis=(Diagnosis(rule="checkpoint_pickled"),))
    result = a_result(status="error").model_copy(update={"message": "E: first\nsecond\nthird", "evidence": evidence})
    plain, verbose = ("\n".join(lines_of(a_report(result), verbose=flag)) for flag in (False, True))
    assert "E: first" in plain
    assert "… 2 more lines" in plain
    assert "third" not in plain
    assert "third" in verbose


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_a_mark_and_a_word(status: CheckStatus) -> None:
    """A reader without colors tells statuses apart."""
    marks = {"passed": "✓ passed", "blocked": "– not run", "skipped": "… pending", "internal": "! internal"}
    text = "\n".join(lines_of(a_report(a_result(status=status))))
    assert marks.get(status, "✗") in text


def test_a_check_that_passed_takes_one_line() -> None:
    """No message, hint or output under what is right."""
    passed = a_result(status="passed").model_copy(update={"incidents": ()})
    lines = lines_of(a_report(passed, score="2", max_score="2"))
    assert lines[0].endswith("2 / 2")
    assert lines[1].split() == ["✓", "passed", "0", "/", "2", "title", "of", "test_one", "secret"]
    assert lines[2] == ""


def test_exercises_that_were_not_handed_in_take_one_line_each() -> None:
    """They come together at the end, before the total; one that lacks a file keeps its sentence."""
    absent = [
        a_report(id_=f"1.{n}", status="ungradable", score=None, files=(), message="Nothing was handed in: ...")
        for n in (2, 3)
    ]
    faulty = a_report(id_="1.4", status="ungradable", score=None, message="`work.py` is a link.")
    lines = lines_of(absent[0], a_report(a_result(), score="3"), absent[1], faulty)
    where = lines.index("Not handed in")
    assert [line.split()[0] for line in lines[where + 1 : where + 3]] == ["1.2", "1.3"]
    assert lines[where + 4].startswith("Total")
    assert "3 / 16" in lines[where + 4]
    assert any("`work.py` is a link." in line for line in lines[:where])
    assert not any("Nothing was handed in" in line for line in lines)


def test_a_single_exercise_that_was_not_handed_in_says_why() -> None:
    """Who asked for one exercise reads the whole sentence."""
    absent = a_report(status="ungradable", score=None, files=(), message="Nothing was handed in: no `work.py`.")
    assert any("Nothing was handed in: no `work.py`." in line for line in lines_of(absent))


def test_a_withheld_score_is_a_dash_with_its_reason() -> None:
    """Never a zero that nobody computed."""
    lines = lines_of(a_report(a_result(status="internal"), status="internal", score=None), a_report(a_result()))
    assert lines[0].endswith("– / 4  score withheld")
    assert any(line.startswith("Total") and line.endswith("– / 8  score withheld") for line in lines)


def test_chinese_text_is_aligned_and_in_chinese() -> None:
    """Characters two columns wide fill lines like others, and the report's own words are Chinese."""
    result = a_result().model_copy(update={"title": "宽度相等时同样沿特征维拼接" * 6})
    lines = lines_of(a_report(result).model_copy(update={"language": "zh"}))
    assert "✗ 未通过" in lines[1]
    column = lines[1].index("宽")
    widths = cell_len(lines[1][:column])
    assert lines[2][:widths].isspace()
    assert lines[2][widths] in "宽度相等时同样沿特征维拼接"


@pytest.mark.parametrize("width", [20, 40, 59, 60, 80, 200])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_neither_steers_nor_floods(text: str, width: int) -> None:
    """In any width: no escapes, no markup read, no override, and a bounded number of lines."""
    lines = lines_of(hostile_report(text), a_report(a_result()), width=width)
    joined = "".join(lines)
    assert all(unicodedata.category(char) not in {"Cc", "Cs", "Cf"} for char in joined)
    assert len(joined) < 60_000
    if "[bold red]" in text and width >= 80:
        assert "[bold red]markup[/bold red]" in joined


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_with_color_only_the_renderers_own_escapes_are_there(text: str) -> None:
    """What remains after taking out color codes holds no escape; a submission's own are gone."""
    out = render(summarize([hostile_report(text)]), Page(color=True))
    assert "\x1b[" in out
    assert "\x1b[2J" not in out
    assert "\x1b]" not in out
    without = "".join(part.partition("m")[2] if n else part for n, part in enumerate(out.split("\x1b[")))
    assert "\x1b" not in without


def test_without_color_there_are_no_escapes() -> None:
    """In a pipe or with NO_COLOR the text is plain."""
    assert "\x1b" not in render(summarize([a_report(a_result())]), Page())


def test_verbose_shows_names_seeds_and_everything_printed() -> None:
    """What an author's `grade try` needs, and others do not."""
    result = a_result().model_copy(update={"printed": "\n".join(f"line {n}" for n in range(30))})
    plain, verbose = ("\n".join(lines_of(a_report(result), verbose=flag)) for flag in (False, True))
    for wanted in ("test_one\n", "seed 99", "line 29"):
        assert wanted in verbose
        assert wanted not in plain
    assert "… 22 more lines" in plain


@given(st.text(max_size=200), st.integers(20, 120))
@settings(max_examples=40, deadline=None)
def test_any_text_fits_any_width(text: str, width: int) -> None:
    """No text makes a line too long."""
    lines_of(hostile_report(text), width=width)
