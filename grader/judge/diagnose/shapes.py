"""Rules about shapes alone, where the values tell nothing: what came, and in which dimension it differs."""

from grader.model.message import Diagnosis


def diagnose_shapes(seen: tuple[int, ...], wanted: tuple[int, ...]) -> tuple[Diagnosis, ...]:
    """Return how a shape differs from the expected one; empty where they are equal.

    Args:
        seen: the shape that came.
        wanted: the shape that is expected.
    """
    if seen == wanted:
        return ()
    both = {"seen": seen, "wanted": wanted}
    if len(seen) == len(wanted):
        return (_sizes(seen, wanted),)
    if not seen:
        return (Diagnosis(rule="scalar_came", facts={"wanted": wanted}),)
    if 1 in (seen if len(seen) < len(wanted) else wanted):
        # A size of 1 may be what a reduction has left: then another dimension is lost or added than it seems.
        return (Diagnosis(rule="shape", facts=both),)
    lost, added = _dropped(wanted, seen), _dropped(seen, wanted)
    if lost is not None:
        return (Diagnosis(rule="dim_lost", facts={**both, "dim": lost}),)
    if added is not None:
        return (Diagnosis(rule="dim_added", facts={**both, "dim": added}),)
    return (Diagnosis(rule="shape", facts=both),)


def _sizes(seen: tuple[int, ...], wanted: tuple[int, ...]) -> Diagnosis:
    other = [dim for dim, (one, two) in enumerate(zip(seen, wanted, strict=True)) if one != two]
    if len(other) == 1:
        dim = other[0]
        facts = {"dim": dim, "seen": seen[dim], "wanted": wanted[dim]}
        return Diagnosis(rule="size", facts=facts)
    # A size of 1 moves when a dimension is lost and another one added, too.
    moved = 1 not in (seen[dim] for dim in other) and sorted(seen) == sorted(wanted)
    rule = "sizes_permuted" if moved else "shape"
    return Diagnosis(rule=rule, facts={"seen": seen, "wanted": wanted})


def _dropped(longer: tuple[int, ...], shorter: tuple[int, ...]) -> int | None:
    """Return the one dimension without which `longer` is `shorter`; None where there is none, or no telling which."""
    found = [dim for dim in range(len(longer)) if (*longer[:dim], *longer[dim + 1 :]) == shorter]
    return found[0] if len(found) == 1 else None
