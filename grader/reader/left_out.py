"""Members of an archive that no submission needs."""

from typing import Final

_DEBRIS: Final = frozenset({"__MACOSX", "__pycache__"})


def is_left_out(path: str) -> bool:
    """Tell whether a member is a dot file, a cache, or what macOS adds; a path that climbs is none of them."""
    parts = path.split("/")
    climbs = ".." in parts or "\\" in path
    return not climbs and any(part in _DEBRIS or (part.startswith(".") and part != ".") for part in parts)
