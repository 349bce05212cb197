"""One self-contained HTML document: no script, no network, and no text that becomes markup.

Two nets under every text: `clean` takes what is not to be seen out of it, and
autoescape makes the rest harmless in HTML. A content security policy forbids
whatever slips through both: it allows one style sheet, named by its digest, and
nothing else (Content Security Policy Level 3, §2.3.1 and §3.3).
"""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from grader import __version__
from grader.model.clean import clean
from grader.model.points import plain
from grader.model.text import Language
from grader.render.html.tensors import shortened
from grader.render.html.words import words
from grader.render.words import DASH, out_of

GENERATOR: Final = "grader"
"""Begins the `generator` of every page; tells a page of ours from another file."""

_LANGUAGE_TAGS: Final[dict[Language, str]] = {"en": "en", "zh": "zh-Hans"}
_LEAST_SECONDS = 0.01


def document(template: str, language: Language, **values: Any) -> str:
    """Return the page that a template makes, ending with a newline.

    Args:
        template: its name in `templates/`.
        language: of the page's own words.
        values: what the template shows; every text among them is cleaned and escaped.
    """
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    sources = {"default-src": "'none'", "style-src": f"'sha256-{digest}'", "img-src": "data:"}
    policy = sources | dict.fromkeys(("base-uri", "form-action"), "'none'")
    shell = {
        "lang": _LANGUAGE_TAGS[language],
        "policy": "; ".join(f"{name} {allowed}" for name, allowed in policy.items()),
        "style": Markup(style),  # noqa: S704 - a file of this package
        "generator": f"{GENERATOR} {__version__}",
        "w": words(language),
    }
    return _environment().get_template(template).render(shell | values).rstrip("\n") + "\n"


def percent(share: float | None) -> str:
    """Write a share of 0 to 1 as whole percent; a dash where there is none. Only all is 100, only nothing is 0."""
    if share is None:
        return DASH
    rounded = round(share * 100)
    if share < 1:
        rounded = min(rounded, 99)
    if share > 0:
        rounded = max(rounded, 1)
    return f"{rounded}%"


def coded(text: str) -> Markup:
    """Return a text with what stands between two backticks as code, as our own sentences write names."""
    parts = re.split(r"`([^`\n]{1,200})`", clean(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )


def seconds(value: float | None) -> str:
    """Write seconds with two digits after the point; a dash where there are none."""
    if value is None:
        return DASH
    return f"{value:.2f}" if value >= _LEAST_SECONDS else f"<{_LEAST_SECONDS}"


@cache
def _style() -> str:
    return (files("grader.render.html") / "templates" / "style.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("grader.render.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters |= {
        "plain": plain,
        "percent": percent,
        "coded": coded,
        "seconds": seconds,
        "shortened": shortened,
    }
    environment.globals |= {"out_of": out_of, "DASH": DASH}
    return environment


def _finalize(value: Any) -> Any:
    """Clean every text that an expression of a template yields; markup is our own."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
