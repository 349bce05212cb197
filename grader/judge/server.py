"""The judge's warm process: torch and pytest imported; each grading runs in a fork of it.

A fork, because then nothing has to be reset: random number generators, default
dtype, grad mode, modules and fixtures are as new for every submission.
"""

import argparse
import gc
import platform
import resource
import socket
import sys
from collections.abc import Sequence

import torch

from grader.fork.server import ForkServer
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
    # Checks belong to the course: nothing is written into its folders.
    sys.dont_write_bytecode = True
    torch.set_num_threads(1)
    torch.nn.Linear(2, 2)(torch.zeros(1, 2))
    gc.collect()
    gc.freeze()
    versions = {"python": platform.python_version(), "torch": torch.__version__}
    ForkServer(control, _work, versions).serve()
    return 0


def _work(job: bytes, descriptors: list[int]) -> int:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    link = Link(Channel(socket.socket(fileno=descriptors[0])))
    Judge(jobs.decode(job), link).run()
    link.tell(AllDone())
    return 0
