"""The text of a Python source, decoded without asking the registry of codecs for a name that a submission chose.

A source names its own encoding (PEP 263), and Python imports the codec of that name. So whoever only reads a source
would run code: a module `encodings.x`, or a codec that some package registers. Here a name is looked up in a table.
"""

import codecs
import re
from typing import Final

_COOKIE: Final = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK: Final = re.compile(rb"[ \t\f]*(?:#.*)?")

_CODECS: Final = {
    "utf-8": "utf-8", "utf8": "utf-8", "utf-8-sig": "utf-8", "u8": "utf-8", "cp65001": "utf-8",
    "ascii": "ascii", "us-ascii": "ascii",
    "latin-1": "latin-1", "latin1": "latin-1", "iso-8859-1": "latin-1", "iso8859-1": "latin-1", "l1": "latin-1",
    "iso-8859-15": "iso8859-15", "cp1252": "cp1252", "windows-1252": "cp1252",
    "cp1251": "cp1251", "windows-1251": "cp1251", "koi8-r": "koi8-r",
    # GB 18030 reads what the older two wrote.
    "gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030", "cp936": "gb18030",
    "big5": "big5", "shift-jis": "shift_jis", "sjis": "shift_jis", "cp932": "cp932", "euc-jp": "euc_jp",
    "euc-kr": "euc_kr",
}  # fmt: skip
"""Names that Python sources carry, small and with dashes; and which of Python's own codecs reads them."""


class UnknownEncodingError(ValueError):
    """The source names an encoding that is not in the table, or is not written in the one that it names."""


def decode(content: bytes) -> str:
    """Return the text of a source, ends of lines as they are.

    Args:
        content: all of it.

    Raises:
        UnknownEncodingError: says which encoding.
    """
    named = _named(content)
    if named is None or content.startswith(codecs.BOM_UTF8):
        codec, named = "utf-8", "utf-8"
    else:
        found = _CODECS.get(named.lower().replace("_", "-"))
        if found is None:
            raise UnknownEncodingError(f"it names the encoding {named!r}, which is not read; save it as UTF-8")
        codec = found
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode(codec)
    except UnicodeDecodeError as error:
        raise UnknownEncodingError(f"byte {error.start} is not {named}; save it as UTF-8") from None


def _named(content: bytes) -> str | None:
    """Return the encoding that one of the first two lines names, the second only after a line without code."""
    for line in content[:4096].splitlines()[:2]:
        found = _COOKIE.match(line.removeprefix(codecs.BOM_UTF8))
        if found is not None:
            return found[1].decode("ascii", "replace")
        if not _BLANK.fullmatch(line.removeprefix(codecs.BOM_UTF8)):
            return None
    return None
