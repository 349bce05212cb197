"""The same checks as a Gradescope autograder runs them: unittest and gradescope-utils.

`python -m benchmarks.peers.programs.gradescope exercises/ID SUBMISSION.py` writes results.json to stdout.
"""

import sys
import unittest
from pathlib import Path
from typing import Any

from gradescope_utils.autograder_utils.decorators import weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

from benchmarks.peers.programs.checks import checks_of, run_on_file


def main(folder: str, file: str) -> None:
    """Grade one submission in this process."""
    methods = {name: _method(folder, name, Path(file)) for name in checks_of(folder)}
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(type("Checks", (unittest.TestCase,), methods))
    JSONTestRunner(stream=sys.stdout, visibility="visible").run(suite)


def _method(folder: str, name: str, file: Path) -> Any:
    def method(_self: unittest.TestCase) -> None:
        run_on_file(folder, name, file)

    return weight(1)(method)


if __name__ == "__main__":
    main(*sys.argv[1:])
