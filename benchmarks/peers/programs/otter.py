"""Grade submissions with Otter, one after another, without containers.

`python -m benchmarks.peers.programs.otter autograder.zip SUBMISSION.py...` prints the tests that each passes, as JSON.
"""

import json
import sys

from otter.api import grade_submission


def main(autograder: str, *files: str) -> None:
    """Grade in this process; for each submission, Otter starts a kernel."""
    passed = {}
    for file in files:
        results = grade_submission(file, autograder, quiet=True)
        passed[file] = [name for name in results.test_files if results.get_score(name) > 0]
    print(json.dumps(passed))


if __name__ == "__main__":
    main(*sys.argv[1:])
