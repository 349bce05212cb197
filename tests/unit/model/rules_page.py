"""`python -m tests.unit.model.rules_page > docs/reference/rules.md`: every rule of the diagnosis, in its own words."""

import sys

from grader.model.rules import RULES
from grader.model.rules.errors import ERROR_RULES
from grader.model.rules.structure import STRUCTURE_RULES
from grader.model.rules.values import VALUE_RULES
from tests.unit.model.rules_when import WHEN

_HEAD = """\
# Rules of the diagnosis

Written by `python -m tests.unit.model.rules_page`. A report keeps a diagnosis as the
id of its rule and its facts, in `evidence.diagnosis`; the sentences below are made of
them, in English or Chinese. `own_words` is the rule of a mistake that an exercise
describes itself, with its sentences as the facts `en` and `zh`.

Each rule is listed with what it says, *what it advises*, and when it speaks: only where the
evidence is exactly what its mistake gives, and nothing else gives the same. Values agree where
they do but for rounding (1e-4 of each and 1e-6). Where two rules would speak of the same values, none
does, nor does one of a multiple, a sum or parts where all that is expected is one small whole number, 3 at
most: too many other mistakes give that. Nothing of it decides whether a check passes.
"""
_ERRORS = (
    "What the submission's own code raised. A rule speaks when the class and the text are those of torch 2.6 to 2.13 "
    "and Python 3.11 to 3.14; of a text that nobody knows, nothing is said but the text."
)
_PARTS = (
    ("Values", "A tensor or number that came, beside the one that is expected.", VALUE_RULES),
    ("What holds values", "Kinds, names, sharing, gradients, modes, files, time.", STRUCTURE_RULES),
    ("Exceptions", _ERRORS, ERROR_RULES),
)


def page() -> str:
    """Return the page."""
    lines = [_HEAD]
    for title, about, rules in _PARTS:
        lines.append(f"## {title}\n\n{about}\n")
        for name, rule in rules.items():
            advice = f" *{rule.advice}*" if rule.advice else ""
            when = f" When: {WHEN[name]}" if name in WHEN else ""
            lines.append(f"**`{name}`**: {rule.sentence}{advice}{when}\n")
    return "\n".join(lines).rstrip("\n") + "\n"


if __name__ == "__main__":
    assert sum(len(rules) for _, _, rules in _PARTS) == len(RULES)
    sys.stdout.write(page())
