"""What commands say on stderr, in the language that was asked for with `--lang`, or that of the locale."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:  # `grade --help` does without the model
    from grader.model.text import Language

_LANGUAGE: Final = "grader.language"
LANGUAGE_VARIABLE: Final = "GRADER_LANG"


def locale_language(environ: Mapping[str, str] = os.environ) -> "Language":
    """Return the language of the locale, as POSIX orders its variables: Chinese, or English for any other."""
    named = next(filter(None, map(environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh" if named.lower().startswith("zh") else "en"


def remember_language(ctx: click.Context, _parameter: click.Parameter, value: Any) -> Any:
    """Keep the value of `--lang` for what is said on stderr; a callback of the option."""
    ctx.meta[_LANGUAGE] = value
    return value


def spoken() -> "Language":
    """Return the language of the command that runs; before `--lang` was read, that of the environment."""
    ctx = click.get_current_context(silent=True)
    named = os.environ.get(LANGUAGE_VARIABLE)
    known: Language = "zh" if named == "zh" else "en" if named == "en" else locale_language()
    return ctx.meta.get(_LANGUAGE, known) if ctx else known


def said(sentence: str) -> str:
    """Return a sentence in the language of the command that runs."""
    language = spoken()
    if language == "en":
        return sentence
    from grader.model.catalog import in_language  # noqa: PLC0415 - English needs no catalog

    return in_language(sentence, language)


def tell(sentence: str) -> None:
    """Say a sentence on stderr."""
    from grader.model.clean import clean  # noqa: PLC0415 - `grade --help` does without

    click.echo(clean(said(sentence)), err=True)
