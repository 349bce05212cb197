"""A new format is one file: it is found, listed and used without anything else being told of it."""

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from grader.render import export as registry
from grader.render import formats
from grader.render.export import Exported, Request, all_formats, export_format
from tests.unit.cli.conftest import Grade, course, folder, grade, grade_in, grader
from tests.unit.model.builders import a_report
from tests.unit.render.samples import request

pytestmark = pytest.mark.unit

__all__ = ["course", "folder", "grade", "grade_in", "grader"]

DOCS = Path(__file__).parents[3] / "docs" / "exports.md"
SOURCE = DOCS.read_text(encoding="utf-8").partition("```python\n")[2].partition("```")[0]
"""The example of the documentation is the format that these tests add."""


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Forget what a test adds."""
    all_formats()
    monkeypatch.setattr(registry, "_FORMATS", dict(registry._FORMATS))
    yield
    sys.modules.pop("grader.render.formats.tally", None)


@pytest.fixture
def tally(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a format: one file in the package's folder."""
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "tally.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path / "more")])


def test_one_file_is_a_format(tally: None, grade: Grade, tmp_path: Path) -> None:
    """The command lists it and writes it."""
    report = tmp_path / "report.json"
    report.write_text(a_report(score="2.5").model_dump_json(), encoding="utf-8")
    assert "tally" in grade("export", "--list").stdout
    done = grade("export", "--format", "tally", report)
    assert (done.exit_code, done.stdout) == (0, "2.5\n")


def test_another_package_adds_a_format_by_an_entry_point(monkeypatch: pytest.MonkeyPatch, tally: None) -> None:
    """Its module is loaded when formats are asked for."""
    entry = EntryPoint("tally", "grader.render.formats.tally", registry.ENTRY_POINTS)
    monkeypatch.setattr(registry, "entry_points", lambda group: EntryPoints([entry]).select(group=group))
    assert registry.export(all_formats()["tally"], request(a_report(score="1"))).content == b"1\n"


def test_two_formats_cannot_have_one_name() -> None:
    """Which of them a command would use must not be left to chance."""

    def render(asked: Request) -> Exported:
        return Exported(b"")

    with pytest.raises(ValueError, match="both define the format 'junit'"):
        export_format("junit", "Another one.")(render)
