"""The zygote: a process with torch imported from which student processes are forked.

It holds nothing that is hidden, and reads nothing that a submission wrote. It
never runs a backward or an operation with several threads: a child forked after
that would hang. Only the standard library and msgspec are imported at the top.
"""

import argparse
import gc
import importlib
import platform
import socket
import sys
from collections.abc import Sequence

from grader.fork.server import ForkServer
from grader.wire.jobs import decode_job

PRELOAD = (
    "torch",
    "torch.nn.utils",
    "torch.optim",
    "torch.utils.data",
    "numpy",
    "copy",
    "collections",
    "linecache",
    "traceback",
    "grader.confine.apply",
    "grader.student.child",
)


def main(arguments: Sequence[str]) -> int:
    """Import what is slow, then fork a student process for each order."""
    parser = argparse.ArgumentParser(prog="grader.student", description=__doc__)
    parser.add_argument("--control", type=int, required=True, help="descriptor of the control socket")
    parser.add_argument("--preload", action="append", default=[], help="a module to import before any fork")
    options = parser.parse_args(arguments)
    control = socket.socket(fileno=options.control)
    sys.dont_write_bytecode = True
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    for module in (*PRELOAD, *options.preload):
        importlib.import_module(module)
    # A first forward on one thread fills caches that every child would fill again.
    torch.nn.Linear(2, 2)(torch.zeros(1, 2))
    gc.collect()
    gc.freeze()
    versions = {"python": platform.python_version(), "torch": torch.__version__}
    ForkServer(control, _work, versions).serve()
    return 0


def _work(job: bytes, descriptors: list[int]) -> int:
    child = importlib.import_module("grader.student.child")
    wire, output = descriptors
    code: int = child.run(decode_job(job), wire, output)
    return code
