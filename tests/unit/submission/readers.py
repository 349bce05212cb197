"""Readers that were taken over by what they read: each is a program in the place of the real one."""

import sys
import textwrap
from pathlib import Path

import pytest

from grader.submission import reading

HEAD = """
import os, sys, socket, time
sys.modules.pop("pydantic", None)
from grader.reader import archive, messages, process
from grader.reader.messages import Bounds, File, Folder, No, Done, Source, encode


def captured(file, bounds):
{body}


archive.read_archive = captured
sys.exit(process.main(sys.argv[1:]))
"""


def take_over(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str) -> None:
    """Have every reader run `body`, confined as it should be, in place of the parser.

    Args:
        monkeypatch: undoes it.
        folder: for the program.
        body: of a generator with the parameters file and bounds, that yields messages with their bytes.
    """
    program = folder / "taken_over.py"
    program.write_text(HEAD.format(body=textwrap.indent(textwrap.dedent(body), "    ")))
    monkeypatch.setattr(reading, "_PROGRAM", (sys.executable, "-I", str(program)))
