"""Names of people, which come from outside: which can be written exactly, and which become one when they are written.

A name goes into tables, pages, terminals and file names cleaned, as all text does. Cleaning may change it, and
a changed name is somebody else's: so a name that must be exact is refused, and two that would become one are an error.
"""

import unicodedata

from grader.model.clean import clean_line


def is_exact(name: str) -> bool:
    """Tell whether a name is not empty and stays as it is when it is cleaned: one line, nothing hidden or at its ends.

    Args:
        name: as it came.
    """
    return bool(name) and clean_line(name) == name


def key_of(name: str) -> str:
    """Return what two names have in common that look alike in a table: cleaned, their characters composed (NFC)."""
    return unicodedata.normalize("NFC", clean_line(name))


def loose_key_of(name: str) -> str:
    """Return what two names have in common that another system may take for one: in any case, width and composition."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", clean_line(name)).casefold())


def shown(name: str) -> str:
    """Return a name for people to read: as it is, or in quotes with what cannot be seen written out."""
    return name if is_exact(name) else clean_line(repr(name))


def shown_apart(first: str, second: str) -> tuple[str, str]:
    """Return two names for people to read, so that they can be told apart if they differ at all."""
    both = shown(first), shown(second)
    return both if key_of(both[0]) != key_of(both[1]) or first == second else (ascii(first), ascii(second))
