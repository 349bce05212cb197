"""The Markdown pages of the repository, and what stands in them."""

import re
import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
_FENCE: Final = re.compile(r"^ *(```+|~~~+).*?^ *\1 *$", re.MULTILINE | re.DOTALL)
_CODE: Final = re.compile(r"`[^`\n]+`")
_LINK: Final = re.compile(r"\]\((?P<target>[^)\s]+)\)")
_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|#")


def page(name: str) -> str:
    """Return the text of a page, by its path in the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def paragraphs(name: str) -> dict[str, str]:
    """Return what stands below each third-level heading of a page, by each name in backquotes in the heading."""
    found = re.split(r"^### +(.+)$", page(name), flags=re.MULTILINE)[1:]
    return {
        word: re.split(r"^#", text, maxsplit=1, flags=re.MULTILINE)[0].strip()
        for heading, text in zip(found[::2], found[1::2], strict=True)
        for word in re.findall(r"`([^`]+)`", heading)
    }


def all_pages() -> list[str]:
    """Return the paths of all Markdown files that belong to the repository, new ones included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    if not listed:  # a source archive has no history
        listed = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*.md") if ".venv" not in path.parts]
    return sorted(name for name in listed if (ROOT / name).is_file())


def relative_links(name: str) -> list[str]:
    """Return where a page's links lead that lead into the repository, without anchors."""
    text = _CODE.sub("", _FENCE.sub("", page(name)))
    targets = [link["target"] for link in _LINK.finditer(text)]
    return [target.partition("#")[0] for target in targets if not _ELSEWHERE.match(target)]
