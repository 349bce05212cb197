"""The page of commands says what the commands say."""

from pathlib import Path

import pytest

from tests.unit.cli.reference import page

pytestmark = pytest.mark.unit

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "commands.md"


def test_the_committed_page_is_what_help_says() -> None:
    """On drift: `python -m tests.unit.cli.reference > docs/reference/commands.md`."""
    assert PAGE.read_text(encoding="utf-8") == page()
