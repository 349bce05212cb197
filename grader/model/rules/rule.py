"""What a rule of the diagnosis says."""

from typing import NamedTuple


class Rule(NamedTuple):
    """One mistake in words: what it looks like, and what to try next. Both are messages of the catalogs."""

    sentence: str
    advice: str = ""
