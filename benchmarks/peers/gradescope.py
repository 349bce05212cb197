"""gradescope-utils: what an autograder uploaded to Gradescope runs, one process a submission."""

import json

from benchmarks.peers.peer import OneByOne


class Gradescope(OneByOne):
    """A `run_autograder` made of unittest and `JSONTestRunner`, as its documentation shows."""

    name = "gradescope-utils"
    module = "gradescope_utils"

    def command(self) -> list[str]:
        """Run the program that an autograder would hold."""
        exercise = self.setting.exercise
        program = [self.setting.python, "-m", "benchmarks.peers.programs.gradescope"]
        return [*program, str(exercise.folder), self.setting.first_file]

    def read(self, said: str) -> frozenset[str]:
        """Read results.json."""
        return frozenset(test["name"].split()[0] for test in json.loads(said)["tests"] if test["score"])
