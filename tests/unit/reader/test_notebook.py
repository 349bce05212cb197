"""Notebooks: the code of every version's, and a reason for what is none."""

import io
import json
from typing import Any

import pytest

from grader.reader.messages import Bounds, Refusal, Source
from grader.reader.notebook import read_notebook
from tests.unit.reader.notebooks import code, notebook, text

pytestmark = pytest.mark.unit


def read(document: bytes, bounds: Bounds | None = None) -> str:
    """Return the code of a notebook."""
    ((told, body),) = read_notebook(io.BytesIO(document), bounds or Bounds())
    assert isinstance(told, Source)
    return body.decode()


def test_code_cells_are_taken_and_outputs_are_not() -> None:
    """Sources come as text or as a list of lines."""
    source = read(notebook(text("# A title"), code("import torch"), code(["def f():\n", "    return 1"])))
    assert source.split("\n") == [
        "# The code cells of a notebook, one after another.", "# cell 1", "import torch", "# cell 2", "def f():",
        "    return 1", "",
    ]  # fmt: skip


@pytest.mark.parametrize("outputs", [None, 3, [None], {"a": 1}, [[[]]]])
def test_broken_outputs_do_not_matter(outputs: Any) -> None:
    """Nobody looks at them."""
    assert "x = 1" in read(notebook(code("x = 1", outputs=outputs)))


def test_older_formats_are_read() -> None:
    """The library brings them up to date."""
    cell: dict[str, Any] = {"cell_type": "code", "language": "python", "collapsed": False, "metadata": {}}
    cell |= {"outputs": [], "prompt_number": 1}
    for major, source in ((2, ["x = 1", "y = 2"]), (3, ["x = 1\n", "y = 2"])):
        cell["input"] = source
        old = {"nbformat": major, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": [cell]}]}
        assert "x = 1\ny = 2" in read(json.dumps(old).encode())


def test_a_newer_minor_version_is_read() -> None:
    """They add and do not change."""
    assert "x = 1" in read(notebook(code("x = 1"), nbformat_minor=99))


def test_a_byte_order_mark_and_odd_characters_are_no_obstacle() -> None:
    """Half a character becomes a question mark: no file can hold it."""
    assert "x = 'é?'" in read(b"\xef\xbb\xbf" + notebook(code("x = 'é\ud800'")))


@pytest.mark.parametrize(
    ("why", "document"),
    [
        ("not_notebook", b""),
        ("not_notebook", b"answer = 42"),
        ("not_notebook", b"\xff\xfe"),
        ("not_notebook", b"[]"),
        ("not_notebook", b"{}"),
        ("not_notebook", b'{"nbformat": 4, "cells": 3}'),
        ("not_notebook", b'{"nbformat": 4, "cells": null}'),
        ("not_notebook", b"1" * 5000),
        ("not_notebook", notebook(code(3))),
        ("not_notebook", notebook(3)),
        ("not_notebook", notebook(None, code("x"))),
        ("not_notebook", notebook(code({"a": 1}))),
        ("notebook_format", notebook(nbformat=5)),
        ("notebook_format", notebook(nbformat=0)),
        ("notebook_format", notebook(nbformat="4")),
        ("notebook_format", notebook(nbformat=[4])),
        ("notebook_format", notebook(nbformat=None)),
        ("notebook_format", notebook(nbformat=True)),
        ("notebook_language", notebook(code("1"), language="R")),
        ("notebook_language", notebook(metadata={"language_info": {"name": "julia"}})),
    ],
)
def test_what_is_no_notebook_of_ours_has_a_reason(why: str, document: bytes) -> None:
    """The words that a student reads depend on it."""
    with pytest.raises(Refusal) as caught:
        read(document)
    assert caught.value.no.why == why


@pytest.mark.parametrize("language", ["python", "Python", "python3", "ipython"])
def test_every_name_of_python_is_taken(language: str) -> None:
    """Kernels disagree about it."""
    assert "x = 1" in read(notebook(code("x = 1"), language=language))


@pytest.mark.parametrize(
    "document",
    [
        b"[" * 200_000,
        b'{"nbformat": 4, "cells": [' + b"[" * 100_000,
        notebook({"cell_type": "code"}),
        notebook({}),
        notebook(metadata=3),
        notebook(metadata={"kernelspec": 3}),
        notebook(text("x"), cells=[{"cell_type": "code", "source": "x", "attachments": 3}]),
        json.dumps({"nbformat": 3, "worksheets": [3]}).encode(),
        json.dumps({"nbformat": 2, "worksheets": [{"cells": [{"cell_type": "code"}]}]}).encode(),
    ],
)
def test_nonsense_ends_in_an_exception(document: bytes) -> None:
    """Of whatever kind: the process makes one refusal of all of them."""
    with pytest.raises(Exception):  # noqa: B017, PT011
        read(document)


def test_a_large_notebook_is_not_even_parsed() -> None:
    """Its size is looked at first."""
    with pytest.raises(Refusal) as caught:
        read(b"no json, and " + b"x" * 2000, Bounds(each=1024))
    assert caught.value.no.why == "large"
