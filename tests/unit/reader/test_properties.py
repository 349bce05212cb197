"""Archives and notebooks that nobody thought of: what earlier fuzzing found, and some seconds of more."""

import pytest

from tests.fuzz import fuzz_archive

pytestmark = [pytest.mark.unit, pytest.mark.filterwarnings("ignore")]


def test_what_was_found_before_is_still_contained() -> None:
    """The corpus: each input is taken within bounds, or refused."""
    inputs = fuzz_archive.load_corpus()
    assert len(inputs) > 20
    for sent in inputs:
        fuzz_archive.swallow(sent)


def test_damaged_archives_are_contained() -> None:
    """Some seconds of the fuzzer, with the damage of a fixed seed; minutes are for development."""
    *_, (done, seen) = fuzz_archive.fuzz(10_000, seed=7)
    assert done == sum(seen.values()) - len(fuzz_archive.seeds()) - len(fuzz_archive.load_corpus())
    assert seen["slow"] == 0
    assert sum(count for ending, count in seen.items() if ending.startswith("taken")) > 500
