"""A `torch._dynamo` that is imported when it is needed, not when an optimizer is made.

torch's optimizers import the whole compiler front end on first use, only to ask
it for two functions that do nothing outside of a compilation: `graph_break` and
`disable` (torch/optim/optimizer.py, torch/_compile.py). That is most of a second
and some hundred megabytes in every warm process. The module below answers those
two, and becomes the real one as soon as anybody asks for anything else.
"""

import importlib
import importlib.machinery
import sys
import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any

NAME = "torch._dynamo"


class DeferredDynamo(ModuleType):
    """Stands in for `torch._dynamo` until more than the two functions is asked of it."""

    _lock = threading.RLock()

    def graph_break(self, msg: str = "") -> None:
        """Do nothing, as the real one does outside of a compilation."""

    def disable(self, fn: Callable[..., Any] | None = None, *arguments: Any, **options: Any) -> Any:
        """Return `fn` itself: there is no compilation that could be kept out of it."""
        if fn is None:
            return self.__getattr__("disable")(fn, *arguments, **options)
        return fn

    def __getattr__(self, name: str) -> Any:
        if name in ("__file__", "__wrapped__", "__warningregistry__"):  # what inspection probes; no reason to import
            raise AttributeError(name)
        return getattr(self._become_real(), name)

    def _become_real(self) -> ModuleType:
        with self._lock:
            if sys.modules.get(NAME) is self:
                del sys.modules[NAME]
                vars(sys.modules["torch"]).pop("_dynamo", None)
            real = importlib.import_module(NAME)
            vars(sys.modules["torch"])["_dynamo"] = real
            return real


def defer() -> None:
    """Put the stand-in where `import torch._dynamo` finds it, unless the real one is there already."""
    torch = importlib.import_module("torch")
    if NAME not in sys.modules:
        stand_in = DeferredDynamo(NAME, DeferredDynamo.__doc__)
        # For the import system it is a loaded package without files: importlib.util.find_spec(3) wants a spec.
        stand_in.__spec__ = importlib.machinery.ModuleSpec(NAME, None, is_package=False)
        sys.modules[NAME] = stand_in
        vars(torch)["_dynamo"] = stand_in
