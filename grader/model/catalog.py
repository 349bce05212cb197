"""Messages in the course's languages, from gettext catalogs.

English stands in the source, in `N_(...)`, `Words(...)` or `errors.say(...)`; other languages lie in
`grader/locale/LANGUAGE/LC_MESSAGES/grader.po` and, compiled, `grader.mo`.
`make messages` brings both up to date; a test keeps them complete.
"""

import gettext
import string
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from grader.errors import Sentence
from grader.model.text import Language

LOCALES = Path(__file__).parent.parent / "locale"
DOMAIN = "grader"


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a message for the catalogs; returns it as it is."""
    return message


class Words(NamedTuple):
    """A message whose language is chosen where it is said; the catalogs collect the argument of every call."""

    template: str

    def get(self, language: Language) -> str:
        """Return the message in `language`."""
        return translate(self.template, language)


def translate(message: str, language: Language) -> str:
    """Return `message` in `language`, in English where it was not translated."""
    return message if language == "en" else _catalog(language).gettext(message)


def in_language(sentence: str, language: Language) -> str:
    """Return a sentence that was made by `say` in `language`, and any other text as it is."""
    if not isinstance(sentence, Sentence):
        return sentence
    facts = {
        name: in_language(fact, language) if isinstance(fact, str) else fact for name, fact in sentence.facts.items()
    }
    return fill(translate(sentence.template, language), facts)


def fill(template: str, facts: Mapping[str, Any]) -> str:
    """Return `template` with its placeholders filled, and as it is where a fact is missing or of another type.

    A report can come from a file that somebody has edited, so that nothing here raises.
    """
    try:
        return _Filler().vformat(template, (), facts)
    except (LookupError, ValueError, TypeError):
        return template


class _Filler(string.Formatter):
    """Fills placeholders, without their attributes and items: a fact is a value and nothing more."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:  # noqa: ARG002 - its interface
        """Return the fact of this name."""
        return kwargs[field_name], field_name


@cache
def _catalog(language: Language) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALES, [language], fallback=True)
