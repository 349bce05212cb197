"""One headless Chromium, and pages opened in it as files."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")

Show = Callable[..., Page]


def chromium() -> str:
    """Return the machine's Chromium. Playwright's own could be downloaded by hand only."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail("No Chromium: `make browser` installs one; `make test BROWSER=no` leaves these tests out.")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a Chromium."""
    path = chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path)
        yield started
        started.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    """Return a function that opens a document, and remembers what the page asked for and what went wrong in it."""
    context = browser.new_context()

    def open_(document: str, *, width: int = 1200, scheme: str = "light", unfold: bool = False) -> Page:
        file = tmp_path / "page.html"
        file.write_text(document, encoding="utf-8")
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(file.as_uri())
        if unfold:
            page.evaluate("document.querySelectorAll('details').forEach(entry => { entry.open = true })")
        return page

    yield open_
    context.close()
