"""A pytest plugin: what the target's checks need beside `benchmarks.plain_pytest` to run in plain in-process pytest.

Work folder, second process and expected errors, each as a grader without processes would offer them.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import grader.checks
from benchmarks import plain_pytest


class Plain(plain_pytest.PlainStudent):
    """The interface of a student, in one process."""

    @property
    def files(self) -> dict[str, bytes]:
        """The files of the current folder."""
        return {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()}

    def fresh(self, *, code: bool = True, inside: bool = True, keep: Sequence[str] = ()) -> None:
        """Import the submission anew: there is no other process, and the folder stays."""
        del inside, keep
        sys.modules.pop(self._file.stem, None)
        if code:
            self._module = plain_pytest.load(self._file.stem, self._file)


@contextmanager
def raises(expected: Any, match: str = "") -> Iterator[None]:
    """What pytest offers."""
    with pytest.raises(expected, match=match or None):
        yield


plain_pytest.PlainStudent = Plain  # type: ignore[misc]
grader.checks.raises = raises  # type: ignore[assignment]
