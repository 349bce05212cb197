"""The general operators: mutmut's, which know nothing of torch.

mutmut keeps them apart from its own runner, as functions from a node of libcst to
nodes. Only that list is used; there is no other way in that it documents.
"""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Final

import libcst as cst
from mutmut.mutation.mutators import mutation_operators

from grader.audit.mutants.operator import Context, Operator, called, code_of

_PREFIX: Final = "operator_"
_LEFT_ALONE: Final = frozenset({"len", "isinstance", "super"})
"""Calls of these break at once whatever they are given: such mutants would only flatter the checks."""


class LibraryOperator:
    """One of mutmut's operators under our interface."""

    name: ClassVar[str] = "library"
    mistake: ClassVar[str] = "a slip of the kind that tests of any program should notice"
    example: ClassVar[tuple[str, str]] = ("", "")

    def __init__(self, name: str) -> None:
        self.name = name  # type: ignore[misc]  # one class stands for all of mutmut's functions
        self._parts: list[tuple[type, Any]] = []

    def add(self, kind: type, function: Any) -> None:
        """Let a function of mutmut look at nodes of this kind."""
        self._parts.append((kind, function))

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Yield what mutmut puts in the place of a node."""
        del context
        if called(node) in _LEFT_ALONE or _is_prose(node):
            return
        if isinstance(node, cst.Assign | cst.AnnAssign) and node.value is not None and _is_prose(node.value):
            return
        for kind, function in self._parts:
            if isinstance(node, kind):
                made: Iterable[cst.CSTNode] = function(node)
                yield from (new for new in made if not _is_as_false(node, new))


def library_operators() -> tuple[Operator, ...]:
    """Return mutmut's operators, each once, by the name of its function."""
    found: dict[str, LibraryOperator] = {}
    for kind, function in mutation_operators:
        name = str(function.__name__).removeprefix(_PREFIX).replace("_", "-")
        found.setdefault(name, LibraryOperator(name)).add(kind, function)
    return tuple(found.values())


def _is_prose(node: cst.CSTNode) -> bool:
    """Tell whether a text is meant for people: then no check may depend on its wording."""
    if not isinstance(node, cst.SimpleString | cst.ConcatenatedString):
        return isinstance(node, cst.FormattedString)
    value = node.evaluated_value
    return not isinstance(value, str) or any(character.isspace() for character in value) or not value.isascii()


def _is_as_false(old: cst.CSTNode, new: cst.CSTNode) -> bool:
    """Tell whether all that changes is an argument False that becomes None, which says the same nearly everywhere."""
    if not isinstance(old, cst.Call) or not isinstance(new, cst.Call) or len(old.args) != len(new.args):
        return False
    changed = [code_of(one.value) for one, other in zip(old.args, new.args, strict=True) if one is not other]
    return changed == ["False"]
