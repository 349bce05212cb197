"""The story of an audit: exercise by exercise, family by family, as many gradings at a time as there are workers."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from grader.audit.bench import Bench, now
from grader.audit.family import Family, Plan, Subject
from grader.audit.figures import (
    CourseAudit,
    CoverageFigures,
    ExerciseAudit,
    MutationFigures,
    StabilityFigures,
)
from grader.audit.finding import Finding
from grader.audit.registry import FAMILIES
from grader.audit.static import broken_findings, reference_findings
from grader.model.course import BrokenExercise
from grader.model.exercise import Exercise

Selected = Exercise | BrokenExercise


def audit_course(
    exercises: Sequence[Selected],
    bench: Bench,
    plan: Plan,
    *,
    at_once: int = 1,
    on_exercise: Callable[[ExerciseAudit], None] = lambda _audit: None,
) -> CourseAudit:
    """Audit exercises.

    Args:
        exercises: which; those with a broken spec have its faults for findings.
        bench: where solutions are tried.
        plan: how far to go.
        at_once: exercises examined at a time, so that workers stay busy while one waits for its last grading.
        on_exercise: told of each exercise's audit when it is done, in their order.

    Raises:
        InternalError: the grader broke.
    """
    began = now()
    audits: list[ExerciseAudit] = []
    with ThreadPoolExecutor(at_once, thread_name_prefix="exercise") as pool:
        futures = [pool.submit(audit_one, exercise, bench, plan) for exercise in exercises]
        try:
            for future in futures:
                audits.append(future.result())
                on_exercise(audits[-1])
        except BaseException:
            # Somebody pressed Ctrl-C, or the grader broke: whoever still examines would go on for minutes.
            pool.shutdown(wait=False, cancel_futures=True)
            bench.stop()
            raise
    return CourseAudit(quick=plan.quick, exercises=tuple(audits), seconds=round(now() - began, 2))


def audit_one(exercise: Selected, bench: Bench, plan: Plan) -> ExerciseAudit:
    """Audit one exercise."""
    if isinstance(exercise, BrokenExercise):
        faults = _wanted(broken_findings(exercise), plan)
        return ExerciseAudit(exercise=exercise.folder_name, title="", families=("static",), findings=faults)
    began = now()
    subject = Subject(exercise, bench, plan)
    findings = list(reference_findings(exercise))
    can_grade = not findings
    ran: list[str] = []
    figures: dict[str, object] = {}
    for family in families(plan):
        if family.name != "static" and not can_grade:
            continue
        if family.needs_sound and not subject.is_sound:
            continue
        examined = family.examine(subject)
        ran.append(family.name)
        findings += examined.findings
        if examined.figures is not None:
            figures[family.name] = examined.figures
    coverage, mutation, stability = figures.get("coverage"), figures.get("mutation"), figures.get("stability")
    return ExerciseAudit(
        exercise=exercise.spec.folder_name,
        title=exercise.spec.title.en,
        families=tuple(ran),
        findings=_wanted(findings, plan),
        coverage=coverage if isinstance(coverage, CoverageFigures) else None,
        mutation=mutation if isinstance(mutation, MutationFigures) else None,
        stability=stability if isinstance(stability, StabilityFigures) else None,
        gradings=subject.trials,
        known=subject.known,
        seconds=round(now() - began, 2),
    )


def families(plan: Plan) -> tuple[Family, ...]:
    """Return the families that a plan wants: in a quick audit only quick ones, unless one is named."""
    return tuple(
        family
        for family in FAMILIES
        if (plan.only.intersection(rule.id for rule in family.rules) if plan.only else family.quick or not plan.quick)
    )


def _wanted(findings: Iterable[Finding], plan: Plan) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if not plan.only or finding.rule in plan.only)
