"""Whatever a person can meet has its words in the docs; what is there to be met is taken from the code."""

import re
from typing import Final, get_args

import click
import pytest
from pydantic import BaseModel

from grader.audit.registry import RULES as AUDIT_RULES
from grader.batch.documents import _MOST_BYTES
from grader.cli.main import COMMANDS, cli
from grader.errors import GraderError
from grader.grading import JUDGES, SECOND_TRIES
from grader.judge.client import JUDGE_CPU_SECONDS, JUDGE_SECONDS
from grader.judge.run import PRINTED_LIMIT
from grader.model.clean import LINE_LIMIT, TEXT_LIMIT
from grader.model.course import CourseSpec
from grader.model.exercise import ExerciseSpec, Show
from grader.model.outcome import CheckStatus
from grader.model.report import ReportStatus
from grader.model.rules import RULES
from grader.model.rules.errors import ERROR_RULES
from grader.reader.messages import Bounds as ReaderBounds
from grader.render.export import all_formats
from grader.sandbox.clock import PATIENCE
from grader.sandbox.handle import MAX_ITEMS
from grader.sandbox.process import MAX_CALLBACK_CALLS, OUTPUT_BYTES
from grader.sandbox.verdict import MAX_ENTRIES, WORK_FACTOR
from grader.submission.collect import Bounds
from grader.wire.frames import MAX_BODY
from grader.wire.values import MAX_DEPTH, MAX_NODES, MAX_TENSORS
from tests.unit.docs.pages import ROOT, page, paragraphs
from tests.unit.model.rules_when import WHEN

pytestmark = pytest.mark.unit

MIB: Final = 2**20
READER: Final = ReaderBounds()


def spec_keys(model: type[BaseModel], before: str = "") -> dict[str, object]:
    """Return every key of a spec with its default, tables taken apart; `...` where it is required."""
    found: dict[str, object] = {}
    for name, field in model.model_fields.items():
        kinds = [field.annotation, *get_args(field.annotation)]
        table = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
        if table is not None and table.__name__ != "Localized":
            found |= spec_keys(table, f"{before}{name}.")
        else:
            found[before + name] = ... if field.is_required() else field.default
    return found


def read_variables() -> set[str]:
    """Return the environment variables that the package's code and templates read."""
    found: set[str] = set()
    for path in (ROOT / "grader").rglob("*"):
        if path.suffix not in {".py", ".tmpl"}:
            continue
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"\bGRADER_[A-Z_]+", text))
        found |= set(re.findall(r"environ(?:\.get\(|\[)\s*\"([A-Z_]+)\"(?!\]\s*=)", text))
        for names in re.findall(r"environ\.get, \(([^)]*)\)", text):
            found |= set(re.findall(r"\"([A-Z_]+)\"", names))
    return found


def test_every_command_and_option_is_in_the_reference() -> None:
    """With a line of help for each option."""
    sections = re.split(r"^## `grade ?([\w-]*)`$", page("docs/reference/commands.md"), flags=re.MULTILINE)[1:]
    told = dict(zip(sections[::2], sections[1::2], strict=True))
    assert set(told) == {"", *COMMANDS}
    for name in COMMANDS:
        found = cli.get_command(click.Context(cli), name)
        assert found is not None
        for option in found.params:
            if isinstance(option, click.Option):
                assert option.help, f"grade {name} {option.opts[0]} has no help"
                assert all(word in told[name] for word in option.opts), f"grade {name} {option.opts}"


def test_every_status_has_its_paragraph() -> None:
    """Of checks and of reports; and none is told that there is not."""
    told = paragraphs("docs/reference/statuses.md")
    assert set(told) == {*get_args(CheckStatus), *get_args(ReportStatus)}
    assert all(told.values())


def test_students_are_told_what_each_status_costs() -> None:
    """In the order in which the code has them, one row each."""
    rows = re.findall(r"^\| (\w+)[^|]*\|[^|]+\|([^|]+)\|[^|]+\|$", page("docs/students.md"), re.MULTILINE)
    assert [status for status, _ in rows if status in get_args(CheckStatus)] == list(get_args(CheckStatus))


def test_every_key_of_a_spec_has_its_paragraph_and_default() -> None:
    """Required ones say so; simple defaults are told."""
    told = paragraphs("docs/reference/exercise.md")
    keys = spec_keys(ExerciseSpec) | spec_keys(CourseSpec, "course.")
    tables = {"check.requires"}
    assert set(told) - tables == set(keys)
    for key, default in keys.items():
        if default is ...:
            assert told[key].startswith("Required"), key
        elif isinstance(default, bool | int | float):
            assert f"`{str(default).lower()}`" in told[key], key
    assert all(f'`"{show}"`' in told["check.show"] for show in get_args(Show))


def test_every_rule_of_the_audit_has_its_paragraph() -> None:
    """Their order and severity is tested beside the audit."""
    assert all(f"### {rule.id} {rule.name}\n\n" in page("docs/audit.md") for rule in AUDIT_RULES)


def test_every_rule_of_the_diagnosis_has_its_words() -> None:
    """On a miss: `make messages`."""
    told = re.findall(r"^\*\*`(\w+)`\*\*: \S", page("docs/reference/rules.md"), re.MULTILINE)
    assert sorted(told) == sorted(RULES)


def test_every_rule_about_values_says_when_it_speaks() -> None:
    """In `tests/unit/model/rules_when.py`; of exceptions, class and text decide."""
    assert set(WHEN) == set(RULES) - set(ERROR_RULES)


def test_every_environment_variable_that_is_read_has_its_paragraph() -> None:
    """And none is told that nobody reads; TMPDIR and COLUMNS are read by Python's library."""
    told = paragraphs("docs/reference/settings.md")
    assert {"GRADER_COURSE", "GRADER_LANG", "NO_COLOR", "HOME", "LC_ALL"} <= read_variables()
    assert set(told) == read_variables() | {"TMPDIR", "COLUMNS"}


def test_every_format_has_its_paragraph() -> None:
    """As `grade export --list` names them."""
    assert set(all_formats()) <= set(paragraphs("docs/exports.md"))


def test_every_exit_status_is_told() -> None:
    """One for each fault that stops a command."""
    codes = {kind.exit_code for kind in GraderError.__subclasses__()}
    assert codes
    for name in ("README.md", "docs/reference/commands.md", "docs/reference/statuses.md"):
        assert all(f"| {code} | " in page(name) for code in codes), name


@pytest.mark.parametrize(
    ("words", "value", "expected"),
    [
        ("| 900 s for one answer", (PATIENCE,), (900,)),
        ("ended three times in a grading, and six", (SECOND_TRIES, JUDGES), (3, 6)),
        ("four times `limits.disk`, and 10,000 files", (WORK_FACTOR, MAX_ENTRIES), (4, 10_000)),
        ("the first 64 KiB are kept, 4,000 characters", (OUTPUT_BYTES, PRINTED_LIMIT), (64 * 2**10, 4_000)),
        (
            "1 GiB, 1,000,000 values, 10,000 tensors, 64 levels deep",
            (MAX_BODY, MAX_NODES, MAX_TENSORS, MAX_DEPTH),
            (2**30, 1_000_000, 10_000, 64),
        ),
        ("| 10,000 items |", (MAX_ITEMS,), (10_000,)),
        ("| 100,000, eight", (MAX_CALLBACK_CALLS,), (100_000,)),
        ("30 s of computing and 60 s of sleep", (JUDGE_CPU_SECONDS, JUDGE_SECONDS), (30, 60)),
        (
            "200 files, 32 MiB each, 64 MiB together",
            (Bounds().files, Bounds().bytes_each, Bounds().bytes_total),
            (200, 32 * MIB, 64 * MIB),
        ),
        (
            "10,000 entries, 32 MiB each, 256 MiB together; over 16 MiB at most 200 times",
            (READER.members, READER.each, READER.total, READER.free, READER.ratio),
            (10_000, 32 * MIB, 256 * MIB, 16 * MIB, 200),
        ),
        ("16,000 characters; one line of it where a line is due, 500", (TEXT_LIMIT, LINE_LIMIT), (16_000, 500)),
        ("| 512 MiB |", (_MOST_BYTES,), (512 * MIB,)),
    ],
)
def test_limits_are_told_as_they_are(words: str, value: tuple[float, ...], expected: tuple[float, ...]) -> None:
    """Whoever changes one changes its words, too."""
    assert words in page("docs/reference/settings.md")
    assert value == expected
