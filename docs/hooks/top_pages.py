"""A hook of MkDocs: the pages at the repository's top are pages of the site, too.

They are taken from where they are, so that there is no copy that goes stale. Links in
all pages are written as they work in the repository, and are led to the site's pages here.
"""

import posixpath
import re
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

TOP: Final = {
    "README.md": "index.md",
    "SECURITY.md": "security.md",
    "CONTRIBUTING.md": "contributing.md",
    "ARCHITECTURE.md": "architecture.md",
    "CHANGELOG.md": "changes.md",
    "LICENSE": "LICENSE",
}
"""Files at the top, and where they are in the site."""

_LINK: Final = re.compile(r"(?<=\]\()(?P<path>[^)\s#:]+)(?P<anchor>#[^)\s]*)?(?=\))")
_SITE_PATHS: Final = {target: name for name, target in TOP.items()}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Leave out of the navigation what is not written yet; a page that is there and not in it is a warning."""
    there = Path(config.docs_dir)
    for section in config.nav or []:
        for title, entries in section.items():
            if isinstance(entries, list):
                section[title] = [one for one in entries if not isinstance(one, dict) or _is_page(there, *one.values())]
    return config


def _is_page(there: Path, path: str) -> bool:
    return path in _SITE_PATHS or (there / path).is_file()


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages at the top."""
    top = Path(config.docs_dir).parent
    for name, target in TOP.items():
        files.append(File.generated(config, target, abs_src_path=str(top / name)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - MkDocs' names
    """Lead links from where they lead in the repository to where that is in the site."""
    return _LINK.sub(lambda link: site_link(page.file.src_uri, link["path"]) + (link["anchor"] or ""), markdown)


def site_link(source: str, link: str) -> str:
    """Return a link of a page as it works in the site.

    Args:
        source: the page, by its path in the site, such as `security.md` or `reference/README.md`.
        link: a relative path as it is written in the page.
    """
    here = _SITE_PATHS.get(source) or f"docs/{source}"
    there = posixpath.normpath(posixpath.join(posixpath.dirname(here), link))
    target = TOP.get(there) or (there.removeprefix("docs/") if there.startswith("docs/") else f"../{there}")
    return posixpath.relpath(target, posixpath.dirname(source) or ".")
