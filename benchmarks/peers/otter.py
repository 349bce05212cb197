"""Otter: `otter.api.grade_submission`, its documented way to grade without Docker, for one submission after another.

`otter grade`, which takes a whole folder, needs a Docker daemon and builds an image with packages from the internet;
its containers then run the same code as here. One process for each core grades its share of the class, so that Otter
itself is imported once there; for each submission it starts a Jupyter kernel, which imports Otter and torch.
"""

import json

from benchmarks.peers.peer import Peer

_TEST = """from otter.test_files import test_case

from benchmarks.peers.programs.checks import run_in_notebook

OK_FORMAT = False
name = "{name}"
points = 1


@test_case(points=1, hidden=True)
def check():
    run_in_notebook({folder!r}, "{name}")
"""


class Otter(Peer):
    """One process a core, each with its share of the class; one test file a check."""

    name = "Otter"
    module = "otter"

    def prepare(self) -> None:
        """Make an autograder with `otter generate`."""
        work, folder = self.setting.work, str(self.setting.exercise.folder)
        tests = work / "tests"
        tests.mkdir()
        for name in self.setting.checks:
            (tests / f"{name}.py").write_text(_TEST.format(name=name, folder=folder), encoding="utf-8")
        made = [self.setting.script("otter"), "generate", "--tests-dir", "tests", "--output-path", "autograder.zip"]
        self.setting.run([*made, "--no-requirements", "--no-environment", "--no-config"], work)
        self._files = [
            work / "submissions" / str(number) / self.setting.first_file for number in range(len(self.submissions))
        ]
        for file, source in zip(self._files, self.submissions, strict=True):
            file.parent.mkdir(parents=True)
            file.write_bytes(source.read_bytes())
        self._said: dict[int, str] = {}

    def grade(self) -> None:
        """Let each process grade its share."""

        def share(first: int) -> None:
            files = [str(file) for file in self._files[first :: self.setting.at_a_time]]
            if files:
                program = [self.setting.python, "-m", "benchmarks.peers.programs.otter", "autograder.zip", *files]
                self._said[first] = self.setting.run(program, self.setting.work)

        self.side_by_side(share, self.setting.at_a_time)

    def passed(self) -> list[frozenset[str]]:
        """Read one line a submission."""
        found: dict[str, frozenset[str]] = {}
        for said in self._said.values():
            for file, names in json.loads(said.splitlines()[-1]).items():
                found[file] = frozenset(names)
        return [found[str(file)] for file in self._files]
