"""A finished exercise, and a judge that starts no process: for rules, which only look at files and verdicts."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from grader.audit.bench import Bench
from grader.audit.family import Family, Plan, Subject
from grader.audit.figures import Examination
from grader.audit.finding import Finding
from grader.audit.lies import LIES
from grader.authoring.skeleton import make_skeleton
from grader.judge.job import JudgeJob
from grader.model.exercise import Exercise
from grader.model.outcome import CheckStatus, Outcome
from grader.model.submission import Submission
from grader.spec.load import load_exercise

NAME = "7.1-scale"
CHECKS = ("test_doubles", "test_any_shape", "test_input_stays", "test_gradient")
Answer = Callable[[str, JudgeJob], Mapping[str, CheckStatus]]


def finished(root: Path) -> Path:
    """Write the skeleton of an exercise with every TODO done; return the exercise's folder."""
    for folder in make_skeleton(root, "7.1", "scale"):
        if folder.parent.name != "student_template":
            for path in folder.rglob("*.*"):
                path.write_text(path.read_text(encoding="utf-8").replace("TODO", "Done"), encoding="utf-8")
    return root / "exercises" / NAME


class FakeJudge:
    """Answers from a table: what is handed in and the job, to the checks that do not pass."""

    def __init__(self, answer: Answer, *, fault: str = "exercise") -> None:
        self.answer = answer
        self.fault = fault
        self.closed = False
        self.jobs: list[JudgeJob] = []

    def judge(
        self,
        exercise: Exercise,
        submission: Submission,
        job: JudgeJob,
        keep: Callable[[Outcome], None],
        *,
        record: int | None = None,
    ) -> object:
        """Tell the outcome of every check of the job."""
        if record is not None:
            os.write(record, self.recorded(job).encode())
        self.jobs.append(job)
        source = (submission.folder / exercise.spec.files[0]).read_text(encoding="utf-8")
        lost = self.answer(source, job)
        for name in job.names:
            status = lost.get(name, "passed")
            fault = self.fault if status == "internal" else ""
            message = f"message of {name}"
            keep(Outcome.model_validate({"name": name, "status": status, "fault": fault, "message": message}))
            if job.brief and status != "passed":
                break
        return None

    def recorded(self, job: JudgeJob) -> str:
        """Return what the reference writes down; a fake runs no line and says nothing."""
        del job
        return ""

    def close(self) -> None:
        """Remember that it was asked."""
        self.closed = True


def right_loses_nothing(source: str, job: JudgeJob) -> Mapping[str, CheckStatus]:
    """Answer as the skeleton's checks do: by what a solution says of itself."""
    del job
    if "raise NotImplementedError" in source:
        return dict.fromkeys(CHECKS, "error")
    if "adds two" in source:
        return dict.fromkeys(CHECKS, "failed")
    if "in place" in source:
        return {"test_input_stays": "failed", "test_gradient": "error"}
    if "leaves the graph" in source:
        return {"test_gradient": "error"}
    if "baseline" in source or "_blank" in source or is_liar(source):
        return dict.fromkeys(CHECKS, "failed")
    return {}


def is_liar(source: str) -> bool:
    """Tell whether it makes up numbers."""
    return any(lie in source for lie in LIES.values())


def examine(
    family: Family, exercise: Path, answer: Answer = right_loses_nothing, plan: Plan | None = None
) -> Examination:
    """Examine an exercise with a judge that answers from a table."""
    with Bench(lambda: FakeJudge(answer)) as bench:
        return family.examine(Subject(load_exercise(exercise), bench, plan or Plan(runs=6)))


def told(examination: Examination) -> list[tuple[str, str]]:
    """Return rule and place of each finding."""
    return [(finding.rule, finding.where) for finding in examination.findings]


def only(examination: Examination) -> Finding:
    """Return the one finding."""
    (finding,) = examination.findings
    return finding
