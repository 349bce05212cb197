"""The judge's stand-in for an object that lives in a student process."""

from collections.abc import Callable, Iterator
from typing import Any, Final, NoReturn

MAX_ITEMS: Final = 10_000


class HandleMisuseError(TypeError):
    """A check asked a handle for what a handle cannot answer: the check's fault.

    A TypeError, because `list` asks for a length first, and goes on without one only after that.
    """


class Handle:
    """An object in a student process: attributes, calls, indexing, capped iteration.

    Truth, equality, length and membership are refused: an answer to these would
    come from the submission's own methods, and `assert student.is_tied(net)`
    must not pass because any object is truthy.
    """

    __slots__ = ("_ask", "_number", "_owner", "_type_name")

    def __init__(self, ask: Callable[..., Any], owner: object, number: int, type_name: str) -> None:
        self._ask = ask
        self._owner = owner
        self._number = number
        self._type_name = type_name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self._ask(self, "getattr", name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object over there; arguments travel as copies."""
        return self._ask(self, "invoke", args, kwargs)

    def __getitem__(self, key: Any) -> Any:
        return self._ask(self, "getitem", (key,), {})

    def __iter__(self) -> Iterator[Any]:
        items = self._ask(self, "take", MAX_ITEMS)
        return iter(items)

    def __repr__(self) -> str:
        return f"<an object of class {self._type_name} in the student's process>"

    def __bool__(self) -> NoReturn:
        raise HandleMisuseError(f"{self!r} has no truth value here: compare a value that it returns")

    def __eq__(self, other: object) -> NoReturn:
        raise HandleMisuseError(f"{self!r} cannot be compared: compare a value that it returns")

    def __ne__(self, other: object) -> NoReturn:
        raise HandleMisuseError(f"{self!r} cannot be compared: compare a value that it returns")

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> NoReturn:
        raise HandleMisuseError(f"{self!r} has no length here: use student.length(handle)")

    def __contains__(self, item: object) -> NoReturn:
        raise HandleMisuseError(f"{self!r} cannot be searched here: compare a value that it returns")


def number_of(handle: Handle) -> int:
    """Return the handle's number in its process."""
    return object.__getattribute__(handle, "_number")  # type: ignore[no-any-return]


def owner_of(handle: Handle) -> object:
    """Return the process that the handle belongs to."""
    return object.__getattribute__(handle, "_owner")


def type_name_of(handle: Handle) -> str:
    """Return the class name that the process gave; it can be forged."""
    return object.__getattribute__(handle, "_type_name")  # type: ignore[no-any-return]


def attributes_of(handle: Handle) -> dict[str, Any]:
    """Return what an object over there keeps in its `__dict__`, for a diagnosis: it can be forged."""
    found = object.__getattribute__(handle, "_ask")(handle, "getattr", "__dict__")
    return found if isinstance(found, dict) else {}
