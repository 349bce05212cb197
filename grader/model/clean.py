"""The one function through which a submission's text passes before a person or a file sees it.

Text from a submission (messages, tracebacks, printed output, file names) may
carry terminal escapes that repaint the screen, controls that reorder what is
read, half characters that no encoder takes, or a gigabyte of anything. The
types at the end put the function where it cannot be forgotten: into the fields
of a report.
"""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator

TEXT_LIMIT = 16_000
LINE_LIMIT = 500

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Terminal escapes, as ECMA-48 writes them: a control string with its end (a
# window title, a hyperlink), a control sequence (a color, a cursor move), or
# any other escape. The introducers exist as one byte (C1) and as ESC and a letter.
_ESCAPES = re.compile(
    r"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x90\x98\x9c-\x9f\n]{0,4096}(?:\x07|\x9c|\x1b\\)"
    r"|(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]"
    r"|\x1b[ -/]{0,8}[0-Z\\^-~]?"
)
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
# Characters that are not seen but change what is: marks and overrides of the
# writing direction, zero-width spaces, tags, annotation anchors.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean(text: str, limit: int = TEXT_LIMIT) -> str:
    """Return `text` as it can be shown: no escapes, no hidden direction, no half characters, not too long.

    Newlines and tabs stay; other ends of lines become newlines. What is left of
    the control characters becomes U+FFFD, so that it can be seen that something
    was there. Cleaning what is clean changes nothing.

    Args:
        text: any text, of any length.
        limit: the most characters to return; a longer text ends in a note of how much was cut.

    Returns:
        At most `limit` characters.
    """
    head = text[: limit * 2]  # enough for text with many escapes, and bounds the work for text of a gigabyte
    head = _ESCAPES.sub("", head)
    head = _LINE_ENDS.sub("\n", head)
    head = _INVISIBLE.sub("", head)
    head = _UNPRINTABLE.sub(_REPLACEMENT, head)
    if len(head) <= limit and len(text) <= limit * 2:
        return head
    note = f" [… cut, {len(text)} characters in all]"
    return head[: max(0, limit - len(note))] + note[:limit]


def clean_line(text: str, limit: int = LINE_LIMIT) -> str:
    """Return `text` cleaned and on one line: every run of white space becomes one space."""
    return " ".join(clean(text, limit).split())


def _cleaned(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def _cleaned_line(value: Any) -> Any:
    return clean_line(value) if isinstance(value, str) else value


CleanText = Annotated[str, BeforeValidator(_cleaned)]
"""A field whose text was cleaned, of several lines, of at most TEXT_LIMIT characters."""

CleanLine = Annotated[str, BeforeValidator(_cleaned_line)]
"""A field whose text was cleaned and lies on one line, of at most LINE_LIMIT characters."""
