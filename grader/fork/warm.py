"""What every warm process does before it serves: torch on one thread, heavy extras, a frozen heap."""

import gc
import importlib
import platform
import sys
from collections.abc import Sequence
from typing import Final

from grader.fork import dynamo

_COMPILER: Final = ("torch.export", "torch._dynamo", "torch._export", "torch._inductor", "torch.compiler")
"""Who preloads one of these needs `torch._dynamo` anyway."""


def warm_up(modules: Sequence[str], preload: Sequence[str] = ()) -> dict[str, str]:
    """Import what is slow and return the versions of Python and torch.

    No backward and no operation with several threads runs here: their threads do
    not survive a fork, and a child that needs them would wait forever.

    Args:
        modules: imported always.
        preload: heavy extras that an exercise asks for, such as `torch.export`.
    """
    sys.dont_write_bytecode = True
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    if not any(module.startswith(_COMPILER) for module in preload):
        dynamo.defer()
    importlib.import_module("grader.fork.settings").make_each_optimizer()
    for module in (*modules, *preload):
        importlib.import_module(module)
    # A first forward on one thread fills caches that every child would fill again.
    net = torch.nn.Linear(2, 2)
    net(torch.zeros(1, 2))
    # Nothing has a gradient, so nothing is updated; but what torch imports at an optimizer's first step is there.
    torch.optim.SGD(net.parameters()).step()
    gc.collect()
    gc.freeze()
    # What a grading leaves in cycles is little, and looking for it every 700 objects costs a few percent of it all.
    gc.set_threshold(10_000)
    return {"python": platform.python_version(), "torch": str(torch.__version__)}
