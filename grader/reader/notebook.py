"""Notebooks: which cells are code, whatever the version of the format."""

import io
import json
import warnings
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final

import nbformat

from grader.reader.cells import module
from grader.reader.messages import Bounds, Content, Refusal, Source

_FORMAT: Final = 4
_MOST_TOLD: Final = 200
_PYTHON: Final = ("python", "ipython")
_convert: Callable[[Any, int], Any] = nbformat.convert


def read_notebook(file: BinaryIO, bounds: Bounds) -> Iterator[tuple[Content, bytes]]:
    """Yield a notebook's code as one Python file.

    Args:
        file: the notebook.
        bounds: its `each` bounds the notebook, and the code.

    Raises:
        Refusal: it is not taken.
        Exception: whatever `nbformat` raises over a document that makes no sense.
    """
    if file.seek(0, io.SEEK_END) > bounds.each:
        raise Refusal("large")
    file.seek(0)
    text, cells = module(list(_code(_parse(file.read(bounds.each)))))
    yield Source(tuple(cells[:_MOST_TOLD])), text.encode("utf-8", "replace")


def _parse(document: bytes) -> Any:
    """Return the notebook in format 4, unvalidated: what is used of it is looked at."""
    try:
        raw = json.loads(document)
    except ValueError:  # no JSON, or no UTF-8
        raise Refusal("not_notebook") from None
    if not isinstance(raw, dict) or not isinstance(raw.get("cells", raw.get("worksheets")), list):
        raise Refusal("not_notebook")
    major, minor = raw.get("nbformat"), raw.get("nbformat_minor", 0)
    if type(major) is not int or major not in nbformat.versions:
        raise Refusal("notebook_format", detail=str(major)[:20])
    for cell in raw.get("cells", ()):
        if not isinstance(cell, dict):
            raise Refusal("not_notebook")
        if "outputs" in cell:
            cell["outputs"] = []  # pictures and logs, most of a notebook's bytes
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a notebook lacks ids of cells is nothing to tell a student
        notebook: Any = nbformat.versions[major].to_notebook_json(raw, minor=minor)
        return notebook if major == _FORMAT else _convert(notebook, _FORMAT)


def _code(notebook: Any) -> Iterator[str]:
    """Yield the source of each code cell."""
    metadata = notebook.get("metadata", {})
    for table, key in (("language_info", "name"), ("kernelspec", "language")):
        named = metadata.get(table, {}).get(key)
        if isinstance(named, str) and not named.lower().startswith(_PYTHON):
            raise Refusal("notebook_language", detail=named[:40])
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            source = cell["source"]
            if not isinstance(source, str):
                raise Refusal("not_notebook")
            yield source
