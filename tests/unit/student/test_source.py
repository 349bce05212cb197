"""The text of a source, by a table of encodings and never by a codec that the source chose."""

import codecs
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.student import literal
from grader.student.source import UnknownEncodingError, decode

pytestmark = pytest.mark.unit

WORDS = "def answer():\n    return '形状'\n"


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Every name that the registry of codecs is asked for and does not know."""
    names: list[str] = []

    def search(name: str) -> None:
        names.append(name)

    codecs.register(search)
    yield names
    codecs.unregister(search)


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("# -*- coding: utf-8 -*-\n", "utf-8"),
        ("# -*- coding: utf-8 -*-\n", "utf-8-sig"),
        ("# -*- coding: UTF8 -*-\n", "utf-8"),
        ("#!/usr/bin/python\n# vim: set fileencoding=gbk :\n", "gbk"),
        ("# coding=gb2312\n", "gb2312"),
        ("\n# coding: GB18030\n", "gb18030"),
        ("# coding: big5\n", "big5"),
        ("x = 1\n# coding: no-such\n", "utf-8"),
        ("x = 1\n\n# coding: no-such\n", "utf-8"),
    ],
)
def test_what_sources_commonly_have_is_read(head: str, codec: str, tmp_path: Path) -> None:
    words = WORDS if codec != "big5" else WORDS.replace("形状", "形狀")
    file = tmp_path / "answer.py"
    file.write_bytes((head + words).encode(codec))
    assert literal.read([file], "answer") == words.split("'")[1]
    compile(file.read_bytes(), "answer.py", "exec")  # Python reads it too


@pytest.mark.parametrize("name", ["evil", "rot13", "utf_7", "unicode_escape", "idna", "../evil", "encodings.evil"])
def test_no_other_name_is_looked_up(name: str, asked: list[str]) -> None:
    with pytest.raises(UnknownEncodingError, match="save it as UTF-8"):
        decode(f"# coding: {name}\nx = 1\n".encode())
    assert asked == []


@pytest.mark.parametrize("content", [b"x = '\xff'\n", b"# coding: ascii\nx = '\xe9'\n", b"# coding: gbk\nx = '\xff'\n"])
def test_bytes_of_another_encoding_are_refused(content: bytes) -> None:
    with pytest.raises(UnknownEncodingError, match="is not"):
        decode(content)


def test_a_warning_of_the_parser_opens_no_file(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    """Whoever shows a warning looks for the line in a file of that name, in whatever encoding that names."""
    file = tmp_path / "answer.py"
    file.write_text("def answer():\n    return '\\d'\n")
    assert literal.read([file], "answer") == "\\d"
    assert not list(recwarn)
