"""Pages in a real browser: for everybody's eyes, on any width, by keyboard, on paper, and never steered by a text."""

from functools import cache
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from grader.model.scoring import summarize
from grader.model.text import Language
from grader.render.html.classroom import class_page
from grader.render.html.submission import submission_page
from tests.browser.conftest import Show
from tests.unit.render.pages import HOSTILE, a_cohort, a_submission, every_status, hostile_submission

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGES = ("student", "instructor", "single", "class", "zh", "class-zh")


@cache
def document(name: str) -> str:
    """Return a page by name."""
    language: Language = "zh" if name.endswith("zh") else "en"
    if name.startswith("class"):
        return class_page(a_cohort(), language)
    if name == "single":
        return submission_page(summarize([every_status()], "ada").for_student(), language)
    summary = a_submission()
    return submission_page(summary if name == "instructor" else summary.for_student(), language)


def evaluate(page: Page, expression: str) -> Any:
    """Return the value of an expression in the page."""
    return page.evaluate(expression)


@pytest.mark.parametrize(
    ("name", "scheme"), [*((name, "light") for name in PAGES), ("instructor", "dark"), ("class", "dark")]
)
def test_axe_finds_nothing(show: Show, name: str, scheme: str) -> None:
    """Headings, landmarks, names, contrast: every rule of axe-core holds, with everything unfolded."""
    page = show(document(name), scheme=scheme, unfold=True)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert len(found.response["passes"]) > 15


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(show: Show, name: str, width: int) -> None:
    """What is too wide scrolls in a box of its own."""
    page = show(document(name), width=width, unfold=True)
    assert evaluate(page, "document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing(show: Show, browser: Any, name: str, tmp_path: Any) -> None:
    """No request but for the file itself, and the policy has nothing to forbid."""
    page = show("<!DOCTYPE html><title>empty</title>")
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    (tmp_path / "page.html").write_text(document(name), encoding="utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith("data:")] == [(tmp_path / "page.html").as_uri()]
    assert said == []
    assert evaluate(page, "document.scripts.length + document.querySelectorAll('[style]').length") == 0


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(show: Show, text: str) -> None:
    """It runs nothing, adds no element and widens no page."""
    tame = evaluate(show(submission_page(hostile_submission("tame"), "en")), "document.querySelectorAll('*').length")
    page = show(submission_page(hostile_submission(text), "en"), width=390, unfold=True)
    page.mouse.move(200, 300)
    assert evaluate(page, "window.pwned") is None
    folded = text.count("\n") > 10  # a long text is folded away, which is another element
    assert folded or evaluate(page, "document.querySelectorAll('*').length") == tame
    assert evaluate(page, "document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("text", HOSTILE[:8], ids=range(8))
def test_hostile_text_in_a_class_stays_text(show: Show, text: str) -> None:
    """Names of learners, titles in plots and messages are as harmless."""
    page = show(class_page(a_cohort(4, 2, text), "en"), width=390, unfold=True)
    assert evaluate(page, "window.pwned") is None
    assert evaluate(page, "document.querySelectorAll('script, iframe, img, base, style').length") == 1
    assert evaluate(page, "document.documentElement.scrollWidth") <= 390


def test_the_policy_stops_what_would_slip_through(show: Show) -> None:
    """Were a text ever to become markup, its handlers would not run, and it could load nothing."""
    page = show(document("single"))
    evil = "<img src='data:,' onerror='window.pwned=1'><iframe srcdoc='<script>top.pwned=1</script>'></iframe>"
    page.evaluate("evil => { document.body.insertAdjacentHTML('beforeend', evil) }", evil)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))")
    assert evaluate(page, "window.pwned") is None


def test_the_keyboard_reaches_everything(show: Show) -> None:
    """The first stop skips to the results; a fold opens with Enter; what has the focus can be seen."""
    page = show(document("instructor"))
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#results"
    assert evaluate(page, "document.activeElement.getBoundingClientRect().top") >= 0
    assert evaluate(page, "getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert evaluate(page, "document.activeElement.id") == "results"
    fold = page.locator("main summary").first
    fold.focus()
    page.keyboard.press("Enter")
    assert page.locator("main details").first.get_attribute("open") is not None


def test_scrolling_boxes_can_be_reached(show: Show) -> None:
    """The wide table of learners and checks scrolls by keyboard, and says what it is."""
    page = show(document("class"), width=390)
    box = page.locator(".scroll").first
    assert (box.get_attribute("tabindex"), box.get_attribute("role")) == ("0", "region")
    assert box.get_attribute("aria-label")


def test_the_head_of_a_long_table_stays_in_sight(show: Show) -> None:
    """In a class of a hundred, the numbers of checks and the names of learners stay when the table is scrolled."""
    page = show(class_page(a_cohort(100, 8), "en"), width=700)
    page.evaluate("document.querySelector('.scroll').scrollIntoView()")
    page.evaluate("document.querySelector('.scroll').scrollTo(300, 900)")
    box = "const box = document.querySelector('.scroll').getBoundingClientRect();"
    head = f"() => {{ {box} return document.querySelector('.scroll thead').getBoundingClientRect().top - box.top }}"
    name = f"() => {{ {box} return document.querySelector('.heat tbody th').getBoundingClientRect().left - box.left }}"
    assert (evaluate(page, head), evaluate(page, name)) == (0, 0)


@pytest.mark.parametrize("name", ["single", "class"])
def test_light_and_dark_follow_the_reader(show: Show, name: str) -> None:
    """Ground and text change places, in plots too."""

    def colors(scheme: str) -> list[str]:
        page = show(document(name), scheme=scheme)
        wanted = ["body", ".plot text"] if name == "class" else ["body"]
        grounds: list[str] = [evaluate(page, "getComputedStyle(document.body).backgroundColor")]
        return grounds + [
            page.eval_on_selector(one, "node => getComputedStyle(node).color + getComputedStyle(node).fill")
            for one in wanted
        ]

    light, dark = colors("light"), colors("dark")
    assert all(one != other for one, other in zip(light, dark, strict=True))


@pytest.mark.parametrize("name", ["instructor", "class"])
def test_paper_is_white_and_wide_enough(show: Show, name: str) -> None:
    """Printed from a dark screen, a page is dark on white and nothing is cut off at the right."""
    page = show(document(name), scheme="dark", width=703)  # A4 less the margins, at 96 dots an inch
    page.emulate_media(media="print", color_scheme="dark")
    assert evaluate(page, "getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert evaluate(page, "document.documentElement.scrollWidth") <= 703
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


@pytest.mark.parametrize(("name", "tag"), [("single", "en"), ("zh", "zh-Hans"), ("class-zh", "zh-Hans")])
def test_pages_say_their_language(show: Show, name: str, tag: str) -> None:
    """The page is in the reader's language; what a report says in another one is marked."""
    page = show(document(name))
    assert evaluate(page, "document.documentElement.lang") == tag
    assert page.locator("h3 [lang=en], h3[lang=en]").count() > 0
