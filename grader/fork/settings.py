"""Settings and names of a process that runs checks or a submission, which a later check could find changed.

Of torch, numpy, Python and the process. What every check finds reset, seeds, default dtype and grad mode, is not among
them.
"""

import _thread
import atexit
import builtins
import contextlib
import contextvars
import copyreg
import ctypes
import gc
import math
import operator
import os
import random
import signal
import sys
import warnings
import weakref
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any, Final

import numpy as np
import torch
from torch.nn.modules import module as torch_module

_WATCHED: Final = (torch, torch.nn, torch.nn.functional, torch.nn.init, torch.optim, builtins, random, math)
_PASSING: Final = frozenset({"__slotnames__", "_abc_impl", "__abstractmethods__", "__warningregistry__"})
"""Names that Python puts into classes and modules as they are used."""
_NO_MODULE: Final = object()
_SIGNALS: Final = tuple(number for number in signal.valid_signals() if number < signal.SIGRTMIN)


class Names:
    """What the names of torch's and Python's own modules and classes stand for.

    Made in a warm process before it forks. To read thousands of objects counts a reference to each, and that copies
    the page it is on into the fork; CPython stamps a dict anew whenever it changes, and a stamp lies in one place.

    Args:
        also: further modules whose names are watched.
    """

    def __init__(self, also: Iterable[ModuleType] = ()) -> None:
        classes = {
            kind: None for place in (torch.nn, torch.optim) for kind in vars(place).values() if isinstance(kind, type)
        }
        self._places: list[Any] = []
        self._values: list[tuple[Any, ...]] = []
        self._stamps: list[ctypes.c_uint64] = []
        self._seen: list[int] = []
        self.watch((*_WATCHED, *also, torch.Tensor, *classes))

    def watch(self, places: Iterable[Any]) -> None:
        """Watch further modules or classes."""
        new = list(places)
        self._places += new
        self._values += [tuple(vars(place).values()) for place in new]
        self._stamps += _stamps(new)
        self._seen = [stamp.value for stamp in self._stamps]

    def remember(self) -> None:
        """Take what differs now for what is to be."""
        for at in self._touched():
            self._values[at] = tuple(vars(self._places[at]).values())
            if self._stamps:
                self._seen[at] = self._stamps[at].value

    def hold(self) -> bool:
        """Tell whether all stand for what they did."""
        return all(_holds(self._places[at], self._values[at]) for at in self._touched())

    def _touched(self) -> Iterable[int]:
        if not self._stamps:
            return range(len(self._places))
        return [
            at for at, (stamp, seen) in enumerate(zip(self._stamps, self._seen, strict=True)) if stamp.value != seen
        ]


class Settings:
    """Compares settings, and names of modules and classes, with what they were when this was made.

    Args:
        names: those of torch and Python.
        to_come: modules that may be imported from now on; None for any.
    """

    def __init__(self, names: Names, to_come: Iterable[str] | None = None) -> None:
        self._to_come = None if to_come is None else frozenset(to_come)
        names.remember()
        self._names = names
        self._settings = _settings()
        self._modules = frozenset(sys.modules)

    def hold(self) -> bool:
        """Tell whether all is as it was; what cannot even be asked any more is not."""
        try:
            return self._settings == _settings() and self._names.hold() and self._has_only_imports()
        except Exception:  # noqa: BLE001 -- a mode or a patch that stays in force answers for torch
            return False

    def _has_only_imports(self) -> bool:
        if len(sys.modules) == len(self._modules):
            return True
        new = sys.modules.keys() - self._modules
        return (self._to_come is None or new <= self._to_come) and all(map(_is_an_import, new))


def _stamps(places: Iterable[Any]) -> list[ctypes.c_uint64]:
    """Return where the stamp of each namespace's dict lies: `ma_version_tag`, after a count, a type and a length.

    See PEP 509 and CPython's Include/cpython/dictobject.h. Empty where this interpreter does not stamp so.
    """
    offset = object.__basicsize__ + ctypes.sizeof(ctypes.c_ssize_t)
    trial = {"a": 1}
    stamp = ctypes.c_uint64.from_address(id(trial) + offset)
    seen = [stamp.value]
    for value, key in ((2, "a"), (3, "b")):
        trial[key] = value
        seen.append(stamp.value)
    del trial["b"]
    seen.append(stamp.value)
    if sys.implementation.name != "cpython" or len(set(seen)) != len(seen):
        return []
    # A class shows its dict by a proxy, whose one referent is the dict.
    dicts = [names if type(names := vars(place)) is dict else gc.get_referents(names)[0] for place in places]
    return [ctypes.c_uint64.from_address(id(names) + offset) for names in dicts]


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
    new = list(names)[len(values) :]
    return all(name in _PASSING or _is_submodule(place, name, names[name]) for name in new)


def _is_submodule(place: Any, name: str, value: object) -> bool:
    """Tell whether a new name of a package came there by an import."""
    return isinstance(place, ModuleType) and value is sys.modules.get(f"{place.__name__}.{name}", _NO_MODULE)


def _is_an_import(name: str) -> bool:
    """Tell whether a new entry of `sys.modules` came there as imports come."""
    return getattr(sys.modules.get(name), "__spec__", None) is not None


def _umask() -> int:
    """Return the mask of the modes of new files, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _settings() -> tuple[Any, ...]:
    hooks = sorted(name for name, value in vars(torch_module).items() if name.startswith("_global_") and value)
    return (
        *(os.getcwd(), dict(os.environ), list(sys.path), list(sys.meta_path), _thread._count()),  # noqa: PTH109, SLF001
        *(list(warnings.filters), atexit._ncallbacks(), len(contextvars.copy_context())),  # noqa: SLF001
        *(torch.get_num_threads(), torch.get_float32_matmul_precision(), torch.get_default_device(), hooks),
        *(torch.are_deterministic_algorithms_enabled(), torch.is_anomaly_enabled(), torch.is_inference_mode_enabled()),
        *(torch.is_autocast_enabled("cpu"), torch.is_warn_always_enabled(), dict(vars(torch._tensor_str.PRINT_OPTS))),  # noqa: SLF001
        *(torch._C._len_torch_function_stack(), torch._C._len_torch_dispatch_stack()),  # noqa: SLF001
        *(sys.getswitchinterval(), sys.get_int_max_str_digits(), any(signal.getitimer(signal.ITIMER_REAL))),
        *(np.geterr(), np.get_printoptions(), sys.getrecursionlimit(), sys.stdin, sys.stdout, sys.stderr),
        *(sys.gettrace(), sys.getprofile(), sys.excepthook, sys.displayhook, gc.isenabled(), gc.get_threshold()),
        *(_umask(), tuple(copyreg.dispatch_table), len(weakref.finalize._registry)),  # type: ignore[attr-defined]  # noqa: SLF001
        *(list(gc.callbacks), signal.pthread_sigmask(signal.SIG_BLOCK, ())),
        *(signal.getsignal(number) for number in _SIGNALS),
    )
