"""No points for what a submission's process says of itself: solutions that lie about every number earn next to none."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from grader.audit.bench import Trial, Verdicts
from grader.audit.bits import LEAST, weigh
from grader.audit.family import Subject
from grader.audit.figures import Examination
from grader.audit.finding import Finding, Rule
from grader.audit.lies import LIES, QUICK, Recording, by_seed, forger, liar, read_recording, recorder
from grader.audit.source import asked_of_student, functions, items, parse
from grader.model.exercise import Exercise
from grader.model.points import plain

LIAR: Final = Rule(
    id="L701",
    name="liar-earns",
    severity="error",
    holds="A solution of which only the structure is true earns at most a tenth of the points.",
)

FORGER: Final = Rule(
    id="L702",
    name="forger-earns",
    severity="error",
    holds="A wrong solution that lies about structure gets back at most a tenth of the points.",
)

BITS: Final = Rule(
    id="L703",
    name="few-bits",
    severity="error",
    holds="No points can be had by answers of fewer than 6 bits in all.",
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
    rules = (LIAR, FORGER, BITS)

    def examine(self, subject: Subject) -> Examination:
        """Grade every liar, and in a full audit every wrong solution that lies."""
        recorded = _recorded(subject)
        found = [
            LIAR.at(name, f"nobody can lie about it: the reference, recorded, loses it: {recorded.reason(name)}")
            for name in sorted(recorded.lost)
        ]
        recording = read_recording(subject.exercise, items(subject.exercise), recorded.record, _OTHER)
        liars = _graded(subject, recording)
        found += _liars(subject.exercise, liars)
        if not subject.plan.quick:
            found += _forgers(subject, recording)
        found += _guessed(subject.exercise, recording, liars)
        return Examination(findings=tuple(found))


def _graded(subject: Subject, recording: Recording) -> list[Verdicts]:
    exercise = subject.exercise
    file = exercise.spec.files[0]
    source = subject.reference_folder / file
    known = by_seed(exercise, recording, 0)
    trials = [
        Trial(f"a liar: {lie}", text=(file, liar(source, lie, known)), arbitrate=False)
        for lie in (QUICK if subject.plan.quick else LIES)
    ]
    return subject.run(trials)


def _liars(exercise: Exercise, liars: list[Verdicts]) -> Iterator[Finding]:
    written = read_only(exercise)
    for verdicts in liars:
        passed = verdicts.passed - written
        told = _worth(exercise, passed)
        if told:
            yield LIAR.at(
                verdicts.trial.label,
                f"earns {told}",
                advice="Compare values that a submission cannot know; draw what an integer or a text depends on.",
            )


def _forgers(subject: Subject, recording: Recording) -> Iterator[Finding]:
    exercise = subject.exercise
    known = by_seed(exercise, recording, 0)
    trials = [
        Trial(wrong.file, text=(exercise.spec.files[0], forger(exercise.folder / wrong.file, known)), arbitrate=False)
        for wrong in exercise.spec.wrong
        if wrong.file.endswith(".py")
    ]
    loses = {wrong.file: frozenset(wrong.loses) for wrong in exercise.spec.wrong}
    for verdicts in subject.run(trials):
        told = _worth(exercise, verdicts.passed & loses[verdicts.trial.label])
        if told:
            yield FORGER.at(
                verdicts.trial.label,
                f"with made-up replies it gets back {told}",
                advice="What a submission says of itself is no evidence: look for the effect on a value.",
            )


def _guessed(exercise: Exercise, recording: Recording, liars: list[Verdicts]) -> Iterator[Finding]:
    believed = frozenset(name for verdicts in liars for name in verdicts.passed)
    bits = weigh(exercise, recording, believed)
    for check in exercise.spec.check:
        if check.points and not check.requires.cuda and bits[check.name] < LEAST:
            yield BITS.at(
                check.name,
                f"its points can be had by answers of {bits[check.name]:.1f} bits in all",
                advice="Ask more questions whose answers differ, ask for values, or let it need a check that does.",
            )


def _worth(exercise: Exercise, passed: frozenset[str]) -> str:
    """Return, of checks that should not have been passed, the points and names, if that is too much; else nothing."""
    points = {check.name: check.points for check in exercise.spec.check if not check.requires.cuda}
    earned = {name: points[name] for name in points if name in passed and points[name]}
    had, whole = sum(earned.values(), Decimal(0)), sum(points.values(), Decimal(0))
    if had <= SHARE * whole:
        return ""
    checks = ", ".join(f"{name} ({plain(number)})" for name, number in earned.items())
    return f"{plain(had)} of {plain(whole)} points: {checks}"


def _recorded(subject: Subject) -> Verdicts:
    """Grade the reference with another seed, and have it record what it answers."""
    file = subject.exercise.spec.files[0]
    text = (file, recorder(subject.reference_folder / file))
    trial = Trial("the reference, recorded", text=text, seed=_OTHER, arbitrate=False, record=True)
    (verdicts,) = subject.run([trial])
    return verdicts


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
            if check.name in defined and asked_of_student(check.name, defined) == {"literal"}
        }
    return frozenset(found)
