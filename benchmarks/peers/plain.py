"""Plain pytest: one process a submission, no more than a fixture (`benchmarks/plain_pytest.py`)."""

import os
import re
from typing import ClassVar

from benchmarks.peers.peer import OneByOne


class PlainPytest(OneByOne):
    """`pytest checks.py visible.py`, for each submission."""

    name = "plain pytest"
    module = "pytest"
    fine: ClassVar[tuple[int, ...]] = (0, 1)  # 1: a check failed

    def command(self) -> list[str]:
        """Let pytest list what passed, which costs a line a check."""
        exercise = self.setting.exercise
        files = [str(found) for found in (exercise.checks_file, exercise.visible_file) if found]
        command = [self.setting.python, "-m", "pytest", "-q", "-rp", "-p", "benchmarks.plain_pytest"]
        command += ["-p", "no:cacheprovider", f"--submission={self.setting.first_file}"]
        return [*command, "-c", os.devnull, f"--rootdir={exercise.folder}", *files]

    def read(self, said: str) -> frozenset[str]:
        """Read the summary's lines."""
        return frozenset(re.findall(r"^PASSED \S+::(\w+)", said, re.MULTILINE))
