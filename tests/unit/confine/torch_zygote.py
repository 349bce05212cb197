"""A process with torch imported, like the zygote, from which confined children are forked.

`python -m tests.unit.confine.torch_zygote GROUND` prints one JSON object: identity to name of the work to how its child
ended. A process of its own, since pytest's may have threads, and importing torch once is enough.
"""

import contextlib
import dataclasses
import functools
import gc
import importlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import torch

from grader.confine.apply import prepare
from grader.confine.paths import library_paths
from tests.unit.confine.children import IDENTITIES, Children, Ground, Who
from tests.unit.confine.torch_work import WORK

PRELOADED = ("torch.export", "torch._dynamo", "torch.optim", "torch.func")


def imported_by(work: Callable[[], object]) -> list[str]:
    """Names of the modules that some work imports."""
    before = set(sys.modules)
    with contextlib.suppress(Exception):
        work()
    return sorted(set(sys.modules) - before)


def reachable(path: Path) -> bool:
    """Whether an ordinary user gets there."""
    return all(folder.stat().st_mode & 1 for folder in (path, *path.parents))


def main(folder: Path) -> None:
    """Fork a child for each identity and each work."""
    torch.set_num_threads(1)
    for name in PRELOADED:
        importlib.import_module(name)
    prepare()
    children = Children(Ground(folder / "work", folder / "read", folder / "hidden"))
    os.environ.update(TMPDIR=str(children.ground.work), USER="student")
    libraries = (str(children.ground.read), *library_paths())
    # The interpreter may lie where only root can read it. A scout tells what the work imports late, so that children
    # with other identities find it in memory.
    scout: Who = IDENTITIES[0]
    for work, _ in WORK.values():
        found = children.run(functools.partial(imported_by, work), scout, read=libraries, data_bytes=1 << 30)
        for name in found.value or ():
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
    gc.collect()
    gc.freeze()
    reports = {}
    for who in IDENTITIES:
        granted = libraries
        if os.geteuid() == 0 and who == "ordinary user":
            granted = tuple(path for path in libraries if reachable(Path(path)))
        reports[who] = {
            name: dataclasses.asdict(children.run(work, who, read=granted, data_bytes=1 << 30, threads=2))
            for name, (work, _) in WORK.items()
        }
        for report in reports[who].values():
            del report["held"]
    sys.stdout.write(json.dumps(reports))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
