"""A mistake that an exercise's author knows: what it gives, and how it is called."""

from dataclasses import dataclass
from typing import Any

from grader.model.message import Diagnosis
from grader.model.rules import OWN_WORDS, RULES


@dataclass(frozen=True, eq=False)
class Mistake:
    """What a known mistake gives, for the `mistakes` of a comparison.

    Either with the id of a rule whose words need no facts, or with words of its own:
    `Mistake(value, rule="train_mode")`, `Mistake(value, en="...", zh="...")`.

    Args:
        value: what comes of the mistake, as exactly as the right answer is given.
        en: what is wrong, in English, as a sentence.
        zh: the same in Chinese.
        rule: a rule's id.

    Raises:
        ValueError: there is no such rule, or neither a rule nor a sentence is given.
    """

    value: Any
    en: str = ""
    zh: str = ""
    rule: str = ""

    def __post_init__(self) -> None:
        if bool(self.rule) == bool(self.en):
            raise ValueError("a Mistake has either a rule or a sentence in English")
        if self.rule and ("{" in RULES[self.rule].sentence if self.rule in RULES else True):
            raise ValueError(f"`{self.rule}` is no rule that needs no facts")

    @property
    def diagnosis(self) -> Diagnosis:
        """The diagnosis where this value came."""
        if self.rule:
            return Diagnosis(rule=self.rule)
        return Diagnosis(rule=OWN_WORDS, facts={"en": self.en, "zh": self.zh} if self.zh else {"en": self.en})
