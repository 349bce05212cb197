"""Mistakes with what is one object and what is many: shared instead of copied, copied instead of shared."""

import re
from collections.abc import Iterator
from typing import ClassVar, Final

import libcst as cst

from grader.audit.mutants.operator import Context, called, code_of, enclosed, expression, method


class Share:
    """The same memory where a copy belongs."""

    name: ClassVar[str] = "share"
    mistake: ClassVar[str] = "shares what should be a copy"
    example: ClassVar[tuple[str, str]] = ("new = copy.deepcopy(old)", "new = old")

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Take away deepcopy, copy and clone."""
        del context
        if not isinstance(node, cst.Call):
            return
        if method(node) == "clone":
            assert isinstance(node.func, cst.Attribute)  # noqa: S101 -- `method` says so
            yield node.func.value
        elif called(node) in ("deepcopy", "copy") and len(node.args) == 1:
            yield enclosed(node.args[0].value)


class RepeatOne:
    """One object many times where many objects belong."""

    name: ClassVar[str] = "repeat-one"
    mistake: ClassVar[str] = "makes one object and repeats it"
    example: ClassVar[tuple[str, str]] = ("nets = [f() for _ in range(n)]", "nets = [f()] * n")

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Repeat the element of a comprehension over a range that does not use its variable."""
        del context
        if isinstance(node, cst.ListComp | cst.GeneratorExp) and node.for_in.inner_for_in is None:
            turns, target = node.for_in.iter, code_of(node.for_in.target)
            if called(turns) == "range" and isinstance(turns, cst.Call) and len(turns.args) == 1 and target == "_":
                yield expression("([{e}] * {n})", e=node.elt, n=turns.args[0].value)


class Copy:
    """A copy where the very object belongs."""

    name: ClassVar[str] = "copy"
    mistake: ClassVar[str] = "works with copies of the modules it is given"
    example: ClassVar[tuple[str, str]] = (
        "def __init__(self, net):\n    self.net = net",
        "def __init__(self, net):\n    self.net = __import__('copy').deepcopy(net)",
    )

    _KEEPERS: Final = frozenset({"Sequential", "ModuleList", "ModuleDict", "add_module", "register_module", "append"})
    _MODULES: Final = re.compile(r"(net|block|mod|layer|head|old|new|trunk|embed|child|inner)[a-z0-9_]*")

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Copy an argument that is named like a module, where it is assigned or put into a container."""
        if isinstance(node, cst.Assign) and self._is_given(node.value, context):
            yield node.with_changes(value=expression("__import__('copy').deepcopy({x})", x=node.value))
        if isinstance(node, cst.Call) and called(node) in self._KEEPERS:
            for index, argument in enumerate(node.args):
                if self._is_given(argument.value, context) and not argument.star:
                    copied = argument.with_changes(
                        value=expression("__import__('copy').deepcopy({x})", x=argument.value)
                    )
                    yield node.with_changes(args=[*node.args[:index], copied, *node.args[index + 1 :]])

    def _is_given(self, value: cst.BaseExpression, context: Context) -> bool:
        if not isinstance(value, cst.Name) or value.value not in context.parameters:
            return False
        return self._MODULES.fullmatch(value.value) is not None


COPY_OPERATORS: Final = (Share(), RepeatOne(), Copy())
