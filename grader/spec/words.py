"""What was expected, in plain words, for every fault that the schema of a spec can have."""

import difflib
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from grader.errors import Fault
from grader.model.clean import clean_line
from grader.model.exercise import Check, Equivalent, ExerciseSpec, Limits, Requires, Wrong
from grader.model.text import Localized

_PATTERNS = {
    r"^test_[A-Za-z0-9_]+$": "the name of a test function: `test_` and then letters, digits and underscores",
    r"^[a-z][a-z-]*-[0-9a-f]{8}$": "the id of a mutant, as `grade audit` gives it, such as swap-dim-0123abcd",
    r"^[0-9A-Za-z]+(\.[0-9A-Za-z]+)*$": "an id such as 5.1.2: letters and digits, with dots between",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "a slug such as parallel-block: small letters and digits, with dashes between",
}
_SENTENCES = {
    "missing": "this key is required",
    "string_type": "text",
    "string_too_short": "some text",
    "too_short": "at least one entry",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "decimal_type": "a number",
    "decimal_parsing": "a number",
    "decimal_max_digits": "a number of at most {max_digits} digits",
    "decimal_whole_digits": "a number with at most {whole_digits} digits before the point",
    "decimal_max_places": "a number with at most {decimal_places} decimal places",
    "tuple_type": "a list",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "literal_error": "{expected}",
    "greater_than": "a number greater than {gt}",
    "greater_than_equal": "a number of at least {ge}",
    "less_than_equal": "a number of at most {le}",
}
_SHOWN = 60


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean X?` for the known word closest to `word`, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean `{close[0]}`?" if close else ""


def dotted(loc: Sequence[int | str]) -> str:
    """Return a place in a spec as a key: `check[2].points`, counted from 0."""
    key = ""
    for part in loc:
        key += f"[{part}]" if isinstance(part, int) else f".{part}" if key else part
    return key


def schema_faults(error: ValidationError, file: str, model: type[BaseModel] = ExerciseSpec) -> list[Fault]:
    """Return every fault that pydantic found, in plain words.

    Args:
        error: what validation raised.
        file: the file to name in each fault.
        model: what the file's top level was validated as.
    """
    return [
        Fault(file, dotted(entry["loc"]), _expected(entry, model))
        for entry in error.errors()
        # A list of wrong entries counts as too short as well; the entries' own faults are enough.
        if entry["type"] != "too_short" or not entry["input"]
    ]


def _expected(entry: ErrorDetails, model: type[BaseModel]) -> str:
    loc, kind, context = entry["loc"], entry["type"], entry.get("ctx", {})
    if kind == "extra_forbidden":
        known = _table(loc[:-1], model).model_fields
        close = suggestion(str(loc[-1]), known)
        return "unknown key" + (close or f"; the keys here are {', '.join(f'`{name}`' for name in known)}")
    if kind == "missing":
        return _SENTENCES[kind]
    if kind == "string_pattern_mismatch":
        words = _PATTERNS.get(str(context.get("pattern")), entry["msg"])
    elif kind == "value_error":
        words = str(context.get("error", entry["msg"]))
    else:
        words = _SENTENCES[kind].format(**context) if kind in _SENTENCES else entry["msg"]
    return f"{words}, not {_found(entry['input'])}"


def _table(loc: Sequence[int | str], model: type[BaseModel]) -> type[BaseModel]:
    """Return the model of the table at `loc`, for the names of its keys."""
    match tuple(loc):
        case ():
            return model
        case ("check", int()):
            return Check
        case ("check", int(), "requires"):
            return Requires
        case ("wrong", int()):
            return Wrong
        case ("equivalent", int()):
            return Equivalent
        case ("limits",):
            return Limits
        case _:
            return Localized


def _found(value: object) -> str:
    if isinstance(value, str):
        return f'"{clean_line(value, _SHOWN)}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return clean_line(str(value), _SHOWN)
