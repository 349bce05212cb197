"""No points for what a submission's process says of itself: solutions that lie about every number earn next to none."""

import ast
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from grader.audit.bench import Trial, Verdicts
from grader.audit.family import Subject
from grader.audit.figures import Examination
from grader.audit.finding import Finding, Rule
from grader.audit.lies import LIES, liar
from grader.audit.source import functions, parse
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
    written = read_only(exercise)
    trials = [
        Trial(f"a liar: {lie}", text=(file, liar(subject.reference_folder / file, lie)), arbitrate=False)
        for lie in LIES
    ]
    for verdicts in subject.run(trials):
        finding = _finding(exercise, verdicts, written)
        if finding is not None:
            yield finding


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
    """Return the checks that ask for nothing but what `student.literal` reads from the source: no process answers."""
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
    """Return what a function, and those of its file that it calls, ask `student` for; "?" for what cannot be told."""
    seen.add(name)
    asked: set[str] = set()
    known: set[ast.AST] = set()
    for node in ast.walk(defined[name]):
        match node:
            case ast.Attribute(value=ast.Name(id="student") as owner, attr=method):
                asked.add(method)
                known.add(owner)
            case ast.Call(func=ast.Name(id=called), args=arguments) if called in defined:
                known |= {one for one in arguments if isinstance(one, ast.Name) and one.id == "student"}
                if called not in seen:
                    asked |= _asks(called, defined, seen)
    others = (node for node in ast.walk(defined[name]) if isinstance(node, ast.Name) and node.id == "student")
    return asked | {"?" for node in others if node not in known}
