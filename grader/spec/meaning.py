"""Faults that a schema cannot see: names that lead nowhere, circles, files that are not there."""

from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from grader.errors import Fault
from grader.model.reserved import reserved
from grader.spec.functions import Functions, find_functions, parse
from grader.spec.sketch import Sketch
from grader.spec.words import suggestion


@dataclass(frozen=True)
class Folder:
    """An exercise's folder, with the test functions found in it."""

    path: Path
    hidden: Functions
    visible: Functions

    @property
    def has_hidden(self) -> bool:
        """Whether the hidden checks are here, so that this is the instructor's copy."""
        return (self.path / "checks.py").is_file()

    def label(self, file: str) -> str:
        """Return how a fault calls a file of this folder."""
        return f"{self.path.name}/{file}"


def look_into(path: Path) -> Folder:
    """Read the test functions of an exercise's folder, without running a line of it."""
    return Folder(
        path=path,
        hidden=find_functions(path / "checks.py", f"{path.name}/checks.py"),
        visible=find_functions(path / "visible.py", f"{path.name}/visible.py"),
    )


def meaning_faults(spec: Sketch, folder: Folder) -> list[Fault]:
    """Return every fault of a spec that its schema cannot see."""
    faults = [*folder.hidden.faults, *folder.visible.faults]
    faults += parse(folder.path / "inside.py", folder.label("inside.py"))[1]
    label = folder.label("exercise.toml")
    for key, expected in (
        *_identity(spec, folder),
        *_files(spec, folder),
        *_checks(spec, folder),
        *_needs(spec),
        *_wrong(spec, folder),
    ):
        faults.append(Fault(label, key, expected))
    faults += _unlisted(spec, folder)
    return faults


def _identity(spec: Sketch, folder: Folder) -> Iterator[tuple[str, str]]:
    if spec.id and spec.slug and folder.path.name != f"{spec.id}-{spec.slug}":
        yield "id", f"the folder's name is id and slug: rename it to `{spec.id}-{spec.slug}`, or mend id or slug"


def _files(spec: Sketch, folder: Folder) -> Iterator[tuple[str, str]]:
    reference = folder.path.parent.parent / "reference_solutions" / folder.path.name
    for index, file in enumerate(spec.files):
        key = f"files[{index}]"
        if file and reserved(file):
            yield key, f"another name; a submission may not bring `{file}`, which hides a module or is loaded by a tool"
        elif file in spec.files[:index]:
            yield key, f"each file once; `{file}` stands here twice"
        elif file and folder.has_hidden and reference.is_dir() and not (reference / file).is_file():
            yield key, f"a file of the reference solution; reference_solutions/{folder.path.name}/{file} is missing"


def _checks(spec: Sketch, folder: Folder) -> Iterator[tuple[str, str]]:
    known = folder.hidden.lines | folder.visible.lines
    seen: set[str] = set()
    for check in spec.checks:
        key = f"check[{check.index}]"
        if not check.name:
            continue
        if check.name in seen:
            yield f"{key}.name", f"each check once; `{check.name}` stands here twice"
        seen.add(check.name)
        # In what students get the hidden checks are absent, and their names cannot be looked up.
        if folder.has_hidden and check.name not in known:
            close = suggestion(check.name, known)
            yield f"{key}.name", f"a test function of checks.py or visible.py; there is no `{check.name}`{close}"
        if check.name in folder.hidden.lines and check.name in folder.visible.lines:
            yield f"{key}.name", f"`{check.name}` in checks.py or in visible.py, not in both"
        if check.name in folder.visible.lines and check.show != "full":
            yield f"{key}.show", f'"full", as `{check.name}` is in visible.py, which students read'


def _needs(spec: Sketch) -> Iterator[tuple[str, str]]:
    first = {check.name: check.index for check in reversed(spec.checks)}
    graph: dict[str, set[str]] = {}
    for check in spec.checks:
        for position, need in enumerate(check.needs):
            key = f"check[{check.index}].needs[{position}]"
            if need and need not in spec.check_names:
                close = suggestion(need, spec.check_names - {check.name})
                yield key, f"the name of another check; there is no `{need}`{close}"
            elif need and check.name:
                graph.setdefault(check.name, set()).add(need)
    while cycle := _cycle(graph):
        # Needs that go round are told once; taking one of them out shows whether there is another circle.
        graph[cycle[0]].discard(cycle[1])
        yield f"check[{first[cycle[0]]}].needs", f"no circle; {' needs '.join(f'`{name}`' for name in cycle)}"


def _cycle(graph: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        return cycle[::-1]  # graphlib lists each need before what needs it
    return []


def _wrong(spec: Sketch, folder: Folder) -> Iterator[tuple[str, str]]:
    for wrong in spec.wrong:
        key = f"wrong[{wrong.index}]"
        # Wrong solutions stay with the instructor, like the hidden checks.
        if wrong.file and folder.has_hidden and not (folder.path / wrong.file).exists():
            yield f"{key}.file", f"a file in the exercise's folder; `{wrong.file}` is missing"
        for position, name in enumerate(wrong.loses):
            if name and name not in spec.check_names:
                close = suggestion(name, spec.check_names)
                yield f"{key}.loses[{position}]", f"the name of a check; there is no `{name}`{close}"


def _unlisted(spec: Sketch, folder: Folder) -> Iterator[Fault]:
    for file, functions in (("checks.py", folder.hidden), ("visible.py", folder.visible)):
        for name, line in functions.lines.items():
            if name not in spec.check_names:
                words = f"a [[check]] of that name in exercise.toml, or a name without `test` in front (line {line})"
                yield Fault(folder.label(file), name, words)
