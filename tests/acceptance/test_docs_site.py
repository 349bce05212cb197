"""The docs site: built without a warning, and read without a network."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.conftest import REPOSITORY

pytestmark = pytest.mark.acceptance

_LOADED = re.compile(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=\"?(https?:)?//", re.IGNORECASE)


def test_the_site_is_built_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    """Every page is in the navigation, every link and anchor leads somewhere, pages at the top are in it."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "WARNING -" not in done.stderr
    pages = {path.relative_to(tmp_path / "site").as_posix(): path for path in (tmp_path / "site").rglob("*.html")}
    assert {"index.html", "students.html", "security.html", "reference/index.html"} <= set(pages)
    for name, path in pages.items():
        assert not _LOADED.search(path.read_text(encoding="utf-8")), name
    assert 'href="security/comparison.html"' in pages["security.html"].read_text(encoding="utf-8")
    assert 'href="../security.html' in pages["security/comparison.html"].read_text(encoding="utf-8")
