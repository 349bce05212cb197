"""Pages as documents: what they say, that they hold nothing hidden, and that no text of theirs is markup."""

import base64
import hashlib
import re
import sys
from collections import Counter
from html.parser import HTMLParser
from importlib.metadata import version

import pytest
from hypothesis import given, settings

from grader.model.cohort import Cohort, Member
from grader.model.evidence import IMPORT, Evidence
from grader.model.message import Diagnosis
from grader.model.report import Report
from grader.model.scoring import summarize
from grader.model.text import Language
from grader.render.html.classroom import class_page
from grader.render.html.document import percent, seconds
from grader.render.html.submission import submission_page
from grader.render.html.tensors import laid_out
from grader.render.html.words import WORDS
from tests.unit.model.builders import SHOWS, STATUSES, a_report, a_result
from tests.unit.model.test_for_student import reports
from tests.unit.render.pages import HOSTILE, a_cohort, a_submission, every_status, hostile_submission, rich_check

pytestmark = pytest.mark.unit

VOID = {"meta", "link", "br", "rect", "path"}


class Elements(HTMLParser):
    """Reads a page: its elements with attributes, its text, and whether they are nested as they should."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element without content."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close what is open."""
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Remember text."""
        self.text.append(data)

    def tags(self) -> Counter[str]:
        """Count elements."""
        return Counter(tag for tag, _ in self.elements)


def pages() -> list[str]:
    """Return pages of all kinds."""
    summary = a_submission()
    both: tuple[Language, ...] = ("en", "zh")
    return [
        page
        for language in both
        for page in (
            submission_page(summary, language),
            submission_page(summary.for_student(), language),
            submission_page(summarize([every_status()]), language),
            class_page(a_cohort(), language),
        )
    ]


@pytest.mark.parametrize("place", range(8))
def test_a_page_is_well_formed_and_stands_alone(place: int) -> None:
    """Elements are nested, ids are single, links lead somewhere in the page, and nothing comes from elsewhere."""
    page = pages()[place]
    read = Elements(page)
    ids = Counter(attributes["id"] for _, attributes in read.elements if "id" in attributes)
    assert [name for name, count in ids.items() if count > 1] == []
    for tag, attributes in read.elements:
        assert tag not in {"script", "iframe", "object", "embed", "img", "form"}
        assert not [name for name in attributes if name.startswith("on") or name in {"style", "src", "xlink:href"}]
        href = attributes.get("href") or ""
        assert href in {"", "data:,"} or (href.startswith("#") and href[1:] in ids)
    assert read.tags()["h1"] == 1
    assert page.endswith("</html>\n")


def test_the_policy_names_the_style_sheet_by_its_digest() -> None:
    """What is in the page is exactly what the policy allows."""
    page = submission_page(a_submission(), "en")
    style = page[page.index("<style>") + 7 : page.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(
        attributes["content"] or ""
        for _, attributes in Elements(page).elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_adds_no_element(text: str) -> None:
    """Wherever a text stands, the page has the elements that it has with a tame one."""
    tame = Elements(submission_page(hostile_submission("tame" + "\ntame" * text.count("\n")), "en"))
    read = Elements(submission_page(hostile_submission(text), "en"))
    assert read.tags() == tame.tags()
    assert Elements(class_page(a_cohort(3, 2, text), "en")).tags() == Elements(class_page(a_cohort(3, 2), "en")).tags()


def test_what_is_not_to_be_seen_is_not_in_a_page() -> None:
    """Escapes, reordering and half characters are gone even where a report did not clean them."""
    page = submission_page(hostile_submission("\x1b[2J\u202egnissap\u202c \ud800 \x00 all"), "en")
    page.encode()
    assert not re.search("[\x00-\x08\x1b\u202a-\u202e\ud800-\udfff]", page)
    assert "gnissap" in page


@settings(max_examples=25)
@given(reports())
def test_a_students_page_holds_nothing_hidden(report: Report) -> None:
    """No byte of what a spec hides: names, messages, inputs, expected values, seeds or times."""
    page = submission_page(summarize([report]).for_student(), "en")
    let_through = page
    for number, check in enumerate(report.checks):
        if check.show in {"hint", "name"}:
            let_through = let_through.replace(f"title of {check.name} SECRET-{number}", "")
        if check.show == "hint":
            let_through = let_through.replace(f"hint SECRET-{number}", "")
    assert "SECRET" not in let_through
    assert "test_unnamed" not in let_through


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("show", SHOWS)
def test_a_students_page_is_searched_byte_by_byte(show: str, status: str) -> None:
    """Every field of a check that is not shown, in every status, in both languages."""
    check = a_result("test_hidden_name", "failed", mark="SECRET").model_copy(
        update={"show": show, "status": status, "title": "T", "hint": "H", "seconds": 12.345, "seed": 987654321}
    )
    report = a_report(check)
    for language in ("en", "zh"):
        content = submission_page(summarize([report]).for_student(), language).encode()
        hidden = [b"SECRET", b"12.3", b"987654321"] if show != "full" else [b"incident SECRET"]
        assert [word for word in hidden if word in content] == []
        assert b"test_hidden_name" not in content


def test_an_instructors_page_shows_what_is_hidden() -> None:
    """Name, seed, time, incidents and what students see of a check."""
    check = a_result("test_hidden_name", show="name")
    page = submission_page(summarize([a_report(check)]), "en")
    for wanted in (
        "test_hidden_name",
        "seed 99",
        "0.12 s",
        "incident secret",
        "students see: the title",
        "do not hand out",
    ):
        assert wanted in page


def test_a_failure_shows_all_that_helps() -> None:
    """Message, diagnosis, both values, the own line and the hint, in this order."""
    page = submission_page(summarize([every_status()]).for_student(), "en")
    wanted = (
        "differs at [0, 0]",
        "two parts in the wrong order",
        "Expected",
        "return torch.cat(x)",
        "torch.cat takes a tuple",
    )
    places = [page.index(text) for text in wanted]
    assert places == sorted(places)


def test_names_between_backticks_are_code() -> None:
    """As the grader's own sentences write them; whatever is inside stays text."""
    check = rich_check().model_copy(update={"hint": "Try `torch.cat` and `<b>`, not one ` alone."})
    page = submission_page(summarize([a_report(check)]), "en")
    assert "Try <code>torch.cat</code> and <code>&lt;b&gt;</code>, not one ` alone." in page


def test_why_a_file_cannot_be_imported_is_said_once() -> None:
    """Every check that needs it ends the same way; the others point to the first."""
    evidence = Evidence(kind=IMPORT, summary="SyntaxError")
    checks = [
        a_result(f"test_{number}", "error").model_copy(
            update={"evidence": evidence, "message": "cannot be imported", "traceback": "work.py, line 1"}
        )
        for number in range(3)
    ]
    page = submission_page(summarize([a_report(*checks)]).for_student(), "en")
    assert (page.count("cannot be imported"), page.count("work.py, line 1")) == (1, 1)
    assert page.count('The same as in <a href="#e1c1"') == 2


def test_a_report_speaks_the_readers_language() -> None:
    """Messages and diagnoses that are kept as id and facts are said in Chinese, whatever was recorded."""
    assert "It is the transpose of what is expected." in submission_page(summarize([said_report()]), "en")
    assert "这是正确结果的转置。" in submission_page(summarize([said_report()]), "zh")


def said_report() -> Report:
    """Return a report with a diagnosis by rule."""
    evidence = Evidence(kind="close", summary="differs", diagnosis=(Diagnosis(rule="transposed", facts={}),))
    return a_report(a_result().model_copy(update={"evidence": evidence}))


def test_a_check_that_waits_links_to_what_it_waits_for() -> None:
    """The link says its title."""
    page = submission_page(summarize([every_status()]), "en")
    assert re.search(r'Needs first:\s*<a href="#e1c3" lang="en">title of test_failed secret</a>', page)


def test_the_same_figures_give_the_same_bytes() -> None:
    """No clock, no random id."""
    assert class_page(a_cohort(), "en") == class_page(a_cohort(), "en")


def test_a_class_without_scores_has_a_page() -> None:
    """Nobody graded is no error."""
    page = class_page(Cohort((Member("zoe", None, "no archive"),)), "en")
    assert "no archive" in page
    assert "<svg" not in page


def test_an_interrupted_batch_says_so() -> None:
    """Nobody takes a part for the whole."""
    members = a_cohort(2, 1).members
    assert "has not come to its end" in class_page(Cohort(members, finished=False), "en")
    assert "has not come to its end" not in class_page(Cohort(members), "en")


def test_plots_carry_their_words_and_numbers() -> None:
    """A title, a description with the values, and a table beside the distribution."""
    page = class_page(a_cohort(), "en")
    assert page.count('role="img"') == 2
    assert re.search(r'<desc id="distribution-plot-desc">Number of learners in each tenth[^<]+\d', page)
    assert "The same as a table" in page


def test_a_large_class_stays_readable() -> None:
    """Tables of learners and checks are split between exercises, and a long list of names is folded."""
    cohort = a_cohort(60, 20)
    page = class_page(cohort, "en")
    assert page.count('<table class="heat">') == 4  # 120 checks, at most 36 side by side
    assert re.search(r"<summary>\d+ learners</summary>", page)


def test_pygal_leaves_no_finder_behind() -> None:
    """Its own lacks `find_spec`, which every later import would ask for."""
    class_page(a_cohort(2, 1), "en")
    assert [finder for finder in sys.meta_path if not hasattr(finder, "find_spec")] == []
    assert version("torch")  # what it brings along replaces the standard library's finder of packages


def test_every_word_is_in_both_languages() -> None:
    """No page is half translated, and both ask for the same values."""
    for name, word in WORDS.items():
        assert word.zh, name
        assert set(re.findall(r"{\w+}", word.en)) == set(re.findall(r"{\w+}", word.zh)), name


@pytest.mark.parametrize(
    ("share", "shown"),
    [(None, "–"), (0.0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.999, "99%"), (1.0, "100%")],  # noqa: RUF001
)
def test_only_all_is_a_hundred_percent(share: float | None, shown: str) -> None:
    """Almost all is 99, almost nothing is 1."""
    assert percent(share) == shown


def test_times_have_two_digits() -> None:
    """What is shorter is said to be."""
    assert [seconds(value) for value in (1.234, 0.001, None)] == ["1.23", "<0.01", "–"]  # noqa: RUF001


def test_tensors_are_laid_out_to_be_compared() -> None:
    """A row a line, columns aligned, four digits after the point as torch prints them, or six in all."""
    assert laid_out("[[-1.1920573711395264, 0.5], [10.25, 3.0]]", 1.0) == "[[-1.1921, 0.5000],\n [10.2500, 3.0000]]"
    assert laid_out("[[[1, 2]], [[3, 4]]]", None) == "[[[1, 2]],\n [[3, 4]]]"
    assert laid_out("[[12345.678901, 0.5]]", 1.0) == "[[12345.7, 0.5]]"
    assert laid_out("[2.0, 4.0]", 1.0) == "[2, 4]"


def test_a_difference_in_the_last_digits_is_not_rounded_away() -> None:
    """Where the error is small, every digit stays."""
    values = "[0.12345678901234, 0.5]"
    assert laid_out(values, 1e-9) == values
