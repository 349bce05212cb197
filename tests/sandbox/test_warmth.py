"""What a student process needs is imported before it is forked: each import after that costs every check."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from grader.fork.client import clean_environment
from grader.grading import Grader
from tests.sandbox.bench import Bench
from tests.sandbox.conftest import waiting
from tests.warm import kept_folders, kept_students, left_in, waiting_judges

pytestmark = pytest.mark.sandbox

WARM = """
import sys
import textwrap
from grader.fork.warm import warm_up
from grader.student import zygote
warm_up(zygote.MODULES)
zygote.prepare()
print(*sys.modules)
"""
WORK = """
    import random, sys
    import numpy
    import torch

    def train(net, x):
        optimizer = torch.optim.Adam(net.parameters())
        loss = net(x).square().mean()
        loss.backward()
        optimizer.step()
        torch.save(net.state_dict(), "net.pt")
        net.load_state_dict(torch.load("net.pt"))
        return loss + numpy.random.rand() + random.random()

    def modules():
        return sorted(sys.modules)
    """


def test_an_honest_training_step_imports_next_to_nothing(bench: Bench) -> None:
    """Training, saving and loading find torch and numpy as the zygote has them."""
    warm = subprocess.run([sys.executable, "-I", "-c", WARM], check=True, capture_output=True, text=True).stdout.split()
    bench.grade(
        f"""
        WARM = set({warm!r})

        def test_it(student):
            student.train(nn.Linear(3, 2), torch.randn(4, 3))
            later = set(student.modules()) - WARM
            assert not [name for name in later if name.startswith(("numpy", "grader"))], later
            assert len(later) < 10, later  # torch loads a few tiny modules when something is saved
        """,
        WORK,
    ).assert_passed()


def test_a_process_that_cannot_prepare_is_the_graders_fault(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong before the first request is asked has nothing to do with a submission."""
    exercise = bench.exercise("def test_it(student):\n    equal(student.one, 1)\n", reference="one = 1\n")
    submission = bench.hand_in(exercise, "one = 1\n")
    with monkeypatch.context() as broken:
        broken.setattr("grader.sandbox.yard.Path.mkdir", lambda *_, **__: None)
        report = bench.grader.grade(exercise, submission)
    assert [(check.status, check.fault) for check in report.checks] == [("internal", "grader")]


def test_a_judge_that_nothing_was_left_in_takes_the_next_grading(bench: Bench) -> None:
    """The same process judges again; so it does after wrong answers and errors."""
    exercise = bench.exercise(
        """
        SEEN = {"never": 1}

        def test_it(student):
            close(student.net(torch.ones(2)), torch.ones(2) * SEEN["never"])

        def test_that(student):
            equal(student.one, 1)
        """,
        reference="import torch\none = 1\ndef net(x): return x\n",
    )
    right = bench.hand_in(exercise, "one = 1\ndef net(x): return x\n")
    before = waiting(bench.grader)
    assert bench.grader.grade(exercise, right).score == 2
    used = [pid for pid in waiting(bench.grader) if pid not in before]
    assert len(used) == 1
    for source in (
        "one = 2\ndef net(x): return 1 / 0\n",
        "def net(x): return x + 1\n",
        "one = 1\ndef net(x): return x\n",
    ):
        report = bench.grader.grade(exercise, bench.hand_in(exercise, source))
        assert [pid for pid in waiting(bench.grader) if pid not in before] == used
    assert report.score == 2


def test_no_check_finds_what_another_grading_has_left(bench: Bench) -> None:
    """A judge whose modules have changed judges nobody else."""
    exercise = bench.exercise(
        """
        SEEN = []

        def test_it(student):
            SEEN.append(student.one)
            equal(len(SEEN), 1)

        def test_that(student):
            equal(student.one, 1)
        """,
        reference="one = 1\n",
    )
    before = waiting(bench.grader)
    for _ in range(3):
        assert bench.grader.grade(exercise, bench.hand_in(exercise, "one = 1\n")).score == 2
        assert waiting(bench.grader) == before


def test_a_judge_that_died_while_it_waited_is_not_missed(bench: Bench) -> None:
    """Another is forked in its place."""
    exercise = bench.exercise("def test_it(student):\n    equal(student.one, 1)\n", reference="one = 1\n")
    before = waiting(bench.grader)
    for _ in range(2):
        assert bench.grader.grade(exercise, bench.hand_in(exercise, "one = 1\n")).score == 1
        for pid in set(waiting(bench.grader)) - set(before):
            os.kill(pid, signal.SIGKILL)


ARBITRATED = """
    def test_key(student):
        equal(student.answer()["key"], 1)
    """


def test_the_references_process_is_kept(bench: Bench) -> None:
    """What submissions raise is arbitrated in one process of the reference, from one grading to the next."""
    exercise = bench.exercise(ARBITRATED, reference="def answer(): return {'key': 1}\n")
    before = kept_students(bench.grader)
    report = bench.grader.grade(exercise, bench.hand_in(exercise, "def answer(): return {}\n"))
    assert [check.status for check in report.checks] == ["error"]
    kept = kept_students(bench.grader) - before
    assert len(kept) == 1
    for source, status in (("def answer(): return {'other': 2}\n", "error"), ("def answer(): return 1 / 0\n", "error")):
        report = bench.grader.grade(exercise, bench.hand_in(exercise, source))
        assert [check.status for check in report.checks] == [status]
        assert kept_students(bench.grader) - before == kept


def test_a_reference_that_died_while_it_was_kept_is_not_missed(bench: Bench) -> None:
    """It is started anew, and no verdict differs."""
    exercise = bench.exercise(ARBITRATED, reference="def answer(): return {'key': 1}\n")
    before = kept_students(bench.grader)
    for _ in range(2):
        report = bench.grader.grade(exercise, bench.hand_in(exercise, "def answer(): return {}\n"))
        assert [check.status for check in report.checks] == ["error"]
        for pid in kept_students(bench.grader) - before:
            os.kill(pid, signal.SIGKILL)


def test_a_reference_that_what_it_did_before_leads_astray_is_asked_anew(bench: Bench) -> None:
    """A kept process in which the reference fails decides nothing: the exercise is not to blame for it."""
    exercise = bench.exercise(
        ARBITRATED,
        reference="count = []\ndef answer():\n    count.append(1)\n    return {'key': 1} if len(count) == 1 else {}\n",
    )
    for _ in range(3):
        report = bench.grader.grade(exercise, bench.hand_in(exercise, "def answer(): return {}\n"))
        assert [(check.status, check.fault) for check in report.checks] == [("error", "")]


def test_what_a_judge_keeps_ends_with_it(tmp_path: Path, private_tmp: Path) -> None:
    """No process and no folder of the reference is left when the grader is closed, or the judge is gone."""
    before = left_in(private_tmp)
    with Grader(secret=b"s" * 32) as grader:
        bench = Bench(grader, tmp_path)
        exercise = bench.exercise(ARBITRATED, reference="def answer(): return {'key': 1}\n")
        wrong = bench.hand_in(exercise, "def answer(): return {}\n")
        for _ in range(2):
            assert bench.grader.grade(exercise, wrong).score == 0
            kept, folders = kept_students(grader), kept_folders(grader)
            assert kept
            assert folders
            for judge in waiting_judges(grader):
                os.kill(judge.pid, signal.SIGKILL)
        assert bench.grader.grade(exercise, wrong).score == 0
        assert not any(folder.exists() for folder in folders)
    assert not any(Path(f"/proc/{pid}").exists() for pid in kept)
    assert left_in(private_tmp) == before


def test_a_first_export_leaves_a_zygote_that_can_be_forked() -> None:
    """No thread is left of it, and the next export imports nothing more."""
    source = """
        import os, sys
        from grader.fork.warm import warm_up
        from grader.student import zygote
        warm_up(zygote.MODULES, ("torch.export._trace",))
        from grader.student.export_rehearsal import rehearse
        rehearse()
        known = set(sys.modules)
        rehearse()
        print(len(os.listdir("/proc/self/task")), sorted(set(sys.modules) - known))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source)],
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.split("\n")[0] == "1 []"


def test_a_reference_that_could_not_be_imported_once_is_tried_in_the_next_grading(bench: Bench) -> None:
    """No grading is told that the exercise is wrong because of what an earlier one met."""
    exercise = bench.exercise(ARBITRATED, reference="def answer(): return {'key': 1}\n")
    assert exercise.reference is not None
    file = exercise.reference / exercise.spec.files[0]
    right = file.read_text()
    wrong = bench.hand_in(exercise, "def answer(): return {}\n")
    file.write_text("raise RuntimeError('not now')\n")
    assert [check.status for check in bench.grader.grade(exercise, wrong).checks] == ["internal"]
    file.write_text(right)
    for _, judge in list(bench.grader._judges._waiting):
        if judge.kept.yard is not None:
            for copy in judge.kept.yard.folder.glob(f"reference/{file.name}"):
                copy.write_text(right)
    assert [check.status for check in bench.grader.grade(exercise, wrong).checks] == ["error"]
