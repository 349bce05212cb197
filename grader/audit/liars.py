"""No points for what a submission's process says of itself: solutions that lie about every number earn next to none."""

import ast
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from grader.audit.bench import Trial, Verdicts
from grader.audit.family import Subject
from grader.audit.figures import Examination
from grader.audit.finding import Finding, Rule
from grader.audit.lies import LIES, QUICK, Recording, by_seed, liar, read_recording, recorder
from grader.audit.source import functions, items, parse
from grader.model.exercise import Exercise
from grader.model.points import plain

LIAR: Final = Rule(
    id="L701",
    name="liar-earns",
    severity="error",
    holds="A solution of which only the structure is true earns at most a tenth of the points.",
)

SHARE: Final = Decimal("0.1")
"""Of the points that can be had without a GPU, the part that a liar may have."""

_OTHER: Final = 1
"""The seed of the grading in which the reference is recorded; liars are graded with seed 0."""


class Liars:
    """Grades solutions that report the reference's structure and made-up numbers."""

    name = "liars"
    quick = True
    needs_sound = True
    rules = (LIAR,)

    def examine(self, subject: Subject) -> Examination:
        """Grade every liar."""
        return Examination(findings=tuple(_liars(subject)))


def _liars(subject: Subject) -> Iterator[Finding]:
    exercise = subject.exercise
    file = exercise.spec.files[0]
    source = subject.reference_folder / file
    recording = _recorded(subject)
    written = read_only(exercise)
    known = by_seed(exercise, recording, 0)
    trials = [
        Trial(f"a liar: {lie}", text=(file, liar(source, lie, known)), arbitrate=False)
        for lie in (QUICK if subject.plan.quick else LIES)
    ]
    for verdicts in subject.run(trials):
        finding = _finding(exercise, verdicts, written)
        if finding is not None:
            yield finding


def _recorded(subject: Subject) -> Recording:
    """Return what the reference answers in a grading with another seed."""
    file = subject.exercise.spec.files[0]
    text = (file, recorder(subject.reference_folder / file))
    trial = Trial("the reference, recorded", text=text, seed=_OTHER, arbitrate=False, record=True)
    (verdicts,) = subject.run([trial])
    return read_recording(subject.exercise, items(subject.exercise), verdicts.record, _OTHER)


def _finding(exercise: Exercise, verdicts: Verdicts, written: frozenset[str]) -> Finding | None:
    points = {check.name: check.points for check in exercise.spec.check if not check.requires.cuda}
    earned = {name: points[name] for name in points if name in verdicts.passed - written and points[name]}
    had, whole = sum(earned.values()), sum(points.values())
    if had <= SHARE * whole:
        return None
    checks = ", ".join(f"{name} ({plain(number)})" for name, number in earned.items())
    return LIAR.at(
        verdicts.trial.label,
        f"earns {plain(Decimal(had))} of {plain(Decimal(whole))} points: {checks}",
        advice="Compare values that a submission cannot know: see docs/authoring.md.",
    )


def read_only(exercise: Exercise) -> frozenset[str]:
    """Return the checks of which no answer comes from a process with the submission in it.

    They ask for what `student.literal` reads from the source, and for what `inside` finds out after
    `student.fresh(code=False)`.
    """
    found: set[str] = set()
    for path in (exercise.visible_file, exercise.checks_file):
        defined = functions(parse(path))
        found |= {
            check.name
            for check in exercise.spec.check
            if check.name in defined and _asks(check.name, defined, set()) == {"literal"}
        }
    return frozenset(found)


def _asks(name: str, defined: dict[str, ast.FunctionDef], seen: set[str]) -> set[str]:
    """Return what a function, and those of its file that it calls, ask `student` for; "?" for what cannot be told.

    What comes after `student.fresh(code=False)`, up to a `fresh` with the submission, is left out.
    """
    seen.add(name)
    asked: set[str] = set()
    has_code = True
    places = [node for node in ast.walk(defined[name]) if isinstance(node, ast.Name) and node.id == "student"]
    calls = {id(node.func): node for node in ast.walk(defined[name]) if isinstance(node, ast.Call)}
    methods = {id(node.value): node for node in ast.walk(defined[name]) if isinstance(node, ast.Attribute)}
    given = {id(one): node for node in calls.values() for one in node.args}
    for place in sorted(places, key=lambda node: (node.lineno, node.col_offset)):
        method, to = methods.get(id(place)), given.get(id(place))
        called = to.func.id if to is not None and isinstance(to.func, ast.Name) else ""
        if method is not None and method.attr == "fresh":
            has_code = not _without_code(calls.get(id(method)))
        elif method is not None:
            asked |= {method.attr} if has_code or method.attr != "run" else set()
        elif called not in defined:
            asked.add("?")
        elif called not in seen:
            asked |= _asks(called, defined, seen)
    return asked


def _without_code(call: ast.Call | None) -> bool:
    keywords = call.keywords if call is not None else []
    return any(
        word.arg == "code" and isinstance(word.value, ast.Constant) and word.value.value is False for word in keywords
    )
