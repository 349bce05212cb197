"""The pictures of pages in the README: `python -m tests.browser.pictures docs/images`, or `make pictures`.

What they show was really graded: one wrong answer to an exercise, and a class
whose submissions are the right and wrong answers that the course has.
"""

import itertools
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.acceptance.conftest import call
from tests.browser.conftest import chromium
from tests.browser.terminal import picture, report

ROOT = Path(__file__).parents[2]
EXERCISES = ("5.1.2-parallel-block", "5.1.3-repeated-block", "5.2.1-parameter-access")
WRONG = "second_net_first.py"
LEARNERS = 16


def make_class(folder: Path) -> Path:
    """Hand in for a class: the answers of the course in turn, each third one right; and an archive that is none."""
    for place, name in enumerate(EXERCISES):
        (right,) = (ROOT / "reference_solutions" / name).glob("*.py")
        wrong = itertools.cycle(sorted((ROOT / "exercises" / name / "wrong").glob("*.py"))[place:])
        for number in range(LEARNERS):
            target = folder / f"student-{number + 1:02}" / name / right.name
            target.parent.mkdir(parents=True)
            shutil.copy(next(wrong) if (number + place) % 3 == 0 else right, target)
    (folder / "student-17.zip").write_bytes(b"no archive")
    return folder


def make_pages(scratch: Path) -> dict[str, Path]:
    """Grade, and write the page of a submission and of a class."""
    work = scratch / "work" / EXERCISES[0]
    work.mkdir(parents=True)
    shutil.copy(ROOT / "exercises" / EXERCISES[0] / "wrong" / WRONG, work / "parallel_block.py")
    pages = {"report": scratch / "report.html", "class": scratch / "class.html"}
    _run("submit", work, "--course", ROOT, "--html", pages["report"])
    chosen = [word for name in EXERCISES for word in ("-e", name)]
    results = scratch / "results"
    _run(
        "batch", make_class(scratch / "class"), "--course", ROOT, "--output", results, *chosen, "--isolation", "process"
    )
    _run("report", results, "--html", pages["class"])
    return pages


def take(browser: Browser, page: Path, target: Path, *, size: tuple[int, int], scheme: str, at: str = "") -> None:
    """Take a picture of a page, from its top or from the element `at` on."""
    viewport: ViewportSize = {"width": size[0], "height": size[1]}
    shown = browser.new_page(viewport=viewport, color_scheme="dark" if scheme == "dark" else "light")
    shown.goto(page.as_uri())
    if at:
        shown.evaluate("at => document.querySelector(at).scrollIntoView()", at)
    shown.screenshot(path=target)
    shown.close()


def _run(*arguments: str | Path) -> None:
    done = call(*arguments)
    if done.returncode:
        sys.exit(f"grade {' '.join(map(str, arguments))}:\n{done.stderr}")


def main(target: Path) -> None:
    """Write the pictures to a folder."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pictures-") as scratch, sync_playwright() as playwright:
        (target / "terminal.svg").write_text(picture(*report(Path(scratch) / "terminal")), encoding="utf-8")
        pages = make_pages(Path(scratch))
        browser = playwright.chromium.launch(executable_path=chromium())
        take(browser, pages["report"], target / "report.png", size=(860, 1000), scheme="light")
        take(browser, pages["class"], target / "class.png", size=(1100, 600), scheme="light", at="#heat")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
