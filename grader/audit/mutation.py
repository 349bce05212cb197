"""Mutants of the reference: each is a small mistake, and some check has to lose to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from grader.audit.bench import Trial, Verdicts
from grader.audit.family import Subject
from grader.audit.figures import Examination, MutantFigures, MutationFigures
from grader.audit.finding import Finding, Rule
from grader.audit.source import literal_names

if TYPE_CHECKING:
    from grader.audit.mutants.make import Mutant

LEAST: Final = 0.9
"""The share of the mutants that some check has to lose to; stillborn and equivalent ones are not counted."""

SHARE: Final = Rule(
    id="M501",
    name="killed-share",
    severity="error",
    holds=f"At least {LEAST:.0%} of the mutants of the reference lose some check.",
)
SURVIVOR: Final = Rule(
    id="M502",
    name="survivor",
    severity="warning",
    holds="Every mutant loses some check, or the spec says why none can.",
)
UNKNOWN: Final = Rule(
    id="M503", name="unknown-equivalent", severity="error", holds="Every [[equivalent]] names mutants that there are."
)
KILLED: Final = Rule(
    id="M504", name="killed-equivalent", severity="error", holds="No mutant that is declared equivalent loses a check."
)
IDLE: Final = Rule(id="M505", name="idle-check", severity="note", holds="Every check kills some mutant.")

_LEAST_SECONDS: Final = 1.0
_SLOWER: Final = 8.0


class Mutation:
    """Grades every mutant of every file that is handed in."""

    name = "mutation"
    quick = False
    needs_sound = True
    rules = (SHARE, SURVIVOR, UNKNOWN, KILLED, IDLE)

    def examine(self, subject: Subject) -> Examination:
        """Make the mutants, grade them, and say which checks killed which."""
        # What makes mutants is an extra that grading does without.
        from grader.audit.mutants.make import make_mutants  # noqa: PLC0415

        exercise = subject.exercise
        literals = literal_names(exercise)
        mutants = [
            mutant
            for file in exercise.spec.files
            if file.endswith(".py")
            for mutant in make_mutants(
                (subject.reference_folder / file).read_text(encoding="utf-8"), file, literals=literals
            )
        ]
        seconds = _limit(subject)
        brief = subject.plan.quick
        trials = [
            # What a check needs would hide who else kills a mutant, and whether anybody misses a check that is blocked.
            Trial(
                mutant.id, text=(mutant.file, mutant.source), arbitrate=False, brief=brief, needs=False, seconds=seconds
            )
            for mutant in mutants
        ]
        declared = {id_ for entry in exercise.spec.equivalent for id_ in entry.mutants}
        graded = [
            _figures(mutant, verdicts, declared) for mutant, verdicts in zip(mutants, subject.run(trials), strict=True)
        ]
        figures = MutationFigures(checks=tuple(check.name for check in exercise.spec.check), mutants=tuple(graded))
        idle = () if brief else _idle(figures, subject)
        findings = (*_share(figures), *_survivors(graded), *_declared(graded, declared), *idle)
        return Examination(findings=findings, figures=figures)


def _limit(subject: Subject) -> float:
    """Return seconds that a mutant gets for a check: many times what the reference takes, and never more than it may.

    An endless loop costs the whole limit, for each check.
    """
    slowest = max((check.seconds or 0.0 for check in subject.reference.checks), default=0.0)
    return min(subject.exercise.spec.limits.seconds, max(_LEAST_SECONDS, _SLOWER * slowest))


def _figures(mutant: Mutant, verdicts: Verdicts, declared: set[str]) -> MutantFigures:
    killers = verdicts.killed_by
    stillborn = any(check.is_import for check in verdicts.checks)
    if stillborn:
        state = "stillborn"
    elif killers:
        state = "killed"
    else:
        state = "equivalent" if mutant.id in declared else "survived"
    return MutantFigures.model_validate(
        {
            "id": mutant.id,
            "operator": mutant.operator,
            "file": mutant.file,
            "line": mutant.line,
            "state": state,
            "killed_by": killers if state == "killed" else (),
            "diff": mutant.diff,
        }
    )


def _share(figures: MutationFigures) -> Iterator[Finding]:
    if figures.killed_share < LEAST:
        killed, survived = figures.count("killed"), figures.count("survived")
        yield SHARE.at(
            "reference",
            f"{killed} of {killed + survived} mutants lose a check: {figures.killed_share:.0%}",
            advice="Each survivor is a mistake that costs nothing. Write a check, or declare it equivalent.",
        )


def _survivors(graded: Sequence[MutantFigures]) -> Iterator[Finding]:
    for mutant in graded:
        if mutant.state == "survived":
            yield SURVIVOR.at(mutant.id, f"no check minds it ({mutant.file}, line {mutant.line})", diff=mutant.diff)


def _declared(graded: Sequence[MutantFigures], declared: set[str]) -> Iterator[Finding]:
    states = {mutant.id: mutant for mutant in graded}
    for id_ in sorted(declared):
        if id_ not in states:
            yield UNKNOWN.at(id_, "no mutant has this id", advice="The line it was about has changed: look again.")
        elif states[id_].state in ("killed", "stillborn"):
            by = ", ".join(states[id_].killed_by) or "the import"
            yield KILLED.at(id_, f"is declared equivalent and lost to {by}", diff=states[id_].diff)


def _idle(figures: MutationFigures, subject: Subject) -> Iterator[Finding]:
    ran = {check.name for check in subject.reference.checks if check.status == "passed"}
    for name in figures.checks:
        if name in ran and not figures.kills(name)[0]:
            yield IDLE.at(name, "kills no mutant", advice="Perhaps it looks at what no small mistake can break.")
