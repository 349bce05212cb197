"""Links of Markdown pages."""

import pytest

from tests.unit.docs.pages import ROOT, all_pages, relative_links

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("name", all_pages())
def test_every_relative_link_leads_somewhere(name: str) -> None:
    """A page was renamed, a picture forgotten: the reader finds out here, not there."""
    here = (ROOT / name).parent
    assert [link for link in relative_links(name) if not (here / link).exists()] == []


def test_there_are_pages_and_links_to_look_at() -> None:
    """So that the test above cannot pass for want of anything to test."""
    assert {"README.md", "docs/students.md", "docs/reference/statuses.md"} <= set(all_pages())
    assert "docs/students.md" in relative_links("README.md")
