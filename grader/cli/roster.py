"""A roster: CSV that says who learners are in a gradebook."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from grader.errors import UsageError
from grader.model.clean import clean_line

LEARNER: Final = "learner"


def read_people(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Read a roster: the cells of each learner's row by the titles of their columns.

    Raises:
        UsageError: it cannot be read, has no column `learner`, or two rows for one learner.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"The roster {path} cannot be read: {error}.", advice="It is CSV in UTF-8.") from None
    if not rows or LEARNER not in rows[0]:
        raise UsageError(
            f"The roster {path} lacks the column `{LEARNER}`, or has no rows.",
            advice="Its first line names the columns: `learner`, as in the reports, and the gradebook's own.",
        )
    people: dict[str, dict[str, str]] = {}
    for row in rows:
        learner = (row.get(LEARNER) or "").strip()
        if not learner:
            continue
        if learner in people:
            raise UsageError(f"The roster {path} has two rows for {clean_line(learner)}.")
        # A row with more cells than titles has a list under None.
        people[learner] = {key: cell or "" for key, cell in row.items() if isinstance(key, str)}
    return people
