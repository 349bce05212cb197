"""The judge's warm process: torch and pytest imported; each grading runs in a fork of it.

A fork, because then nothing has to be reset: random number generators, default
dtype, grad mode, modules and fixtures are as new for every submission.
"""

import argparse
import resource
import socket
from collections.abc import Sequence

from grader.fork.server import ForkServer
from grader.fork.warm import warm_up
from grader.judge import job as jobs
from grader.judge.run import Judge
from grader.sandbox.link import AllDone, Link
from grader.wire.frames import Channel

MEMORY = 8 * 2**30
"""Bytes of its own that a judge may take. A check that compares what a submission sent needs a fraction."""


def main(arguments: Sequence[str]) -> int:
    """Fork a judge for each order."""
    parser = argparse.ArgumentParser(prog="grader.judge", description=__doc__)
    parser.add_argument("--control", type=int, required=True, help="descriptor of the control socket")
    options = parser.parse_args(arguments)
    control = socket.socket(fileno=options.control)
    ForkServer(control, _work, warm_up(("numpy", "torch.optim", "grader.judge.run"))).serve()
    return 0


def _work(job: bytes, descriptors: list[int]) -> int:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    link = Link(Channel(socket.socket(fileno=descriptors[0])))
    Judge(jobs.decode(job), link).run()
    link.tell(AllDone())
    return 0
