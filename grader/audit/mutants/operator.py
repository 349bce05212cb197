"""What a mutation operator is: one kind of mistake, as a change of one node of the syntax tree."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import libcst as cst
from libcst.helpers import get_full_name_for_node, parse_template_expression


@dataclass(frozen=True)
class Context:
    """Where a node stands.

    Attributes:
        function: the innermost function around it.
        parameters: that function's own, without self.
        weights: attributes of self that the class makes parameters.
    """

    function: str = ""
    parameters: frozenset[str] = frozenset()
    weights: frozenset[str] = frozenset()


class Operator(Protocol):
    """Makes mutants of one kind.

    Attributes:
        name: stable, as mutants' ids begin with it; lower case with hyphens.
        mistake: what somebody who writes such code has done, for the documentation.
        example: code before and after.
    """

    name: ClassVar[str]
    mistake: ClassVar[str]
    example: ClassVar[tuple[str, str]]

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Yield what may stand in the place of a node; nothing where this operator has no business."""
        ...


def called(node: cst.CSTNode) -> str:
    """Return the last part of the name that a call calls: `Linear` of `nn.Linear(2, 3)`; empty for anything else."""
    return (get_full_name_for_node(node.func) or "").rpartition(".")[2] if isinstance(node, cst.Call) else ""


def method(node: cst.CSTNode) -> str:
    """Return the name of the method that a call calls on some value; empty for anything else."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        return node.func.attr.value
    return ""


def enclosed(node: cst.BaseExpression) -> cst.BaseExpression:
    """Return an expression that can be followed by a dot or an operator."""
    safe = (cst.Name, cst.Attribute, cst.Call, cst.Subscript, cst.List, cst.Dict, cst.SimpleString)
    if isinstance(node, safe) or node.lpar:
        return node
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def expression(template: str, **parts: cst.BaseExpression) -> cst.BaseExpression:
    """Return an expression from a template such as `{x}.detach()`."""
    values: dict[str, Any] = {name: enclosed(part) for name, part in parts.items()}
    return parse_template_expression(template, **values)


def with_arguments(node: cst.Call, arguments: list[cst.Arg]) -> cst.Call:
    """Return a call with other arguments, its commas in order."""
    last = len(arguments) - 1
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    return node.with_changes(
        args=[
            argument.with_changes(comma=cst.MaybeSentinel.DEFAULT if index == last else comma)
            for index, argument in enumerate(arguments)
        ]
    )


def keyword(name: str, value: str) -> cst.Arg:
    """Return the argument `name=value`."""
    tight = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    return cst.Arg(keyword=cst.Name(name), value=cst.parse_expression(value), equal=tight)


def is_keyword(argument: cst.Arg, name: str) -> bool:
    """Tell whether an argument is given by this name."""
    return argument.keyword is not None and argument.keyword.value == name


def code_of(node: cst.CSTNode) -> str:
    """Return a node's source."""
    return cst.Module(body=[]).code_for_node(node)
