"""check50: `check50 --dev CHECKS` in the folder of each submission, its documented way to use checks of one's own.

`--dev` grades here, with nothing fetched; without it the slug names a repository on GitHub. check50 documents no way to
grade more than one submission with a command, or from Python. Its own advantages are kept: it imports torch once,
forks, and does not run a check when the one that it needs has failed. It forks one worker, not one a core: with a
command a core that is faster.
"""

import json
from typing import ClassVar

from benchmarks.peers.peer import OneByOne

_CHECK = '''
@check50.check({needs})
def {name}():
    """{name}"""
    checked.run("{name}")
'''


class Check50(OneByOne):
    """One command a submission."""

    name = "check50"
    module = "check50"
    fine: ClassVar[tuple[int, ...]] = (0, 1)  # 1: a check failed

    def prepare(self) -> None:
        """Write a folder of checks as check50 expects it, one function a check."""
        super().prepare()
        folder = self.setting.work / "checks"
        folder.mkdir()
        (folder / ".cs50.yaml").write_text("check50:\n  checks: checks.py\n", encoding="utf-8")
        made = f"checked = Checked({str(self.setting.exercise.folder)!r}, {self.setting.first_file!r})\n\n"
        text = f"import check50\n\nfrom benchmarks.peers.programs.check50 import Checked\n\n{made}"
        for name, needs in self.setting.checks.items():
            text += _CHECK.format(name=name, needs=needs or "")
        (folder / "checks.py").write_text(text, encoding="utf-8")

    def command(self) -> list[str]:
        """Ask for JSON."""
        return [
            "env",
            "CHECK50_WORKERS=1",
            self.setting.script("check50"),
            "--dev",
            "--output",
            "json",
            "--",
            str(self.setting.work / "checks"),
        ]

    def read(self, said: str) -> frozenset[str]:
        """Read the results."""
        return frozenset(result["name"] for result in json.loads(said)["results"] if result["passed"])
