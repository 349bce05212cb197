"""Read the gradebook of the course in the current folder.

`python -m benchmarks.peers.programs.nbgrader ASSIGNMENT` prints the graded cells that each student passes, as JSON.
"""

import json
import sys

from nbgrader.api import Gradebook


def main(assignment: str) -> None:
    """Print all students of an assignment."""
    with Gradebook("sqlite:///gradebook.db") as gradebook:
        passed = {
            submission.student.id: [
                grade.name for notebook in submission.notebooks for grade in notebook.grades if grade.auto_score
            ]
            for submission in gradebook.assignment_submissions(assignment)
        }
    print(json.dumps(passed))


if __name__ == "__main__":
    main(*sys.argv[1:])
