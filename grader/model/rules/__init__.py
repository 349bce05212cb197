"""The rules of the diagnosis: a stable id, what it looks like, and what to try next.

When a rule speaks is decided by the judge (`judge/diagnose/`); here are its words.
"""

from typing import Final

from grader.model.rules.errors import ERROR_RULES
from grader.model.rules.rule import Rule
from grader.model.rules.structure import STRUCTURE_RULES
from grader.model.rules.values import VALUE_RULES

RULES: Final[dict[str, Rule]] = {**VALUE_RULES, **STRUCTURE_RULES, **ERROR_RULES}

OWN_WORDS: Final = "own_words"
"""The rule of a mistake that an exercise describes in words of its own."""

PLAIN_WORDS: Final = "plain_words"
"""The rule of a diagnosis from a report that had nothing but sentences."""

__all__ = ["OWN_WORDS", "PLAIN_WORDS", "RULES", "Rule"]
