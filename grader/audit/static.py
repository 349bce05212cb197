"""What can be seen without running anything: files, texts in both languages, names."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from grader.audit.family import Subject, solutions
from grader.audit.figures import Examination
from grader.audit.finding import Finding, Rule
from grader.audit.source import asked_names, defined_names, parse
from grader.model.course import BrokenExercise
from grader.model.exercise import Check, Exercise
from grader.model.text import Localized
from grader.submission.notebook import notebook_for

SPEC: Final = Rule(
    id="S101",
    name="spec",
    severity="error",
    holds="The spec is valid, and its files are there and say the same.",
)
REFERENCE: Final = Rule(
    id="S102",
    name="reference",
    severity="error",
    holds="There is a reference solution with every file that is handed in.",
)
STATEMENT: Final = Rule(
    id="S103",
    name="statement",
    severity="error",
    holds="The statement stands in both languages, and both name every file and every name that the checks ask for.",
)
TITLES: Final = Rule(
    id="S104",
    name="titles",
    severity="error",
    holds="The exercise and every check have a title in both languages.",
)
HINTS: Final = Rule(
    id="S105",
    name="hints",
    severity="error",
    holds="Every check has a hint in both languages.",
)
TEMPLATE: Final = Rule(
    id="S106",
    name="template",
    severity="error",
    holds="The template has every file that is handed in, parses, and defines what the checks ask for.",
)
NOTES: Final = Rule(
    id="S107",
    name="notes",
    severity="error",
    holds="NOTES.md says which freedoms a right answer has and what each misreading costs.",
)
STRAY: Final = Rule(
    id="S108",
    name="stray",
    severity="error",
    holds="The exercise's folders hold nothing that no part of the grader uses.",
)
UNDECLARED: Final = Rule(
    id="S109",
    name="undeclared",
    severity="error",
    holds="Every wrong solution stands in the spec, and there is at least one.",
)
VARIANTS: Final = Rule(
    id="S110",
    name="variants",
    severity="error",
    holds="At least two right answers of other styles lie in right/.",
)
VISIBLE: Final = Rule(
    id="S112",
    name="visible",
    severity="error",
    holds="Students have at least one check to read and run themselves.",
)
TODO: Final = Rule(
    id="S111",
    name="todo",
    severity="error",
    holds="Nothing that an author writes still says TODO.",
)

_MIN_RIGHT: Final = 2
_TEXTS: Final = ("exercise.toml", "README.md", "README.zh.md", "NOTES.md", "checks.py", "visible.py", "inside.py")
_FOLDERS: Final = ("right", "wrong", "data", "images")
_CACHES: Final = ("__pycache__", ".pytest_cache", ".ruff_cache", ".mypy_cache")
"""What tools leave behind while an author works, and git ignores."""

_TODO: Final = re.compile(r"\bTODO\b")
_BOTH: Final = (("README.md", "English"), ("README.zh.md", "Chinese"))


class Static:
    """The rules that need no process."""

    name = "static"
    quick = True
    needs_sound = False
    rules = (SPEC, REFERENCE, STATEMENT, TITLES, HINTS, TEMPLATE, NOTES, STRAY, UNDECLARED, VARIANTS, TODO, VISIBLE)

    def examine(self, subject: Subject) -> Examination:
        """Look at every file of the exercise."""
        exercise = subject.exercise
        return Examination(
            findings=(
                *_statements(exercise),
                *_titles(exercise),
                *_hints(exercise),
                *_template(exercise),
                *_notes(exercise),
                *_stray(exercise),
                *_undeclared(exercise),
                *_variants(exercise),
                *_todo(exercise),
                *_visible(exercise),
            )
        )


def broken_findings(broken: BrokenExercise) -> tuple[Finding, ...]:
    """Return the faults of a spec as findings."""
    return tuple(
        SPEC.at(
            fault.file.partition("/")[2] or fault.file,
            f"{fault.key}: {fault.expected}" if fault.key else fault.expected,
            advice="docs/authoring.md explains every key.",
        )
        for fault in broken.faults
    )


def reference_findings(exercise: Exercise) -> tuple[Finding, ...]:
    """Return what keeps an audit from going further than the files: a reference that is not there."""
    folder = f"reference_solutions/{exercise.spec.folder_name}"
    if exercise.reference is None:
        return (REFERENCE.at(folder, "there is no such folder", advice="Write the right answer there."),)
    if exercise.checks_file is None and exercise.hidden:
        return (SPEC.at("checks.py", "the hidden checks are missing", advice="Audit the instructor's course."),)
    return ()


def _statements(exercise: Exercise) -> Iterator[Finding]:
    reference = _reference_names(exercise)
    asked = [name for name in asked_names(exercise) if name in reference]
    for file, language in _BOTH:
        path = exercise.folder / file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if not text.strip():
            yield STATEMENT.at(file, f"there is no statement in {language}")
            continue
        missing = [name for name in (*exercise.spec.files, *asked) if name not in text]
        if missing:
            names = ", ".join(f"`{name}`" for name in missing)
            yield STATEMENT.at(
                file, f"does not name {names}", advice="Checks may only ask for what the statement defines."
            )


def _titles(exercise: Exercise) -> Iterator[Finding]:
    if _lacks(exercise.spec.title):
        yield TITLES.at("exercise.toml", f"the title {_lacks(exercise.spec.title)}")
    for check in exercise.spec.check:
        if lacking := _lacks(check.title):
            yield TITLES.at(check.name, f"the title {lacking}", advice="Students read it instead of the name.")


def _hints(exercise: Exercise) -> Iterator[Finding]:
    for check in exercise.spec.check:
        if (lacking := _lacks(check.hint)) and _is_hint_shown(check):
            yield HINTS.at(check.name, f"the hint {lacking}", advice="Say what to look at when this check is lost.")


def _is_hint_shown(check: Check) -> bool:
    return check.show in ("full", "hint") or check.hint is not None


def _lacks(text: Localized | None) -> str:
    if text is None or not text.en.strip():
        return "is missing"
    return "" if text.zh and text.zh.strip() else "is not there in Chinese"


def _template(exercise: Exercise) -> Iterator[Finding]:
    folder = exercise.template
    if folder is None:
        place = f"student_template/{exercise.spec.folder_name}"
        yield TEMPLATE.at(place, "there is no such folder", advice="Students start from it.")
        return
    defined: set[str] = set()
    for file in exercise.spec.files:
        path = folder / file
        if not path.is_file() and not (folder / (notebook_for(file) or file)).is_file():
            yield TEMPLATE.at(f"template {file}", "the template lacks this file")
            return
        elif path.suffix == ".py" and path.is_file():
            try:
                defined |= defined_names(parse(path)).keys()
            except SyntaxError as error:
                yield TEMPLATE.at(f"template {file}", f"is no Python file: {error.msg} (line {error.lineno})")
                return
    reference = _reference_names(exercise)
    missing = [name for name in asked_names(exercise) if name in reference and name not in defined]
    if missing and all(file.endswith(".py") for file in exercise.spec.files):
        names = ", ".join(f"`{name}`" for name in missing)
        yield TEMPLATE.at("template", f"does not define {names}", advice="Declare them with a TODO inside.")


def _reference_names(exercise: Exercise) -> set[str]:
    """Return what the files of the reference define that are handed in."""
    if exercise.reference is None:
        return set()
    files = [exercise.reference / file for file in exercise.spec.files if file.endswith(".py")]
    return {name for file in files for name in defined_names(parse(file))}


def _notes(exercise: Exercise) -> Iterator[Finding]:
    path = exercise.folder / "NOTES.md"
    if not path.is_file() or not path.read_text(encoding="utf-8").strip():
        yield NOTES.at("NOTES.md", "is missing or empty", advice="It answers complaints: write down why points go.")


def _stray(exercise: Exercise) -> Iterator[Finding]:
    for path in sorted(exercise.folder.iterdir()):
        if path.name not in (*_TEXTS, *_FOLDERS, *_CACHES):
            yield STRAY.at(path.name, "nothing in the grader uses this file", advice="Remove or rename it.")
    kept = {path.name for name in ("right", "wrong") for path in solutions(exercise.folder / name)}
    for name in ("right", "wrong"):
        folder = exercise.folder / name
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name not in (*kept, *_CACHES):
                yield STRAY.at(f"{name}/{path.name}", "is no solution: a Python file, a notebook or a folder")
    for place, root in (("reference", exercise.reference), ("template", exercise.template)):
        for path in sorted(root.rglob("*")) if root is not None else ():
            relative = path.relative_to(root).as_posix() if root is not None else ""
            if path.is_file() and "__pycache__" not in path.parts and not _is_handed_in(exercise, relative):
                yield STRAY.at(f"{place} {relative}", "is neither in `files` nor matched by `optional`")


def _is_handed_in(exercise: Exercise, path: str) -> bool:
    declared = {*exercise.spec.files, *(notebook_for(file) for file in exercise.spec.files)}
    return path in declared or any(Path(path).match(pattern) for pattern in exercise.spec.optional)


def _undeclared(exercise: Exercise) -> Iterator[Finding]:
    declared = {wrong.file for wrong in exercise.spec.wrong}
    for path in solutions(exercise.folder / "wrong"):
        name = f"wrong/{path.name}"
        if name not in declared:
            yield UNDECLARED.at(name, "no [[wrong]] names it", advice="Say which checks it loses, and why.")
    if not declared:
        yield UNDECLARED.at(
            "exercise.toml", "there is no wrong solution", advice="A check that never fails is worth nothing."
        )


def _variants(exercise: Exercise) -> Iterator[Finding]:
    found = len(solutions(exercise.folder / "right"))
    if found < _MIN_RIGHT:
        yield VARIANTS.at(
            "right/",
            f"holds {found} right answer{'s' * (found != 1)}, at least {_MIN_RIGHT} are wanted",
            advice="Write the answer as others would: they show where a check is too strict.",
        )


def _visible(exercise: Exercise) -> Iterator[Finding]:
    if not exercise.visible:
        yield VISIBLE.at("visible.py", "holds no check", advice="`grade check` and `grade handout` need one.")


def _todo(exercise: Exercise) -> Iterator[Finding]:
    files = [exercise.folder / name for name in _TEXTS]
    for folder in (exercise.reference, exercise.folder / "right", exercise.folder / "wrong"):
        files += sorted(folder.rglob("*.py")) if folder is not None and folder.is_dir() else []
    for path in files:
        if not path.is_file():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if _TODO.search(line):
                yield TODO.at(f"{_place(exercise, path)}:{number}", line.strip())


def _place(exercise: Exercise, path: Path) -> str:
    if exercise.reference is not None and path.is_relative_to(exercise.reference):
        return f"reference {path.relative_to(exercise.reference).as_posix()}"
    return path.relative_to(exercise.folder).as_posix()
