"""Rules about names: the keys of a state, of a dict, and what they lack."""

from collections.abc import Sequence
from typing import Any, Final

from grader.judge.evidence import shown
from grader.model.clean import clean
from grader.model.message import Diagnosis

_BUFFERS: Final = ("running_mean", "running_var", "num_batches_tracked")
"""The last part of the names of batch norm's buffers."""

_TEXT: Final = 200


def diagnose_names(actual: Sequence[Any], expected: Sequence[Any]) -> tuple[Diagnosis, ...]:
    """Return how names differ: missing, unexpected, or all one level too deep.

    Args:
        actual: the names that came.
        expected: the names that are expected.
    """
    missing = [name for name in expected if name not in actual]
    extra = [name for name in actual if name not in expected]
    if not missing and not extra:
        reordered = list(actual) != list(expected) and len(actual) == len(expected)
        return (Diagnosis(rule="keys_reordered"),) if reordered else ()
    if all(isinstance(name, str) for name in (*actual, *expected)):
        renamed = _prefixed(actual, expected) or _nested(missing, extra)
        if renamed:
            return (renamed,)
        if not extra and all(name.rpartition(".")[2] in _BUFFERS for name in missing):
            return (Diagnosis(rule="buffers_missing", facts={"names": listed(missing)}),)
    if missing and extra:
        return (Diagnosis(rule="keys_both", facts={"missing": listed(missing), "extra": listed(extra)}),)
    if missing:
        return (Diagnosis(rule="keys_missing", facts={"names": listed(missing)}),)
    return (Diagnosis(rule="keys_unexpected", facts={"names": listed(extra)}),)


def listed(names: Sequence[Any]) -> str:
    """Return names as text for a sentence, cut where there are many."""
    told = (f"`{name}`" if isinstance(name, str) and name else str(shown(name)) for name in names)
    return clean(", ".join(told), _TEXT)


def _prefixed(actual: Sequence[str], expected: Sequence[str]) -> Diagnosis | None:
    if not actual or len(actual) != len(expected):
        return None
    for longer, shorter, rule in ((actual, expected, "keys_prefixed"), (expected, actual, "keys_unprefixed")):
        prefix = longer[0].removesuffix(shorter[0])
        if len(prefix) > 1 and prefix.endswith(".") and list(longer) == [prefix + name for name in shorter]:
            return Diagnosis(rule=rule, facts={"prefix": prefix})
    return None


def _nested(missing: Sequence[str], extra: Sequence[str]) -> Diagnosis | None:
    for wanted in missing:
        deeper = [seen for seen in extra if seen.endswith(f".{wanted}")]
        if len(deeper) == 1:  # of two, nobody knows which is the one
            return Diagnosis(rule="keys_nested", facts={"seen": deeper[0], "wanted": wanted})
    return None
