"""What an audit says of verdicts: a judge that answers from a table stands for the real one."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.audit.bench import Bench, Trial
from grader.audit.family import Plan, Subject
from grader.audit.figures import ExerciseAudit, MutationFigures, StabilityFigures
from grader.audit.mutation import Mutation
from grader.audit.run import audit_course, audit_one
from grader.audit.stability import Stability
from grader.audit.vacuous import Vacuous
from grader.audit.verdicts import VerdictRules
from grader.errors import InternalError
from grader.judge.job import JudgeJob
from grader.model.outcome import CheckStatus
from grader.spec.discover import load_course
from grader.spec.load import load_exercise
from tests.unit.audit.course import CHECKS, FakeJudge, examine, finished, only, right_loses_nothing, told

pytestmark = pytest.mark.unit

Lost = Mapping[str, CheckStatus]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return finished(tmp_path)


def test_verdicts_as_declared_are_no_finding(folder: Path) -> None:
    """Reference and right answers lose nothing, the template all, wrong ones what they name."""
    assert told(examine(VerdictRules(), folder)) == []


def test_a_reference_that_loses_is_told(folder: Path) -> None:
    """And right answers are not graded then."""

    def answer(source: str, job: JudgeJob) -> Lost:
        lost = dict(right_loses_nothing(source, job))
        return lost | {"test_gradient": "failed"} if "2 * X" in source else lost

    found = examine(VerdictRules(), folder)
    assert found.findings == ()
    rules = {rule for rule, _ in told(examine(VerdictRules(), folder, answer))}
    assert rules == {"V201"}


def test_a_template_that_earns_is_told(folder: Path) -> None:
    """By the check that gives a point for nothing."""

    def answer(source: str, job: JudgeJob) -> Lost:
        lost = dict(right_loses_nothing(source, job))
        if "raise NotImplementedError" in source:
            del lost["test_any_shape"]
        return lost

    finding = only(examine(VerdictRules(), folder, answer, Plan(quick=True)))
    assert (finding.rule, finding.where) == ("V202", "test_any_shape")


def test_wrong_solutions_lose_exactly_what_they_name(folder: Path) -> None:
    """One check more, and one check less, are findings with the solution's file."""

    def answer(source: str, job: JudgeJob) -> Lost:
        lost = dict(right_loses_nothing(source, job))
        if "leaves the graph" in source:
            lost = {"test_doubles": "failed"}
        return lost

    found = examine(VerdictRules(), folder, answer).findings
    assert [(finding.rule, finding.where) for finding in found] == [("V205", "wrong/detached.py")] * 2
    assert "loses test_doubles, which it does not name: failed: message of test_doubles" in found[0].message
    assert "passes test_gradient" in found[1].message


def test_a_right_answer_that_loses_is_told(folder: Path) -> None:
    """The check asks for more than the statement."""

    def answer(source: str, job: JudgeJob) -> Lost:
        return {"test_doubles": "failed"} if "torch.mul" in source else right_loses_nothing(source, job)

    finding = only(examine(VerdictRules(), folder, answer))
    assert (finding.rule, finding.where) == ("V204", "right/multiplies_by_torch.py")


def test_a_verdict_that_sharing_changes_is_told(folder: Path) -> None:
    """With the solution that shows it."""

    def answer(source: str, job: JudgeJob) -> Lost:
        lost = dict(right_loses_nothing(source, job))
        if "X + X" in source and not job.shared:
            lost["test_any_shape"] = "failed"
        if "in place" in source and not job.shared:
            del lost["test_gradient"]
        return lost

    found = examine(VerdictRules(), folder, answer).findings
    assert {(finding.rule, finding.where) for finding in found} == {
        ("V208", "test_any_shape"),
        ("V208", "test_gradient"),
    }


def test_a_verdict_that_a_seed_decides_is_told_once(folder: Path) -> None:
    """Whichever of the seeds differs."""
    first: list[bytes] = []

    def answer(source: str, job: JudgeJob) -> Lost:
        lost = dict(right_loses_nothing(source, job))
        if "adds two" in source:
            first[:] = first or [job.seed]
            if job.seed != first[0]:
                del lost["test_any_shape"]
        return lost

    finding = only(examine(VerdictRules(), folder, answer))
    assert (finding.rule, finding.where) == ("V209", "test_any_shape")


def test_a_solution_that_breaks_a_check_is_told(folder: Path) -> None:
    """No student can be left without a score."""

    def answer(source: str, job: JudgeJob) -> Lost:
        lost = dict(right_loses_nothing(source, job))
        return lost | {"test_doubles": "internal"} if "adds two" in source else lost

    assert ("V206", "test_doubles") in told(examine(VerdictRules(), folder, answer))


def test_a_check_that_no_wrong_solution_loses_is_told(folder: Path) -> None:
    """A warning: nobody has said what it is there for."""
    spec = folder / "exercise.toml"
    text = spec.read_text(encoding="utf-8").replace('"test_doubles", "test_any_shape", ', '"test_any_shape", ')
    spec.write_text(text, encoding="utf-8")

    def answer(source: str, job: JudgeJob) -> Lost:
        lost = dict(right_loses_nothing(source, job))
        if "adds two" in source:
            del lost["test_doubles"]
        return lost

    finding = only(examine(VerdictRules(), folder, answer))
    assert (finding.rule, finding.where, finding.severity) == ("V207", "test_doubles", "warning")


def test_baselines_that_earn_are_told_by_check(folder: Path) -> None:
    """With the answers that it takes."""

    def answer(source: str, job: JudgeJob) -> Lost:
        lost = dict(right_loses_nothing(source, job))
        if "A baseline: zeros" in source or "A baseline: None" in source:
            del lost["test_input_stays"]
        return lost

    finding = only(examine(Vacuous(), folder, answer))
    assert (finding.rule, finding.where) == ("B302", "test_input_stays")
    assert finding.message == "passes where every answer is zeros or None"


def test_a_check_without_points_may_be_passed_for_nothing(folder: Path) -> None:
    """It tells students something and books nothing."""
    spec = folder / "exercise.toml"
    spec.write_text(spec.read_text(encoding="utf-8").replace("points = 1", "points = 0"), encoding="utf-8")
    assert told(examine(Vacuous(), folder, lambda _source, _job: {})) == []


def test_a_check_that_compares_nothing_is_told(folder: Path) -> None:
    """Whether it takes no student or never looks at what came; a comparison in a helper is one."""
    checks = folder / "checks.py"
    text = checks.read_text(encoding="utf-8")
    text = text.replace("def test_any_shape(student):", "def test_any_shape():")
    text = text.replace(
        '    close(student.run(inside.gradient, X), 8 * X, what="the gradient of X")',
        "    student.run(inside.gradient, X)",
    )
    text = text.replace('    equal(answer["X"], X, what="X afterwards")', "    same(answer, X)").replace(
        '    close(answer["result"], 2 * X, what="double(X)")\n', ""
    )
    checks.write_text(text + '\n\ndef same(answer, X):\n    equal(answer["X"], X)\n', encoding="utf-8")
    found = examine(Vacuous(), folder).findings
    assert {(finding.rule, finding.where) for finding in found} == {
        ("B301", "test_any_shape"),
        ("B301", "test_gradient"),
    }


def mutation(folder: Path, spared: str = "") -> tuple[list[tuple[str, str]], MutationFigures]:
    """Examine mutants of which those with `spared` in their source lose nothing."""

    def answer(source: str, job: JudgeJob) -> Lost:
        mutated = "Done." in source and "return 2 * X\n" not in source
        if mutated and not (spared and spared in source):
            return {"test_doubles": "failed", "test_gradient": "timeout"}
        return right_loses_nothing(source, job)

    examined = examine(Mutation(), folder, answer)
    assert isinstance(examined.figures, MutationFigures)
    return told(examined), examined.figures


def test_mutants_that_all_lose_are_no_finding_but_idle_checks(folder: Path) -> None:
    """The matrix says who killed what."""
    findings, figures = mutation(folder)
    assert findings == [("M505", "test_any_shape"), ("M505", "test_input_stays")]
    assert figures.killed_share == 1
    assert figures.kills("test_gradient") == (len(figures.mutants), 0)


def test_a_quick_look_at_mutants_ends_with_the_first_killer(folder: Path) -> None:
    """It tells whether something kills a mutant, and no more."""

    def answer(source: str, _job: JudgeJob) -> Lost:
        return {"test_any_shape": "failed", "test_gradient": "failed"} if "return 2 * X\n" not in source else {}

    examined = examine(Mutation(), folder, answer, Plan(quick=True))
    assert isinstance(examined.figures, MutationFigures)
    assert {mutant.killed_by for mutant in examined.figures.mutants} == {("test_any_shape",)}
    assert examined.findings == ()


def test_survivors_are_shown_as_diffs(folder: Path) -> None:
    """And bring the share below what is demanded."""
    _, figures = mutation(folder, spared="return 3 * X")
    (survivor,) = [mutant for mutant in figures.mutants if mutant.state == "survived"]
    assert "+    return 3 * X" in survivor.diff.splitlines()
    findings, _ = mutation(folder, spared="return 3 * X")
    assert [finding for finding in findings if finding[0] in ("M501", "M502")] == [
        ("M501", "reference"),
        ("M502", survivor.id),
    ]


def declare(folder: Path, *ids: str) -> None:
    with (folder / "exercise.toml").open("a", encoding="utf-8") as spec:
        spec.write(f'\n[[equivalent]]\nmutants = {list(ids)}\nwhy = "it is the same"\n'.replace("'", '"'))


def test_an_equivalent_mutant_is_no_survivor(folder: Path) -> None:
    """The spec says why nothing can be lost to it, and it is not counted."""
    _, figures = mutation(folder, spared="return 3 * X")
    declare(folder, *[mutant.id for mutant in figures.mutants if mutant.state == "survived"])
    findings, figures = mutation(folder, spared="return 3 * X")
    assert not [finding for finding in findings if finding[0] in ("M501", "M502")]
    assert (figures.count("equivalent"), figures.killed_share) == (1, 1)


def test_a_declaration_is_held_to_its_word(folder: Path) -> None:
    """One of no mutant, and one of a mutant that loses, are findings."""
    _, figures = mutation(folder)
    declare(folder, "number-00000000", figures.mutants[0].id)
    findings, _ = mutation(folder)
    told_of = {finding for finding in findings if finding[0] in ("M503", "M504")}
    assert told_of == {("M503", "number-00000000"), ("M504", figures.mutants[0].id)}


def test_a_flake_is_told_with_its_seed(folder: Path) -> None:
    """Of six runs one loses; the others say nothing."""
    seen: list[bytes] = []

    def answer(source: str, job: JudgeJob) -> Lost:
        seen.append(job.seed)
        return {"test_doubles": "failed"} if len(set(seen)) == 3 and job.seed == seen[-1] else {}

    examined = examine(Stability(), folder, answer)
    finding = only(examined)
    assert (finding.rule, finding.where) == ("T601", "test_doubles")
    assert "seed 104" in finding.message
    assert isinstance(examined.figures, StabilityFigures)
    assert examined.figures.runs == 6


def test_a_grader_that_breaks_stops_the_audit(folder: Path) -> None:
    """Its faults are nobody's findings."""
    exercise = load_exercise(folder)
    judge = FakeJudge(lambda _source, _job: {"test_any_shape": "internal"}, fault="grader")
    with Bench(lambda: judge) as bench, pytest.raises(InternalError, match="message of test_any_shape"):
        bench.run(exercise, [Trial("the reference", source=exercise.reference)])
    assert judge.closed


def test_an_audit_keeps_the_order_and_counts_gradings(folder: Path, tmp_path: Path) -> None:
    """However many exercises are examined at a time."""
    text = (folder / "exercise.toml").read_text(encoding="utf-8")
    for part in ("exercises", "reference_solutions", "student_template"):
        (tmp_path / part / "7.1-scale").rename(tmp_path / part / "7.2-scale")
    (tmp_path / "exercises" / "7.2-scale" / "exercise.toml").write_text(
        text.replace('"7.1"', '"7.2"'), encoding="utf-8"
    )
    finished(tmp_path)
    seen: list[str] = []
    with Bench(lambda: FakeJudge(right_loses_nothing), jobs=2) as bench:
        audit = audit_course(
            load_course(tmp_path).exercises,
            bench,
            Plan(quick=True),
            at_once=2,
            on_exercise=lambda one: seen.append(one.exercise),
        )
    assert seen == ["7.1-scale", "7.2-scale"]
    assert audit.is_good
    assert [one.gradings for one in audit.exercises] == [11, 11]


def test_an_interrupted_audit_ends_at_once(folder: Path, tmp_path: Path) -> None:
    """What runs comes to its end; nothing else begins."""
    exercise = load_exercise(folder)
    judge = FakeJudge(right_loses_nothing)

    def interrupt(_audit: ExerciseAudit) -> None:
        raise KeyboardInterrupt

    with Bench(lambda: judge) as bench, pytest.raises(KeyboardInterrupt):
        audit_course([exercise] * 20, bench, Plan(quick=True), on_exercise=interrupt)
    assert judge.closed
    assert len(judge.jobs) < 20 * 11


def test_a_rule_that_is_named_is_all_that_is_told(folder: Path) -> None:
    """Its family runs, even where a quick audit leaves it out; the others do not."""
    exercise = load_exercise(folder)
    with Bench(lambda: FakeJudge(lambda _source, _job: {})) as bench:
        audit = audit_one(exercise, bench, Plan(quick=True, only=frozenset({"M501"})))
    assert audit.families == ("mutation",)
    assert [finding.rule for finding in audit.findings] == ["M501"]


def test_what_is_blocked_kills_nobody(folder: Path) -> None:
    """Only a check that ran and lost is a killer; to lose is another matter."""
    spec = folder / "exercise.toml"
    text = spec.read_text(encoding="utf-8")
    spec.write_text(
        text.replace('name = "test_gradient"', 'name = "test_gradient"\nneeds = ["test_doubles"]'), encoding="utf-8"
    )
    subject_exercise = load_exercise(spec.parent)
    with Bench(lambda: FakeJudge(lambda _source, _job: {"test_doubles": "failed"})) as bench:
        subject = Subject(subject_exercise, bench, Plan())
        (verdicts,) = subject.run([Trial("anything", source=subject.reference_folder)])
    assert verdicts.lost == {"test_doubles", "test_gradient"}
    assert verdicts.killed_by == ("test_doubles",)
    assert verdicts.passed == set(CHECKS) - verdicts.lost
