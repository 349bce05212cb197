"""What a grading has left behind in its judge: only where that is nothing, the judge may take another.

Before each check the judge seeds the generators and resets dtype and grad mode, and pytest gives it fixtures as new.
What else a check can change and a later one can see is remembered before the first grading and compared after each:

* everything in the exercise's own modules, however deep: globals, attributes of classes and functions, defaults,
  closures, tensors and their gradients;
* the names of torch's modules and classes that checks use, against checks that put something in their place;
* settings of the process: environment, folder, threads, warnings, hooks, torch's own.

Caches of functions are emptied. What cannot be described counts as changed, and costs a fork for each grading.
"""

import functools
import io
import os
import pickle
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, Final

import torch

from grader.fork.settings import Names, Settings
from grader.judge import compare, expect
from grader.wire.tensors import is_plain, raw_bytes

_OF_EVERY_CLASS: Final = frozenset({"__dict__", "__weakref__", "__doc__", "__slotnames__", "_abc_impl"})


class Residue:
    """Compares a judge with what it was before its first grading.

    Args:
        folder: the exercise's; modules whose files lie in it are its own.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = f"{folder}{os.sep}"
        self._modules: dict[str, ModuleType] = {}
        self._content: bytes | None = None
        self._settings: Settings | None = None

    def remember(self, modules: Iterable[ModuleType]) -> None:
        """Remember how all is, once the checks are collected and none has run.

        Args:
            modules: those that the checks are in.
        """
        self._modules = {module.__name__: module for module in modules} | self._own_modules()
        self._content = self._describe()
        self._settings = Settings(Names(also=(compare, expect)))

    def is_nothing(self) -> bool:
        """Tell whether all is as it was."""
        return (
            self._content is not None
            and self._settings is not None
            and self._settings.hold()
            and self._own_modules().keys() <= self._modules.keys()
            and self._content == self._describe()
        )

    def _own_modules(self) -> dict[str, ModuleType]:
        return {
            name: module
            for name, module in list(sys.modules.items())
            if (getattr(module, "__file__", None) or "").startswith(self._folder)
        }

    def _describe(self) -> bytes | None:
        """Return the content of the exercise's modules as bytes; None where some of it cannot be described."""
        out = io.BytesIO()
        describer = _Describer(out, frozenset(self._modules))
        content = [
            [(key, value) for key, value in vars(module).items() if not (key[:2] == "__" == key[-2:])]
            for module in self._modules.values()
        ]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                describer.dump(content)
        except Exception:  # noqa: BLE001 -- whatever an author's object raises when it is asked for its parts
            return None
        return out.getvalue()


class _Describer(pickle.Pickler):
    """Writes what objects consist of, so that two writings can be compared.

    What belongs to other modules is written by its name. Pickle would do so for functions and classes of the
    exercise too, whose attributes, defaults and closures can be changed: those are taken apart.
    """

    def __init__(self, out: io.BytesIO, own: frozenset[str]) -> None:
        super().__init__(out, protocol=pickle.HIGHEST_PROTOCOL)
        self._own = own

    def reducer_override(self, value: Any) -> Any:
        """Return how to describe an object, see pickle's documentation; parts come third, so that circles end."""
        match value:
            case ModuleType():
                return _Part, (f"module {value.__name__}",)
            case FunctionType() if value.__module__ in self._own:
                cells = [cell.cell_contents for cell in value.__closure__ or ()]
                parts = [value.__defaults__, value.__kwdefaults__, cells, vars(value), id(value.__code__)]
                return _Part, (f"function {value.__qualname__}",), parts
            case type() if value.__module__ in self._own:
                parts = [(key, part) for key, part in vars(value).items() if key not in _OF_EVERY_CLASS]
                return _Part, (f"class {value.__qualname__}",), [value.__bases__, parts]
            case staticmethod() | classmethod():
                return _Part, (type(value).__name__,), [value.__func__]
            case property():
                return _Part, ("property",), [value.fget, value.fset, value.fdel]
            case functools._lru_cache_wrapper():  # noqa: SLF001 -- the type of what `cache` makes has no other name
                value.cache_clear()
                return _Part, ("cache",), [value.__wrapped__]
            case torch.Tensor() if is_plain(value):
                content = bytes(raw_bytes(value.detach().contiguous()))
                facts = f"tensor {value.dtype} {tuple(value.shape)} {value.requires_grad} {type(value).__name__}"
                return _Part, (facts,), [content, value.grad]
        return NotImplemented


class _Part:
    """Stands for an object in a description; never made, for no description is read."""
