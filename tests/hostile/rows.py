"""The rows of the hostile table: each a small submission with a head that says what must become of it.

A row is a file `submissions/<class>/<name>.py`, or a folder `<name>/` where more than one file is handed in. Its head
is TOML in a comment, between `# /// row` and `# ///`; the keys are the fields of `Row`. Words between at signs, such as
OUTSIDE, stand for places of the stage on which the row is played.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from grader.model.outcome import CheckStatus
from grader.model.report import ReportStatus

HERE: Final = Path(__file__).parent
SUBMISSIONS: Final = HERE / "submissions"
TARGET: Final = HERE / "target"
_HEAD: Final = re.compile(r"^# /// row$(?P<toml>(?:\n#.*)+?)\n# ///$", re.MULTILINE)


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _each_listed(value: Any) -> Any:
    return {name: _listed(item) for name, item in value.items()} if isinstance(value, dict) else value


class Row(BaseModel):
    """One hostile submission.

    Attributes:
        group: its class, the folder's name.
        name: the file's name.
        source: the file or folder.
        tries: what it attempts, one sentence.
        ends: the checks that are run, each with the statuses that it may end in: several where kernels differ. A point
            is earned by `passed` and nothing else, so a check whose answer is wrong never lists it.
        report: the statuses that the report may have.
        incident: whether the instructor's report must record one; None where it does not matter.
        says: a regular expression that a message of the instructor's report must match.
        slow: it runs into a time limit on purpose; an honest grading goes on beside it meanwhile.
        quick: checks that must have cost less than their time limit.
        within: seconds after which the whole grading must have ended.
        plain: why the row is not run against plain pytest; empty where it is.
        exercise: id of the exercise: the target, or one of the built-in course.
        file: what the submission's file is handed in as, where not the target's.
        only_on: `x86_64` or `root`, where the row needs it; `access times`, where the grader can hide them here.
        links: symbolic links to make beside the files: name and target.
        fifos: pipes to make beside the files.
        devices: copies of /dev/zero to make beside the files, which takes root.
        sockets: Unix sockets to make beside the files.
        crowd: how many small files to make in `data/`.
        packed: the file is no submission but a script, whose `build(path)` makes the archive that is handed in.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    group: str
    name: str
    source: Path
    tries: str
    ends: Annotated[dict[str, tuple[CheckStatus, ...]], BeforeValidator(_each_listed)] = {}
    report: Annotated[tuple[ReportStatus, ...], BeforeValidator(_listed)] = ("graded",)
    incident: bool | None = None
    says: str = ""
    slow: bool = False
    quick: tuple[str, ...] = ()
    within: float = 40.0
    plain: str = ""
    exercise: str = "9.9"
    file: str = "target.py"
    only_on: Literal["", "x86_64", "root", "access times"] = ""
    links: dict[str, str] = {}
    fifos: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    sockets: tuple[str, ...] = ()
    crowd: int = 0
    packed: bool = False

    @property
    def id(self) -> str:
        """`class/name`."""
        return f"{self.group}/{self.name}"

    @property
    def deserved(self) -> frozenset[str]:
        """Checks whose point the submission may earn, because its answers there are right."""
        return frozenset(name for name, statuses in self.ends.items() if "passed" in statuses)


def load_rows() -> list[Row]:
    """Return all rows, in the order of classes and names."""
    return list(_rows())


def _rows() -> Iterator[Row]:
    for group in sorted(path for path in SUBMISSIONS.iterdir() if path.is_dir()):
        for source in sorted(group.iterdir()):
            if source.name == "__pycache__":
                continue
            files = sorted(source.rglob("*.py")) if source.is_dir() else [source]
            heads = [found for file in files if (found := _HEAD.search(file.read_text(encoding="utf-8")))]
            if len(heads) != 1:
                raise ValueError(f"{source} has {len(heads)} heads; a row has one")
            text = "\n".join(line[2:] for line in heads[0]["toml"].strip().splitlines())
            yield Row(group=group.name, name=source.stem, source=source, **tomllib.loads(text))
