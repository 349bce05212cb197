"""What a file of checks for check50 calls."""

from pathlib import Path

import check50

from benchmarks.peers.programs.checks import checks_of, run_on_file


class Checked:
    """The checks of an exercise and the submission in the current folder."""

    def __init__(self, folder: str, file: str) -> None:
        self._folder = folder
        self._file = Path(file)
        checks_of(folder)  # once, before check50 forks

    def run(self, name: str) -> None:
        """Run one check.

        Raises:
            check50.Failure: the submission does not pass. check50 takes any other exception for its own mistake.
        """
        try:
            run_on_file(self._folder, name, self._file)
        except Exception as error:
            raise check50.Failure(str(error)) from error
