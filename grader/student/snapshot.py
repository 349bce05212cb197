"""What a student process was when its submission had been imported, compared with what it is now.

Checks share a process only while nothing differs. What a call can leave behind is looked for in two places:

* all that the submission's modules and `inside` lead to: globals, attributes of classes, functions and objects,
  defaults, closures, containers, tensors with their gradients;
* settings and names of torch, Python and the process, see `grader.fork.settings`.

Parts are compared by identity; tensors, arrays and generators by their bytes. An object whose state cannot be seen,
such as an open file or an iterator, counts as changed, and so does more than there is time to look at: each check then
has a process of its own. Nothing here needs to be believed: a submission that feigns an answer has one verdict for each
check all the same.
"""

import datetime as dt
import decimal
import functools
import logging
import operator
import pathlib
import pickle
import random
import re
import sys
import types
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable
from types import FunctionType, ModuleType
from typing import Any, Final

import numpy as np
import torch

from grader.wire.tensors import is_lazy, is_plain, raw_bytes

MOST_OBJECTS: Final = 20_000
MOST_BYTES: Final = 4 * 2**20
"""Of tensors and arrays; comparing so many takes a millisecond."""

PASSING: Final = frozenset(
    {
        "__slotnames__",
        "__warningregistry__",
        "__builtins__",
        "_abc_impl",
        "__abstractmethods__",
        "__loader__",
        "__spec__",
    }
)
"""Names that Python itself puts into modules and classes, some of them as they are used."""

_HEAP_TYPE: Final = 1 << 9  # Py_TPFLAGS_HEAPTYPE, CPython's Include/object.h
_ATOMS: Final = frozenset(
    (
        *(int, float, complex, bool, str, bytes, type(None), type(...), type(NotImplemented), range),
        *(types.CodeType, type(np.dot), types.WrapperDescriptorType, types.MethodDescriptorType),
        *(types.GetSetDescriptorType, types.MemberDescriptorType, types.ClassMethodDescriptorType),
        *(types.GenericAlias, types.UnionType, re.Pattern, decimal.Decimal),
        *(dt.date, dt.datetime, dt.timedelta, dt.time),
        *(torch.dtype, torch.device, torch.layout, torch.memory_format, torch.Size, torch.finfo, torch.iinfo),
    )
)
_LEAVES: Final = (np.generic, np.dtype, np.ufunc, pathlib.PurePath)
_SEEDED: Final = (random._inst, np.random.mtrand._rand, torch.default_generator)  # noqa: SLF001 -- no other way
"""Generators that each check finds seeded anew, whatever was drawn before; functions bound to them lead here."""

_SEEN_THROUGH: Final = frozenset(
    (object, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, deque, OrderedDict, defaultdict)
)
"""Classes written in C whose state is all in what they contain or in `__dict__`."""

Read = Callable[[Any], tuple[Any, ...]]


class UnseenError(Exception):
    """The state of something cannot be seen, or there is too much of it."""

    def __init__(self, kind: type) -> None:
        super().__init__(kind.__qualname__)


class Snapshot:
    """The state of what some modules lead to.

    Args:
        own: names of the modules that belong to the submission and the exercise, imported or not.
    """

    def __init__(self, own: Iterable[str]) -> None:
        self._own = frozenset(own)
        self._namespaces: set[int] = set()
        self._same: list[tuple[Read, Any, tuple[Any, ...]]] = []
        self._equal: list[tuple[Read, Any, tuple[Any, ...]]] = []
        self._kept: dict[int, Any] = {id(value): value for value in _SEEDED}
        self._bytes = 0
        self._is_unseen = False

    def add(self, module: ModuleType) -> None:
        """Remember what a module that was just imported leads to."""
        try:
            # By identity as well: a module can give itself another name.
            own = (sys.modules.get(name) for name in self._own)
            self._namespaces |= {id(vars(each)) for each in (module, *own) if isinstance(each, ModuleType)}
            self._walk(module)
        except Exception:  # noqa: BLE001 -- whatever somebody's object raises when it is asked for its parts
            self._is_unseen = True

    def holds(self) -> bool:
        """Tell whether all that was remembered is still so."""
        if self._is_unseen:
            return False
        try:
            return all(_are_same(read(value), before) for read, value, before in self._same) and all(
                read(value) == before for read, value, before in self._equal
            )
        except Exception:  # noqa: BLE001 -- as above
            return False

    def _walk(self, start: Any) -> None:
        todo = [start]
        while todo:
            value = todo.pop()
            if type(value) in _ATOMS or id(value) in self._kept:
                continue
            self._kept[id(value)] = value
            if len(self._kept) > MOST_OBJECTS:
                raise UnseenError(type(value))
            todo += self._look_at(value)

    def _look_at(self, value: Any) -> Iterable[Any]:  # noqa: C901, PLR0912 -- a table
        """Remember an object's own state; return what it leads to."""
        match value:
            case ModuleType():
                is_own = id(vars(value)) in self._namespaces
                return self._by_identity(_attributes, value) if is_own else ()
            case FunctionType():
                is_own = id(value.__globals__) in self._namespaces
                return self._by_identity(_parts_of_function, value) if is_own or value.__closure__ else ()
            case type():
                is_own = value.__module__ in self._own or not _is_found_by_name(value)
                return self._by_identity(_parts_of_class, value) if is_own else ()
            case types.BuiltinFunctionType() | types.MethodWrapperType():
                return (value.__self__,)  # a list's `append`, a counter's `__next__`
            case slice():
                return (value.start, value.stop, value.step)
            case logging.Logger() if type(value) is logging.Logger:
                return self._by_identity(_parts_of_logger, value)
            case staticmethod() | classmethod() | types.MethodType():
                return (value.__func__, getattr(value, "__self__", None))
            case property():
                return (value.fget, value.fset, value.fdel)
            case types.MappingProxyType():
                return self._by_identity(_parts_of_proxy, value)
            case functools.partial():
                return (value.func, value.args, value.keywords, value.__dict__)
            case functools._lru_cache_wrapper():  # noqa: SLF001 -- the type of what `cache` makes has no other name
                self._by_equality(_cache_info, value)
                return (value.__wrapped__, value.__dict__)
            case torch.Tensor():
                return self._look_at_tensor(value)
            case np.ndarray() if type(value) is np.ndarray and not value.dtype.hasobject:
                self._weigh(value.nbytes)
                return self._by_equality(_array, value)
            case random.Random():
                return self._by_equality(_random_state, value)
            case np.random.Generator():
                return self._by_equality(_numpy_state, value)
            case np.random.RandomState():
                return self._by_equality(_legacy_state, value)
            case torch.Generator():
                return self._by_equality(_torch_state, value)
        kind = type(value)
        if (isinstance(value, _LEAVES) and not hasattr(value, "__dict__")) or kind.__module__ == "typing":
            return ()
        hides = any(not base.__flags__ & _HEAP_TYPE and base not in _SEEN_THROUGH for base in kind.__mro__)
        if hides and not isinstance(value, BaseException | types.SimpleNamespace):
            raise UnseenError(kind)
        return (kind, *self._by_identity(_parts_of_object, value))

    def _look_at_tensor(self, tensor: torch.Tensor) -> Iterable[Any]:
        if is_lazy(tensor):
            return self._by_identity(_parts_of_lazy, tensor)
        if not is_plain(tensor) or tensor.device.type != "cpu":
            raise UnseenError(type(tensor))
        self._weigh(tensor.nbytes)
        self._by_equality(_content, tensor)
        return self._by_identity(_parts_of_tensor, tensor)

    def _weigh(self, count: int) -> None:
        self._bytes += count
        if self._bytes > MOST_BYTES:
            raise UnseenError(torch.Tensor)

    def _by_identity(self, read: Read, value: Any) -> tuple[Any, ...]:
        parts = read(value)
        self._same.append((read, value, parts))
        return parts

    def _by_equality(self, read: Read, value: Any) -> tuple[Any, ...]:
        self._equal.append((read, value, read(value)))
        return ()


def _are_same(now: tuple[Any, ...], before: tuple[Any, ...]) -> bool:
    return len(now) == len(before) and all(map(operator.is_, now, before))


def _attributes(value: Any) -> tuple[Any, ...]:
    """Return names and values of a namespace, less those that come and go by themselves."""
    names = vars(value)
    if PASSING.isdisjoint(names):
        return (*names, *names.values())
    return tuple(part for name, held in names.items() if name not in PASSING for part in (name, held))


def _is_found_by_name(kind: type) -> bool:
    """Tell whether a class is where it says that it is: one of a library's, not one that a submission made."""
    if not kind.__flags__ & _HEAP_TYPE:
        return True
    found: Any = sys.modules.get(kind.__module__)
    for name in kind.__qualname__.split("."):
        found = getattr(found, name, None)
    return found is kind


def _parts_of_class(kind: type) -> tuple[Any, ...]:
    return (kind.__name__, kind.__qualname__, *kind.__bases__, *_attributes(kind))


def _parts_of_logger(logger: logging.Logger) -> tuple[Any, ...]:
    kept = (name for name in vars(logger) if name != "_cache")  # of what is enabled
    return (logger.level, logger.propagate, logger.disabled, *logger.handlers, *logger.filters, *kept)


def _parts_of_function(function: FunctionType) -> tuple[Any, ...]:
    cells = [cell.cell_contents for cell in function.__closure__ or () if cell != _EMPTY]
    attributes = _attributes(function) if function.__dict__ else ()
    names = (function.__name__, function.__qualname__, function.__module__, function.__doc__)
    own = (function.__code__, function.__defaults__, function.__kwdefaults__, function.__annotations__)
    return (*own, *names, *cells, *attributes)


_EMPTY: Final = types.CellType()


def _parts_of_object(value: Any) -> tuple[Any, ...]:
    parts: list[Any] = []
    match value:
        case dict():
            parts += (*value.keys(), *value.values(), getattr(value, "default_factory", None))
        case list() | tuple() | deque() | BaseException():
            parts += value.args if isinstance(value, BaseException) else value
        case set() | frozenset():
            parts += sorted(value, key=id)
    if hasattr(value, "__dict__"):
        parts += _attributes(value)
    for kind in type(value).__mro__:
        names = kind.__dict__.get("__slots__", ())
        for name in (names,) if isinstance(names, str) else names:
            if name not in ("__dict__", "__weakref__"):
                mangled = f"_{kind.__name__.lstrip('_')}{name}" if name[:2] == "__" != name[-2:] else name
                parts.append(getattr(value, mangled, None))
    return tuple(parts)


def _parts_of_proxy(proxy: types.MappingProxyType[Any, Any]) -> tuple[Any, ...]:
    return (*proxy.keys(), *proxy.values())


def _parts_of_lazy(tensor: torch.Tensor) -> tuple[Any, ...]:
    return (type(tensor), tensor.grad, *_attributes(tensor))


def _parts_of_tensor(tensor: torch.Tensor) -> tuple[Any, ...]:
    return (tensor.grad, tensor._backward_hooks, *_attributes(tensor))  # noqa: SLF001 -- there is no other way to see it


def _content(tensor: torch.Tensor) -> tuple[Any, ...]:
    dense = tensor.detach().contiguous()
    version = None if tensor.is_inference() else tensor._version  # noqa: SLF001 -- counts what was undone again
    facts = (type(tensor), tensor.dtype, tensor.shape, tensor.stride(), tensor.requires_grad, version)
    return (*facts, bytes(raw_bytes(dense)))


def _array(array: Any) -> tuple[Any, ...]:
    return (array.dtype, array.shape, array.tobytes())


def _cache_info(cached: Any) -> tuple[Any, ...]:
    return tuple(cached.cache_info())


def _random_state(generator: random.Random) -> tuple[Any, ...]:
    return (generator.getstate(),)


def _numpy_state(generator: np.random.Generator) -> tuple[Any, ...]:
    return (pickle.dumps(generator.bit_generator.state),)


def _legacy_state(generator: np.random.RandomState) -> tuple[Any, ...]:
    return (pickle.dumps(generator.get_state(legacy=False)),)


def _torch_state(generator: torch.Generator) -> tuple[Any, ...]:
    return (bytes(generator.get_state().numpy()),)
