"""No check passes for nothing: each compares something, and none is content with a trivial answer."""

import ast
from collections.abc import Iterator
from typing import Final

from grader.audit.baselines import baselines, shapes_only
from grader.audit.bench import Trial
from grader.audit.family import Subject
from grader.audit.figures import Examination
from grader.audit.finding import Finding, Rule
from grader.audit.source import functions, parse
from grader.model.exercise import Exercise

COMPARES_NOTHING: Final = Rule(
    id="B301",
    name="compares-nothing",
    severity="error",
    holds="Every check asks the submission for something and compares what comes back.",
)
BASELINE: Final = Rule(
    id="B302",
    name="baseline-earns",
    severity="error",
    holds="Answers without a thought (zeros, the input, NaN, None, constants) pass no check.",
)
SHAPES: Final = Rule(
    id="B303",
    name="shapes-suffice",
    severity="note",
    holds="No check is content with results and effects of the right shapes whose values are all zero.",
)

_COMPARISONS: Final = frozenset(
    {
        "close",
        "equal",
        "differs",
        "shape",
        "dtype",
        "raises",
        "same_storage",
        "separate_storage",
        "prediction",
        "fail",
        "complete",
        "device",
        "gradients",
        "registered",
        "tied",
        "trainable",
        "untied",
    }
)
_SUBMISSION: Final = frozenset({"student", "reference"})


class Vacuous:
    """Reads the checks, and grades what nobody has thought about."""

    name = "vacuous"
    quick = True
    needs_sound = True
    rules = (COMPARES_NOTHING, BASELINE, SHAPES)

    def examine(self, subject: Subject) -> Examination:
        """Look at the source of every check, then grade the baselines."""
        return Examination(findings=(*_compares(subject.exercise), *_baselines(subject), *_shapes(subject)))


def _compares(exercise: Exercise) -> Iterator[Finding]:
    for path in (exercise.visible_file, exercise.checks_file):
        defined = functions(parse(path))
        for name in defined.keys() & {check.name for check in exercise.spec.check}:
            arguments = {argument.arg for argument in (*defined[name].args.args, *defined[name].args.kwonlyargs)}
            if not arguments & _SUBMISSION:
                yield COMPARES_NOTHING.at(name, "takes no `student`", advice="Ask the submission for something.")
            elif not _reaches_comparison(name, defined, set()):
                yield COMPARES_NOTHING.at(
                    name, "holds no comparison and no assertion", advice="Compare what comes back: grader.checks."
                )


def _reaches_comparison(name: str, defined: dict[str, ast.FunctionDef], seen: set[str]) -> bool:
    """Tell whether a function, or one of the same file that it calls, can fail for what it has seen."""
    seen.add(name)
    for node in ast.walk(defined[name]):
        match node:
            case ast.Assert() | ast.Raise():
                return True
            case ast.Call(func=ast.Name(id=called)) | ast.Call(func=ast.Attribute(attr=called)):
                if called in _COMPARISONS:
                    return True
                if called in defined and called not in seen and _reaches_comparison(called, defined, seen):
                    return True
    return False


def _baselines(subject: Subject) -> Iterator[Finding]:
    made = baselines(subject.exercise, quick=subject.plan.quick)
    trials = [Trial(name, text=text, arbitrate=False) for name, text in made.items()]
    passed_by: dict[str, list[str]] = {}
    for verdicts in subject.run(trials):
        for name in verdicts.passed - _worthless(subject.exercise):
            passed_by.setdefault(name, []).append(verdicts.trial.label)
    for check in subject.exercise.spec.check:
        if check.name in passed_by:
            yield BASELINE.at(
                check.name,
                f"passes where every answer is {' or '.join(passed_by[check.name])}",
                advice="Compare a value that nobody can guess, or make this check need one that does.",
            )


def _worthless(exercise: Exercise) -> set[str]:
    """Return the checks that are worth no point, and may thus be passed for nothing."""
    return {check.name for check in exercise.spec.check if not check.points}


def _shapes(subject: Subject) -> Iterator[Finding]:
    if subject.plan.quick:
        return
    file = subject.exercise.spec.files[0]
    text = (file, shapes_only(subject.reference_folder / file))
    (verdicts,) = subject.run([Trial("right shapes, no values", text=text, arbitrate=False)])
    for name in sorted(verdicts.passed - _worthless(subject.exercise) - _predicting(subject.exercise)):
        yield SHAPES.at(name, "passes where every result, and whatever is changed in place, is zero")


def _predicting(exercise: Exercise) -> set[str]:
    """Return the checks that read a literal from the source, in which nothing can be blanked."""
    return {
        name
        for path in (exercise.visible_file, exercise.checks_file)
        for name, function in functions(parse(path)).items()
        if any(isinstance(node, ast.Attribute) and node.attr == "literal" for node in ast.walk(function))
    }
