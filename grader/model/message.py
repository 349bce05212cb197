"""What the grader says, kept as an id and facts, so that it can be said in either language later.

A `Message` is a sentence about what happened; a `Diagnosis` says what it looks
like, and what to try next. The sentences are in `phrases` and `rules`.
"""

from typing import Annotated, Any, TypeAlias, Union

from pydantic import AllowInfNan, BeforeValidator, Field

from grader.model.catalog import fill, translate
from grader.model.clean import CleanLine, CleanText, clean
from grader.model.phrases import PHRASES
from grader.model.rules import OWN_WORDS, PLAIN_WORDS, RULES
from grader.model.text import Frozen, Language

Number: TypeAlias = Annotated[float, AllowInfNan(allow_inf_nan=False)]
Fact: TypeAlias = Union[int, Number, CleanText, tuple[int, ...], "Message"]
"""A number, a text, a shape or index, or a message that is part of another one."""


class Message(Frozen):
    """A sentence: `id` names it in `phrases.PHRASES`, `facts` fill its placeholders.

    A check's own sentence in both languages has the id `own_words`, as in a diagnosis.
    """

    id: CleanLine
    facts: dict[str, Fact] = Field(default_factory=dict)

    def sentence(self, language: Language) -> str:
        """Return the sentence in `language`; of an id that is not known here, the id."""
        facts = _said(self.facts, language)
        if self.id == OWN_WORDS:
            return str(facts.get(language) or facts.get("en") or self.id)
        template = PHRASES.get(self.id)
        return fill(translate(template, language), facts) if template else self.id

    def __str__(self) -> str:
        return self.sentence("en")


class Diagnosis(Frozen):
    """What the evidence looks like: `rule` names it in `rules.RULES`, `facts` are what was seen.

    An exercise's own mistake has the rule `own_words` and its sentences as the
    facts `en` and `zh`.
    """

    rule: CleanLine
    facts: dict[str, Fact] = Field(default_factory=dict)

    def sentence(self, language: Language) -> str:
        """Return what it looks like, in `language`; of a rule that is not known here, its id."""
        facts = _said(self.facts, language)
        if self.rule == OWN_WORDS:
            return str(facts.get(language) or facts.get("en") or self.rule)
        if self.rule == PLAIN_WORDS:
            return str(facts.get("text", ""))
        rule = RULES.get(self.rule)
        return fill(translate(rule.sentence, language), facts) if rule else self.rule

    def advice(self, language: Language) -> str:
        """Return what to try next, in `language`; empty where there is nothing to say."""
        rule = RULES.get(self.rule)
        return fill(translate(rule.advice, language), _said(self.facts, language)) if rule and rule.advice else ""

    def __str__(self) -> str:
        return self.sentence("en")


def _accept_plain_text(value: Any) -> Any:
    return {"rule": PLAIN_WORDS, "facts": {"text": clean(value)}} if isinstance(value, str) else value


AnyDiagnosis = Annotated[Diagnosis, BeforeValidator(_accept_plain_text)]
"""A diagnosis, or the plain sentence that one was in earlier reports."""


def _said(facts: dict[str, Any], language: Language) -> dict[str, Any]:
    return {name: fact.sentence(language) if isinstance(fact, Message) else fact for name, fact in facts.items()}
