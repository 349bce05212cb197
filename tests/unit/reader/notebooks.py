"""Notebooks as Jupyter writes them, or nearly."""

import json
from typing import Any


def code(source: Any, **more: Any) -> dict[str, Any]:
    """Return a code cell with an output."""
    output = {"output_type": "stream", "name": "stdout", "text": ["not code\n"]}
    return {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [output], "source": source, **more}


def text(source: str) -> dict[str, Any]:
    """Return a cell of prose."""
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def notebook(*cells: Any, language: str = "python", **more: Any) -> bytes:
    """Return a notebook of format 4."""
    metadata = {"kernelspec": {"display_name": "x", "language": language, "name": "x"}}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells, **more}).encode()
