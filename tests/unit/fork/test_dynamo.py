"""The stand-in for torch's compiler front end: enough for an optimizer, the real one for everything else."""

import subprocess
import sys
from textwrap import dedent

import pytest

pytestmark = pytest.mark.unit


def run(code: str) -> str:
    """Run code in a fresh interpreter after torch and the stand-in were put in place; return what it prints."""
    head = "import sys, torch\nfrom grader.fork import dynamo\ndynamo.defer()\n"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-I", "-c", head + dedent(code)], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_an_optimizer_does_not_import_the_compiler() -> None:
    """A training step works, and the front end is still not there."""
    printed = run(
        """
        weight = torch.nn.Parameter(torch.ones(2))
        optimizer = torch.optim.SGD([weight], lr=0.5)
        weight.sum().backward()
        optimizer.step()
        optimizer.zero_grad()
        stand_in = sys.modules["torch._dynamo"]
        print(weight.tolist(), type(stand_in).__name__, "torch._dynamo.eval_frame" in sys.modules)
        """
    )
    assert printed == "[0.5, 0.5] DeferredDynamo False"


def test_it_becomes_the_real_one_when_more_is_asked() -> None:
    """What is asked for is the real module's, for whoever imports it then."""
    printed = run(
        """
        stand_in = sys.modules["torch._dynamo"]
        print(stand_in.config.suppress_errors, torch._dynamo is sys.modules["torch._dynamo"] is not stand_in)
        import torch._dynamo
        print(torch._dynamo.__file__ is not None, stand_in.is_compiling is torch._dynamo.is_compiling)
        """
    )
    assert printed.splitlines() == ["False True", "True True"]
