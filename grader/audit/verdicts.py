"""Every solution of the course earns what it must: no check too strict, none too lax, none by chance."""

from collections.abc import Iterator, Sequence
from typing import Final

from grader.audit.bench import Trial, Verdicts
from grader.audit.family import Subject
from grader.audit.figures import Examination
from grader.audit.finding import Finding, Rule

REFERENCE: Final = Rule(id="V201", name="reference-loses", severity="error", holds="The reference passes every check.")
TEMPLATE: Final = Rule(id="V202", name="template-earns", severity="error", holds="The template passes no check.")
UNIMPORTABLE: Final = Rule(
    id="V203", name="template-import", severity="error", holds="The template can be imported and graded."
)
RIGHT: Final = Rule(
    id="V204", name="right-loses", severity="error", holds="Right answers of other styles pass every check."
)
WRONG: Final = Rule(
    id="V205",
    name="wrong-loses",
    severity="error",
    holds="Each wrong solution loses exactly the checks that it names.",
)
AT_FAULT: Final = Rule(
    id="V206",
    name="exercise-at-fault",
    severity="error",
    holds="No solution brings a check to a state in which the exercise is at fault.",
)
NEVER_LOST: Final = Rule(
    id="V207", name="never-lost", severity="warning", holds="Every check is lost by some wrong solution."
)
SHARED: Final = Rule(
    id="V208",
    name="alone-or-shared",
    severity="error",
    holds="Every check has the same verdict in a process of its own as in one that it shares.",
)
BY_CHANCE: Final = Rule(
    id="V209",
    name="by-chance",
    severity="error",
    holds="Right and wrong solutions have the same verdicts with every seed.",
)

OTHER_SEEDS: Final = 2
"""With so many other seeds a full audit grades each right and each wrong solution."""


class VerdictRules:
    """Grades reference, template, right and wrong solutions."""

    name = "verdicts"
    quick = True
    needs_sound = False
    rules = (REFERENCE, TEMPLATE, UNIMPORTABLE, RIGHT, WRONG, AT_FAULT, NEVER_LOST, SHARED, BY_CHANCE)

    def examine(self, subject: Subject) -> Examination:
        """Grade what lies in the course; in a quick audit the reference and the template alone."""
        found = [*_reference(subject.reference), *_template(subject)]
        if not subject.plan.quick:
            found += _wrong_ones(subject)
            if subject.is_sound:
                found += _right_ones(subject)
        return Examination(findings=tuple(found))


def _reference(verdicts: Verdicts) -> Iterator[Finding]:
    for problem in verdicts.problems:
        yield REFERENCE.at("the reference", problem)
    for name in sorted(verdicts.lost):
        yield REFERENCE.at(name, f"the reference loses it: {verdicts.reason(name)}")


def _template(subject: Subject) -> Iterator[Finding]:
    if subject.exercise.template is None:
        return
    (verdicts,) = subject.run([Trial("the template", source=subject.exercise.template)])
    for problem in verdicts.problems:
        yield UNIMPORTABLE.at("the template", problem)
    for name in sorted(verdicts.passed):
        yield TEMPLATE.at(
            name, "the template passes it", advice="What nobody has written yet must not be worth a point."
        )
    imports = [check for check in verdicts.checks if check.is_import]
    if imports:
        yield UNIMPORTABLE.at("the template", imports[0].message)
    yield from _fault(verdicts)


def _fault(verdicts: Verdicts) -> Iterator[Finding]:
    for check in verdicts.at_fault:
        yield AT_FAULT.at(check.name, f"on {verdicts.trial.label}: {verdicts.reason(check.name)}")


def _right_ones(subject: Subject) -> Iterator[Finding]:
    for path in subject.right:
        label = f"right/{path.name}"
        together, alone, *others = subject.run(_all_ways(Trial(label, source=path)))
        for problem in together.problems:
            yield RIGHT.at(label, problem)
        for name in sorted(together.lost):
            yield RIGHT.at(
                label,
                f"loses {name}: {together.reason(name)}",
                advice="Is the answer right? Then the check asks for more than the statement.",
            )
        yield from _same_alone(together, alone)
        yield from _same_with_other_seeds(together, others)


def _wrong_ones(subject: Subject) -> Iterator[Finding]:
    lost_by_some: set[str] = set()
    for wrong in subject.exercise.spec.wrong:
        source = subject.exercise.folder / wrong.file
        together, alone, *others = subject.run(_all_ways(Trial(wrong.file, source=source)))
        for problem in together.problems:
            yield WRONG.at(wrong.file, problem)
        lost_by_some |= together.lost
        for name in sorted(together.lost - set(wrong.loses)):
            yield WRONG.at(wrong.file, f"loses {name}, which it does not name: {together.reason(name)}")
        for name in sorted(set(wrong.loses) - together.lost):
            yield WRONG.at(wrong.file, f"passes {name}, which it should lose", advice=f"It {wrong.why}.")
        yield from _fault(together)
        yield from _same_alone(together, alone)
        yield from _same_with_other_seeds(together, others)
    together, alone = (
        subject.reference,
        subject.run([Trial("the reference", source=subject.reference_folder, shared=False)])[0],
    )
    yield from _same_alone(together, alone)
    for check in subject.exercise.spec.check:
        if subject.exercise.spec.wrong and check.name not in lost_by_some and not check.requires.cuda:
            yield NEVER_LOST.at(
                check.name, "no wrong solution loses it", advice="Write down the mistake that this check is there for."
            )


def _all_ways(trial: Trial) -> list[Trial]:
    """Return a trial as it counts, alone, and with other seeds."""
    seeds = range(1, OTHER_SEEDS + 1)
    made = [Trial(trial.label, source=trial.source, seed=seed, arbitrate=False) for seed in seeds]
    return [trial, Trial(trial.label, source=trial.source, shared=False, arbitrate=False), *made]


def _same_alone(together: Verdicts, alone: Verdicts) -> Iterator[Finding]:
    for check in together.checks:
        if check.status == "passed" and check.name not in alone.passed:
            said = f"{together.trial.label} passes it in a shared process, but not alone"
            yield SHARED.at(
                check.name,
                f"{said}: {alone.reason(check.name)}",
                advice="An earlier check left something behind. Make this one independent, or `isolated = true`.",
            )
        elif check.status not in ("passed", "skipped") and check.name in alone.passed:
            yield SHARED.at(
                check.name,
                f"{together.trial.label} loses it, and passes it in a process of its own",
                advice="With the same seed: something outside of the check decides.",
            )


def _same_with_other_seeds(first: Verdicts, others: Sequence[Verdicts]) -> Iterator[Finding]:
    told: set[str] = set()
    for other in others:
        for name in sorted((first.passed ^ other.passed) - told):
            told.add(name)
            passed, lost = (first, other) if name in first.passed else (other, first)
            yield BY_CHANCE.at(
                name,
                f"{first.trial.label} passes it with seed {passed.trial.seed} "
                f"and not with seed {lost.trial.seed}: {lost.reason(name)}",
                advice="Draw inputs for which a wrong answer is always wrong, and a right one always right.",
            )
