"""Pages of what was really graded: a student's holds nothing that the course hides."""

import json
import shutil
from pathlib import Path

import pytest

from tests.acceptance.conftest import REPOSITORY, Run

pytestmark = pytest.mark.acceptance

EXERCISE = "5.1.1-list-of-blocks"


@pytest.fixture
def graded(grade: Run, tmp_path: Path) -> Path:
    """Return the folder of the full reports on a wrong answer."""
    work = tmp_path / "work" / EXERCISE
    work.mkdir(parents=True)
    shutil.copy(REPOSITORY / "exercises" / EXERCISE / "wrong" / "only_parameters.py", work / "list_of_blocks.py")
    output = tmp_path / "reports"
    done = grade("submit", work.parent, "--course", REPOSITORY, "--output", output, "--learner", "ada")
    assert done.returncode == 0, done.stderr
    return output


def test_a_students_page_holds_nothing_that_the_course_hides(grade: Run, graded: Path) -> None:
    """Of checks that are not shown in full: no name that is hidden, message, value, line of code, seed or time."""
    assert grade("report", graded).returncode == 0
    page = (graded / "report.html").read_bytes()
    checks = json.loads((graded / "summary.json").read_text())["reports"][0]["checks"]
    hidden = [check for check in checks if check["show"] != "full" and check["status"] not in {"passed", "blocked"}]
    assert hidden
    for check in hidden:
        evidence = check["evidence"] or {}
        texts = [check["message"], check["traceback"], evidence.get("expected"), evidence.get("summary")]
        secrets = [text for text in texts if text and len(text) > 8] + [str(check["seed"])]
        assert secrets
        for secret in secrets:
            open_ = any(secret in json.dumps(other) for other in checks if other["show"] == "full")
            assert open_ or secret.encode() not in page
        assert check["name"].encode() not in page
    assert b"do not hand out" not in page


def test_an_instructors_page_and_both_languages(grade: Run, graded: Path) -> None:
    """The same report in the full view, and in Chinese; the earlier page is replaced and it is said."""
    page = graded / "report.html"
    assert "Wrote" in grade("report", graded, "--for", "instructor").stderr
    assert "do not hand out" in page.read_text()
    assert "Replaced" in grade("report", graded, "--lang", "zh").stderr
    assert '<html lang="zh-Hans">' in page.read_text()
