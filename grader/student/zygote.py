"""The zygote: a process with torch imported from which student processes are forked.

It holds nothing that is hidden, and reads nothing that a submission wrote. Only the
standard library and msgspec are imported at the top.
"""

import argparse
import gc
import importlib
import socket
import sys
import tempfile
from collections.abc import Sequence

from grader.confine.apply import prepare
from grader.confine.mounts import hide_access_times
from grader.fork.server import ForkServer
from grader.fork.warm import warm_up
from grader.wire.jobs import decode_job

MODULES = (
    "torch.nn.utils",
    "torch.optim",
    "torch.utils.data",
    "torch.utils.serialization.config",
    "numpy.random",
    "copy",
    "collections",
    "encodings.ascii",
    "linecache",
    "traceback",
    "grader.student.child",
    "grader.student.rehearsal",
)


def main(arguments: Sequence[str]) -> int:
    """Import what is slow, then fork a student process for each order."""
    parser = argparse.ArgumentParser(prog="grader.student", description=__doc__)
    parser.add_argument("--control", type=int, required=True, help="descriptor of the control socket")
    parser.add_argument("--preload", action="append", default=[], help="a module to import before any fork")
    parser.add_argument("--temporary", default="/tmp", help="the folder in which work folders are made")  # noqa: S108
    options = parser.parse_args(arguments)
    hide_access_times(options.temporary)
    try:
        tempfile.gettempdir()  # torch's compiler asks when it is imported
    except FileNotFoundError:
        tempfile.tempdir = options.temporary  # the only place in this view where anything can be written
    control = socket.socket(fileno=options.control)
    versions = warm_up(MODULES, options.preload)
    if any(module.startswith("torch.export") for module in options.preload):
        importlib.import_module("grader.student.export_rehearsal").rehearse()
        gc.collect()
        gc.freeze()
    _watch_names()
    # What torch warns of once only, an earlier check of a process would have used up.
    importlib.import_module("torch").set_warn_always(True)
    prepare()
    ForkServer(control, _work, versions, _rehearse).serve()
    return 0


def _watch_names() -> None:
    """Watch the names of all modules that there are: a student process has no others, but its own."""
    # For the first such question torch looks up a class, and keeps it.
    isinstance(None, importlib.import_module("torch").Generator)
    dispatch = importlib.import_module("grader.student.dispatch")
    dispatch.NAMES.watch([module for module in list(sys.modules.values()) if hasattr(module, "__dict__")])


def _rehearse() -> None:
    importlib.import_module("grader.student.rehearsal").rehearse()


def _work(job: bytes, descriptors: list[int]) -> int:
    child = importlib.import_module("grader.student.child")
    wire, output, *record = descriptors
    code: int = child.run(decode_job(job), wire, output, *record)
    return code
