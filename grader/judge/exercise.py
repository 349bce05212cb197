"""The judge of one exercise: its checks are collected once, and forks of this process judge, one grading after another.

A fork takes another grading only while it is provably as new, see `residue`.
"""

import gc
import importlib.util
import itertools
import os
import resource
import socket
import sys
from functools import partial
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from grader.fork.server import ForkServer
from grader.judge import job as jobs
from grader.judge.plugin import JudgePlugin, run_pytest
from grader.judge.rehearsal import rehearse
from grader.judge.residue import Residue
from grader.judge.run import Arbiter, Judge
from grader.model.exercise import Exercise
from grader.sandbox.link import AllDone, Link
from grader.wire.frames import Channel

if TYPE_CHECKING:
    from grader.judge.debug import Debugger

GRADINGS: Final = 200
"""So many gradings one fork judges at most: what little each leaves in memory does not add up."""

MEMORY: Final = 8 * 2**30
"""Bytes of its own that a judge may take. A check that compares what a submission sent needs a fraction."""


class InsideFinder:
    """Makes `inside` importable by name, as it is in the student's process."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Return the spec of `inside`, None for any other module."""
        del path, target
        return importlib.util.spec_from_file_location(name, self._file) if name == "inside" else None


def serve(exercise: Exercise, control: socket.socket) -> None:
    """Collect the exercise's checks, then fork a judge for each order on `control`.

    What cannot be collected is told by each grading, check by check.
    """
    if exercise.inside_file is not None:
        sys.meta_path.insert(0, InsideFinder(exercise.inside_file))
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"

    def work(_: bytes, descriptors: list[int]) -> int:
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        link = Link(Channel(socket.socket(fileno=descriptors[0])))
        terminal = descriptors[1:]  # of an author who debugs a check
        debugger = _debugger(exercise.folder, *terminal) if terminal else None
        arbiter = Arbiter(exercise, link)
        for count in itertools.count(1):
            order = link.next_job()
            if order is None:
                break
            job = jobs.decode(order)
            Judge(exercise, plugin, job, link, arbiter, debugger).run()
            can_go_on = count < GRADINGS and not (terminal or job.at_length)
            link.tell(AllDone(as_new=can_go_on and residue.is_nothing()))
        return 0

    def serve_forks() -> None:
        residue.remember(plugin.modules)
        gc.freeze()
        ForkServer(control, work, {}, partial(rehearse, plugin)).serve()

    residue = Residue(exercise.folder)
    plugin = JudgePlugin(serve_forks)
    files = [file for file in (exercise.checks_file, exercise.visible_file) if file is not None]
    run_pytest(files, plugin)


def _debugger(folder: Path, reading: int, writing: int) -> "Debugger":
    from grader.judge.debug import Debugger  # noqa: PLC0415 - pdb brings much along, and gradings do without

    debugger = Debugger(reading, writing, folder)
    sys.breakpointhook = debugger.set_trace
    return debugger
