"""Mistakes in the flow of a program that mutmut's operators leave out: conditions and loops."""

from collections.abc import Iterator
from typing import ClassVar, Final

import libcst as cst

from grader.audit.mutants.operator import Context, expression


class NegateCondition:
    """The other branch."""

    name: ClassVar[str] = "negate-condition"
    mistake: ClassVar[str] = "has a condition the wrong way round"
    example: ClassVar[tuple[str, str]] = ("if a:\n    f()", "if not a:\n    f()")

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Negate the test of an if and of a comprehension."""
        del context
        if isinstance(node, cst.If | cst.CompIf) and not isinstance(node.test, cst.UnaryOperation):
            test = expression("not {c}", c=node.test)
            yield node.with_changes(test=test, whitespace_before_test=cst.SimpleWhitespace(" "))


class OneTurn:
    """A loop that ends after its first turn."""

    name: ClassVar[str] = "one-turn"
    mistake: ClassVar[str] = "leaves a loop after its first turn"
    example: ClassVar[tuple[str, str]] = ("for x in xs:\n    f(x)", "for x in xs:\n    f(x)\n    break")

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Break at the end of a loop's body."""
        del context
        if isinstance(node, cst.For | cst.While) and isinstance(node.body, cst.IndentedBlock):
            stop = cst.SimpleStatementLine(body=[cst.Break()])
            yield node.with_changes(body=node.body.with_changes(body=[*node.body.body, stop]))


FLOW_OPERATORS: Final = (NegateCondition(), OneTurn())
