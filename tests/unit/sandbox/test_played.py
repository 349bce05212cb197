"""A played submission against a real session: some seconds of the fuzzer, the same each time."""

import pytest

from tests.fuzz import fuzz_session

pytestmark = pytest.mark.unit


def test_whatever_a_submission_plays_is_its_own_fault() -> None:
    """No score is withheld, no fault becomes an answer, nothing is left open; minutes are for development."""
    steps, endings = fuzz_session.play(12, 40, repeat=True)
    assert steps > 100
    assert any(ending.startswith("an answer") for ending in endings)
    assert any(ending.startswith("crashed") for ending in endings)
