"""Names that come from outside: exact or refused, and never two in the place of one unsaid."""

import csv
import io
import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.batch.entries import find_entries
from grader.batch.ledger import Ledger
from grader.batch.reading import read_records
from grader.errors import UsageError
from grader.model.names import is_exact, key_of, loose_key_of, shown, shown_apart
from grader.model.scoring import summarize
from grader.render.export import Request, all_formats, export
from tests.unit.cli.conftest import Grade, course, folder, grade, grade_in, grader  # noqa: F401 -- fixtures
from tests.unit.render.samples import a_class_report

pytestmark = pytest.mark.unit

ESC, RLO, BOM, NBSP, ZWSP = "\x1b[2J", "\u202e", "\ufeff", "\u00a0", "\u200b"
HIDDEN = [f"a{ESC}da", f"ad{RLO}a", f"{BOM}ada", f"ada{ZWSP}", "a\x07da", "ada\udc80", "ada\u2028", "a\tda"]
ALIKE = ["ada ", " ada", f"ada{NBSP}", f"{BOM}ada", f"a{ESC}da", f"{RLO}ada", f"ada{ZWSP}", "ada\n"]
COMPOSED = unicodedata.normalize("NFC", "jos\u00e9"), unicodedata.normalize("NFD", "jos\u00e9")
BOOKS = ["canvas", "moodle", "brightspace"]


@pytest.mark.parametrize("name", [*HIDDEN, *ALIKE, "", " ", "ada  lovelace"])
def test_a_name_that_cleaning_changes_is_not_exact(name: str) -> None:
    """What is shown of it in its place is clean and shows that something is there."""
    assert not is_exact(name)
    assert is_exact(shown(name))
    assert shown(name) != name


@pytest.mark.parametrize("name", ["ada", "Ada Lovelace", "\u5f20\u4f1f", *COMPOSED, "o'neil", "a.b@c.org"])
def test_an_ordinary_name_is_exact(name: str) -> None:
    assert is_exact(name)
    assert shown(name) == name


@pytest.mark.parametrize("other", ALIKE)
def test_names_that_become_one_have_one_key(other: str) -> None:
    assert key_of(other) == key_of("ada") == "ada"
    first, second = shown_apart("ada", other)
    assert first != second


def test_case_counts_in_one_of_the_keys_and_composition_in_none() -> None:
    assert key_of("Ada") != key_of("ada")
    assert loose_key_of("ADA") == loose_key_of("ada") == loose_key_of("\uff41da")
    assert key_of(COMPOSED[0]) == key_of(COMPOSED[1])
    assert len({*shown_apart(*COMPOSED)}) == 2


@pytest.mark.parametrize("name", [name for name in HIDDEN if "\udc80" not in name])
def test_nothing_hidden_gets_from_a_folder_into_a_result(name: str, tmp_path: Path) -> None:
    """The learner's name is cleaned, which is said; table and document hold nothing else."""
    (tmp_path / "class" / name).mkdir(parents=True)
    entries = find_entries(tmp_path / "class")
    (entry,) = entries.found
    assert is_exact(entry.learner)
    assert any(entry.learner in remark and "cannot be written" in remark for remark in entries.remarks)
    ledger = Ledger(tmp_path / "out")
    ledger.write_results({entry.learner: f"{name} cannot be read"}, ["1.1"])
    told = [*entries.remarks, (tmp_path / "out" / "results.csv").read_text(encoding="utf-8-sig")]
    told += [row["learner"] + row["message"] for row in json.loads((tmp_path / "out" / "results.json").read_text())]
    for text in told:
        assert not set(text) & {"\x1b", RLO, BOM, ZWSP, "\x07", "\t", "\u2028"}


@pytest.mark.parametrize("other", [*ALIKE, f"ada.zip{NBSP}"])
def test_two_folders_of_one_learner_are_refused_by_name(other: str, tmp_path: Path) -> None:
    (tmp_path / "ada").mkdir()
    (tmp_path / other).mkdir()
    if "." in other:
        (tmp_path / "ada.zip").touch()
        (tmp_path / "ada").rmdir()
        (tmp_path / other).rename(tmp_path / f"ada{NBSP}")
        other = f"ada{NBSP}"
    with pytest.raises(UsageError, match="are both submissions of ada") as caught:
        find_entries(tmp_path)
    assert shown(other) in caught.value.message


def test_composition_does_not_make_two_learners(tmp_path: Path) -> None:
    for name in COMPOSED:
        (tmp_path / name).mkdir()
    with pytest.raises(UsageError, match=r"'jos\\xe9' and 'jose\\u0301'|'jose\\u0301' and 'jos\\xe9'"):
        find_entries(tmp_path)


@pytest.mark.parametrize("name", ["a\u202eda", "ada\x1b[2J", "ada  l", "ada\u200b"])
def test_a_roster_that_names_a_learner_inexactly_is_refused(name: str, tmp_path: Path) -> None:
    """Whoever writes it is to be found by exactly that name."""
    (tmp_path / "class" / "1").mkdir(parents=True)
    (tmp_path / "roster.csv").write_text(f"learner,submission\n{name},1\n", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written exactly") as caught:
        find_entries(tmp_path / "class", tmp_path / "roster.csv")
    assert name not in caught.value.message


def test_a_folder_that_is_called_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / f"{ZWSP}{NBSP}").mkdir()
    with pytest.raises(UsageError, match="name of nobody"):
        find_entries(tmp_path)


@pytest.mark.parametrize("other", [*ALIKE, COMPOSED[1]])
def test_reports_of_two_who_become_one_are_not_read_as_one(other: str, tmp_path: Path) -> None:
    """An earlier grader wrote them."""
    name = "ada" if other != COMPOSED[1] else COMPOSED[0]
    ledger = Ledger(tmp_path)
    for learner in (name, other):
        ledger.write(learner, a_class_report(learner))
    with pytest.raises(UsageError, match="written down they are one") as caught:
        read_records(tmp_path)
    assert all(each in caught.value.message for each in shown_apart(*sorted((name, other))))


def book(name: str, *learners: str, people: Mapping[str, Mapping[str, str]] | None = None) -> tuple[str, list[str]]:
    """Return all cells of a gradebook's file, and its remarks."""
    summaries = tuple(summarize([a_class_report(learner)], learner) for learner in learners)
    exported = export(all_formats()[name], Request(summaries, "instructor", people=people))
    return exported.content.decode("utf-8-sig"), list(exported.remarks)


@pytest.mark.parametrize("other", [*ALIKE, "Ada", "ADA", "\uff41da"])
@pytest.mark.parametrize("name", BOOKS)
def test_two_learners_are_no_one_line_of_a_gradebook(name: str, other: str) -> None:
    """Case and width do not count there."""
    with pytest.raises(UsageError, match="has one person for ada and"):
        book(name, "ada", other)


@pytest.mark.parametrize("name", BOOKS)
def test_a_roster_tells_them_apart(name: str) -> None:
    columns = ("SIS Login ID", "Username", "OrgDefinedId")
    people = {learner: dict.fromkeys(columns, f"{n}00") for n, learner in enumerate(("ada", "Ada"), start=1)}
    text, _ = book(name, "ada", "Ada", people=people)
    assert "100" in text
    assert "200" in text
    same = {learner: dict.fromkeys(columns, cell) for learner, cell in (("ada", "x1"), ("Ada", "X1 "))}
    with pytest.raises(UsageError, match="one person for ada and Ada"):
        book(name, "ada", "Ada", people=same)


@pytest.mark.parametrize("cell", ["=1+1", "-ada", "@ada", f"a{RLO}b", f"a{ESC}b", "a  b"])
@pytest.mark.parametrize("name", BOOKS)
def test_an_identity_is_exact_or_left_out_with_words(name: str, cell: str) -> None:
    """Altered it could be somebody else's."""
    people = {"ada": dict.fromkeys(("SIS Login ID", "Username", "OrgDefinedId"), cell), "bob": {}}
    people["bob"] = dict.fromkeys(people["ada"], "7")
    text, remarks = book(name, "ada", "bob", people=people)
    rows = list(csv.reader(io.StringIO(text)))
    assert any("7" in row for row in rows)
    assert not any(cell.strip("=-@") in value for row in rows for value in row)
    assert any("cannot be written exactly" in remark for remark in remarks)


@pytest.mark.parametrize("name", HIDDEN[:4])
def test_a_learner_on_the_command_line_is_exact(name: str, grade: Grade, folder: Path) -> None:  # noqa: F811
    result = grade("submit", folder, "--learner", name)
    assert result.exit_code == 2
    assert "cannot be written exactly" in result.stderr
    assert not (folder / ".grader").exists()
