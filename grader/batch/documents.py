"""Documents of ours, parsed: a report, a summary or an attempt, or a sentence that says what is wrong with it."""

from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from pydantic import BaseModel, ValidationError

from grader.errors import UsageError
from grader.model.clean import clean_line
from grader.model.report import SCHEMA_VERSION, Report, Summary
from grader.model.scoring import summarize
from grader.submission.attempts import ATTEMPT_VERSION, Attempt

WANTED: Final = (
    "It takes what `grade submit --json` prints or `--output DIR` writes, an attempt below `.grader/`, "
    "a folder with attempts, or the output folder of `grade batch`."
)
_MOST_BYTES: Final = 512 * 2**20

_Model = TypeVar("_Model", bound=BaseModel)


def read_summary(path: Path) -> Summary:
    """Read a file that `grade submit` or `grade batch` wrote.

    Raises:
        UsageError: it is not there, is no report, or one of another version of the schema.
    """
    return parse_summary(read_bytes(path), str(path))


def parse_summary(content: bytes, source: str) -> Summary:
    """Read a report, a summary or an attempt; a single report becomes a summary of that one.

    Args:
        content: one JSON document.
        source: how errors call it.

    Raises:
        UsageError: it is none of them, or one of another version of the schema.
    """
    shown = clean_line(source, 300)
    try:
        document: Any = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError):
        raise UsageError(f"{shown} is no JSON document.", advice=WANTED) from None
    found = document if isinstance(document, dict) else {}
    if "checks" in found:
        report = _parsed(content, found, shown, Report, SCHEMA_VERSION)
        return summarize([report], report.learner).model_copy(update={"view": report.view})
    if "reports" in found:
        return _parsed(content, found, shown, Summary, SCHEMA_VERSION)
    if "attempt" in found:
        return _parsed(content, found, shown, Attempt, ATTEMPT_VERSION).summary
    raise UsageError(f"{shown} is no report.", advice=WANTED)


def read_bytes(path: Path) -> bytes:
    """Read a file.

    Raises:
        UsageError: that cannot be done, or it is too large for anything of ours.
    """
    shown = clean_line(str(path), 300)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{shown} is too large for a report.")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{shown} cannot be read: {error.strerror}.", advice=WANTED) from None


def _parsed(content: bytes, document: dict[str, Any], shown: str, model: type[_Model], version: int) -> _Model:
    found = document.get("schema_version", version)
    if found != version:
        newer = isinstance(found, int) and found > version
        raise UsageError(
            f"{shown} is a report of schema version {clean_line(repr(found), 40)}; this grader reads {version}.",
            advice="A newer grader wrote it: install that one." if newer else "Grade the submission anew.",
        )
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = clean_line(".".join(map(str, first["loc"])), 120)
        raise UsageError(
            f"{shown} is not a report of this version: {where}: {clean_line(first['msg'], 120)}.",
            advice="`grade schema report` prints the schema. A report of an older grader has to be made anew.",
        ) from None
