"""The same checks as a Gradescope autograder runs them: unittest and gradescope-utils, one process a submission.

`python -m benchmarks.peer_gradescope --submission FILE exercises/ID/checks.py...` writes results.json to stdout.
"""

import argparse
import sys
import types
import unittest
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from gradescope_utils.autograder_utils.decorators import weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

from benchmarks.plain_pytest import PlainStudent, load


def main() -> int:
    """Grade one submission in this process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submission", type=Path, required=True)
    parser.add_argument("checks", type=Path, nargs="+")
    options = parser.parse_args()
    inside = options.checks[0].parent / "inside.py"
    if inside.exists():
        load("inside", inside)
    file: Path = options.submission
    methods = {
        name: _method(check, file)
        for checks in options.checks
        for name, check in vars(load(checks.stem, checks)).items()
        if name.startswith("test_") and isinstance(check, types.FunctionType)
    }
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(type("Checks", (unittest.TestCase,), methods))
    JSONTestRunner(stream=sys.stdout, visibility="visible").run(suite)
    return 0


def _method(check: Callable[[Any], None], file: Path) -> Any:
    def method(_self: unittest.TestCase) -> None:
        torch.manual_seed(0)
        sys.modules.pop(file.stem, None)
        check(PlainStudent(load(file.stem, file), file))

    return weight(1)(method)


if __name__ == "__main__":
    sys.exit(main())
