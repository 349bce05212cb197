"""Evidence at length, for who looks into a verdict: more is told, and nothing else changes."""

import pytest
import torch

from grader.judge import evidence
from grader.judge.evidence import describe, facts

pytestmark = pytest.mark.unit


@pytest.fixture
def _at_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for it, as a judge's fork does, and be as before afterwards."""
    monkeypatch.setattr(evidence, "_at_length", False)
    evidence.show_at_length()


def test_a_large_tensor_has_its_values_only_at_length(request: pytest.FixtureRequest) -> None:
    """A report stays small."""
    large = torch.arange(100.0).reshape(10, 10)
    assert facts(large).values == ""
    said = describe(large)
    request.getfixturevalue("_at_length")
    assert "99." in facts(large).values
    assert len(facts(large).values.splitlines()) == 10
    assert describe(large) == said


@pytest.mark.usefixtures("_at_length")
def test_of_a_huge_tensor_the_edges_are_told() -> None:
    """Bounded, and torch prints afterwards as it did before."""
    before = str(torch.full((2_000,), 1 / 3))
    assert 0 < len(facts(torch.rand(300, 300)).values) < 3_000
    assert str(torch.full((2_000,), 1 / 3)) == before


@pytest.mark.usefixtures("_at_length")
def test_a_tensor_without_values_has_none_at_length_either() -> None:
    """On the meta device there is nothing to show."""
    assert facts(torch.empty(100, device="meta")).values == ""
