"""What a student process needs is imported before it is forked: each import after that costs every check."""

import subprocess
import sys

import pytest

from tests.sandbox.bench import Bench

pytestmark = pytest.mark.sandbox

WARM = """
import sys
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
