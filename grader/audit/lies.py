"""Liars: the reference's names, counts, types and calls, while nothing that leaves its process is a true value.

Each is a submission like any other: the reference's own file, with code at its end that
replaces, in the process that runs it, what the wire takes on. Whoever has read the grader
can write the same and put an answer of his own in the reference's place.

Floating-point numbers are made up. Integers, booleans and texts are those that the
reference gave in a grading with another seed: what is the same there can be known
beforehand, and what depends on a check's inputs is not. Files hold noise for everybody else.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from grader.audit.bench import seed_of
from grader.judge.job import derive_seed
from grader.model.exercise import Exercise

LIES: Final[Mapping[str, str]] = {
    "noise": "generator.standard_normal(count)",
    "zeros": "np.zeros(count)",
    "NaN": "np.full(count, np.nan)",
    "infinity": "np.full(count, np.inf)",
    "the same numbers for the same shape": "np.linspace(0.5, 1.5, count) if count else np.zeros(0)",
}
"""What each liar puts in the place of `count` floating-point numbers."""

QUICK: Final = ("noise", "zeros", "NaN")
"""Those of a quick audit."""

Message = dict[str, Any]
"""What was said at one time: what was `raised`, or a value's `tree` and its `leaves`, each `[kind, what]`."""

Recording = dict[str, dict[str, Message]]
"""By a check's item, by a question and its number: what the reference answered; {} where two processes differ."""


def recorder(file: Path) -> str:
    """Return the reference's source, followed by code that records what it answers. Args as those of `liar`."""
    return _with_tail(file, "None", "None")


def liar(file: Path, lie: str, known: Mapping[int, Mapping[str, Message]]) -> str:
    """Return the reference's source, followed by code that lies.

    Args:
        file: the reference's first file, whose import is that of the submission.
        lie: one of `LIES`.
        known: what the reference has answered at another time, by the seed of each check in the liar's grading.
    """
    return _with_tail(file, f"lambda count: {LIES[lie]}", _told(known))


def forger(file: Path, known: Mapping[int, Mapping[str, Message]]) -> str:
    """Return a wrong solution's source, followed by code that lies about structure, and not about numbers or files.

    Args:
        file: the wrong solution.
        known: as for `liar`.
    """
    return _with_tail(file, "None", _told(known))


def _told(known: Mapping[int, Mapping[str, Message]]) -> str:
    told = json.dumps(known)
    while len(told) > _MOST:  # a source may not become too long to be read
        known = dict(sorted(known.items(), key=lambda item: len(json.dumps(item[1])))[:-1])
        told = json.dumps(known)
    return repr(told)


def _with_tail(file: Path, numbers: str, known: str) -> str:
    tail = _TAIL_FILE.read_text(encoding="utf-8")
    source = file.read_text(encoding="utf-8")
    return f"{source}\n\n{tail}\n\n_lie(lambda np, generator: {numbers}, {known})\n"


_MOST: Final = 400_000
_TAIL_FILE: Final = Path(__file__).parent / "liar_tail.txt"


def read_recording(exercise: Exercise, items: Iterable[str], text: str, seed: int) -> Recording:
    """Return what a recorder has written.

    Args:
        exercise: which it was graded for.
        items: names of checks, those of parametrized ones with their case.
        text: what was written.
        seed: the number of the audit's seed with which it was graded.
    """
    names = {_seed(exercise, seed, name): name for name in items}
    found: Recording = {}
    for line in text.splitlines():
        said, _, rest = line.partition("\t")
        if said != "said":
            continue
        number, key, message = rest.split("\t", 2)
        name = names.get(int(number))
        if name is not None:
            known = found.setdefault(name, {})
            entry = json.loads(message)
            known[key] = entry if known.get(key, entry) == entry else {}
    return found


def by_seed(exercise: Exercise, recording: Recording, seed: int) -> dict[int, dict[str, Message]]:
    """Return a recording by the seeds that the checks have in another grading."""
    return {_seed(exercise, seed, name): messages for name, messages in recording.items()}


def _seed(exercise: Exercise, number: int, name: str) -> int:
    return derive_seed(seed_of(exercise, number), name, "student")
