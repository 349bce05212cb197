"""`python -m tests.unit.model.catalogs` brings the message catalogs up to date with the source, and compiles them.

Babel extracts, merges and compiles; the head of a catalog is ours, without
dates, so that the same messages always give the same bytes.
"""

import io
import sys
from datetime import UTC, datetime

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from grader.model.catalog import DOMAIN, LOCALES

LANGUAGES = ("zh",)
HEAD = """\
# Messages of the grader. `make messages` brings this file up to date with the source.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def extracted() -> Catalog:
    """Return the messages that the source marks by `N_`, `Words` and `say`."""
    catalog = Catalog()
    for _file, _line, message, _comments, _context in extract_from_dir(
        LOCALES.parent, keywords={"N_": None, "say": None, "Words": None}
    ):
        catalog.add(message)
    return catalog


def stored(language: str) -> Catalog:
    """Return the messages of a language as they are in the repository."""
    file = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    return read_po(io.BytesIO(file.read_bytes()), locale=language)


def update(language: str) -> list[str]:
    """Write a language's catalog, as text and compiled; return what is not translated yet."""
    catalog = stored(language)
    catalog.update(extracted(), no_fuzzy_matching=True)
    text, compiled = io.BytesIO(), io.BytesIO()
    write_po(text, catalog, width=110, no_location=True, omit_header=True, ignore_obsolete=True)
    folder = LOCALES / language / "LC_MESSAGES"
    written = HEAD.format(language=language) + text.getvalue().decode().strip("\n") + "\n"
    (folder / f"{DOMAIN}.po").write_text(written, encoding="utf-8")
    catalog = stored(language)
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    write_mo(compiled, catalog)
    (folder / f"{DOMAIN}.mo").write_bytes(compiled.getvalue())
    return [str(message.id) for message in catalog if message.id and not message.string]


if __name__ == "__main__":
    for name in LANGUAGES:
        for missing in update(name):
            sys.stdout.write(f"{name}: not translated: {missing}\n")
