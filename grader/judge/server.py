"""The judge's warm process: torch and pytest imported, one fork of it an exercise.

A fork, because then nothing has to be reset: random number generators, default
dtype, grad mode, modules and fixtures are as new for every submission.
"""

import argparse
import socket
from collections.abc import Sequence

from grader.fork.server import ForkServer
from grader.fork.warm import warm_up
from grader.judge import exercise as exercises
from grader.model.exercise import Exercise

MODULES = ("encodings.ascii", "numpy.random", "torch.optim")


def main(arguments: Sequence[str]) -> int:
    """Fork the judge of an exercise for each order."""
    parser = argparse.ArgumentParser(prog="grader.judge", description=__doc__)
    parser.add_argument("--control", type=int, required=True, help="descriptor of the control socket")
    options = parser.parse_args(arguments)
    control = socket.socket(fileno=options.control)
    ForkServer(control, _work, warm_up(MODULES)).serve()
    return 0


def _work(job: bytes, descriptors: list[int]) -> int:
    exercises.serve(Exercise.model_validate_json(job), socket.socket(fileno=descriptors[0]))
    return 0
