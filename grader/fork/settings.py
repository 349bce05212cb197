"""Settings and names of a process that runs checks or a submission, which a later check could find changed.

Of torch, numpy, Python and the process. What every check finds reset, seeds, default dtype and grad mode, is not among
them.
"""

import atexit
import builtins
import contextlib
import contextvars
import gc
import math
import operator
import os
import random
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any, Final

import numpy as np
import torch
from torch.nn.modules import module as torch_module

_WATCHED: Final = (torch, torch.nn, torch.nn.functional, torch.nn.init, torch.optim, builtins, random, math)
_PASSING: Final = frozenset({"__slotnames__", "_abc_impl", "__abstractmethods__"})
"""Names that Python puts into classes as they are used."""
_SIGNALS: Final = tuple(number for number in signal.valid_signals() if number < signal.SIGRTMIN)


class Settings:
    """Compares settings, and names of modules and classes, with what they were when this was made.

    Args:
        also: further modules whose names are watched.
    """

    def __init__(self, also: Iterable[ModuleType] = ()) -> None:
        classes = {
            kind: None for place in (torch.nn, torch.optim) for kind in vars(place).values() if isinstance(kind, type)
        }
        places = (*_WATCHED, *also, torch.Tensor, torch.nn.Module, *classes)
        self._places = [(place, tuple(vars(place).values())) for place in places]
        self._settings = _settings()
        self._modules = frozenset(sys.modules)

    def hold(self) -> bool:
        """Tell whether all is as it was; what cannot even be asked any more is not."""
        try:
            return (
                self._settings == _settings()
                and all(_holds(place, values) for place, values in self._places)
                and all(_is_an_import(name) for name in sys.modules.keys() - self._modules)
            )
        except Exception:  # noqa: BLE001 -- a mode or a patch that stays in force answers for torch
            return False


def make_each_optimizer() -> None:
    """Have torch wrap the `step` of each class, which it does when the first of its kind is made."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for kind in list(vars(torch.optim).values()):
            if isinstance(kind, type) and issubclass(kind, torch.optim.Optimizer):
                make: Callable[[list[torch.nn.Parameter]], object] = kind
                with contextlib.suppress(TypeError, ValueError):  # the base class, and who wants more than parameters
                    make([torch.nn.Parameter(torch.zeros(1, 1))])


def _holds(place: Any, values: tuple[Any, ...]) -> bool:
    """Tell whether all names still stand for the same objects; new ones come after them, and may be imports."""
    names = vars(place)
    if len(names) < len(values) or not all(map(operator.is_, names.values(), values)):
        return False
    return all(name in _PASSING or isinstance(names[name], ModuleType) for name in list(names)[len(values) :])


def _is_an_import(name: str) -> bool:
    """Tell whether a new entry of `sys.modules` came there as imports come."""
    return getattr(sys.modules.get(name), "__spec__", None) is not None


def _settings() -> tuple[Any, ...]:
    hooks = sorted(name for name, value in vars(torch_module).items() if name.startswith("_global_") and value)
    return (
        *(os.getcwd(), dict(os.environ), list(sys.path), list(sys.meta_path), threading.active_count()),  # noqa: PTH109
        *(list(warnings.filters), atexit._ncallbacks(), len(contextvars.copy_context())),  # noqa: SLF001
        *(torch.get_num_threads(), torch.get_float32_matmul_precision(), torch.get_default_device(), hooks),
        *(torch.are_deterministic_algorithms_enabled(), torch.is_anomaly_enabled(), torch.is_inference_mode_enabled()),
        *(torch.is_autocast_enabled("cpu"), torch.is_warn_always_enabled(), dict(vars(torch._tensor_str.PRINT_OPTS))),  # noqa: SLF001
        *(torch._C._len_torch_function_stack(), torch._C._len_torch_dispatch_stack()),  # noqa: SLF001
        *(np.geterr(), np.get_printoptions(), sys.getrecursionlimit(), sys.stdin, sys.stdout, sys.stderr),
        *(sys.gettrace(), sys.getprofile(), sys.excepthook, sys.displayhook, gc.isenabled(), gc.get_threshold()),
        *(signal.getsignal(number) for number in _SIGNALS),
    )
