"""Mistakes with tensors: a wrong dimension, a lost graph, a changed input, another dtype, a transpose too many."""

from collections.abc import Iterator
from typing import ClassVar, Final

import libcst as cst

from grader.audit.mutants.operator import (
    Context,
    called,
    code_of,
    expression,
    is_keyword,
    keyword,
    method,
    with_arguments,
)

_DIMS: Final = ("0", "1", "-1")
_DIM_SECOND: Final = frozenset({"cat", "concat", "concatenate", "stack", "softmax", "log_softmax"})
_TENSOR_NAMES: Final = frozenset({"X", "x", "Y", "y", "input", "inputs", "tensor", "kernel", "batch"})
_SIZED: Final = frozenset({"empty", "zeros", "ones", "randn", "rand", "full"})
_BORING: Final = (cst.Name, cst.BaseNumber, cst.BaseString, cst.Dict, cst.List, cst.Tuple, cst.Lambda, cst.ListComp)
_MIN_SIZES: Final = 2


class SwapDim:
    """Another dimension where one is named."""

    name: ClassVar[str] = "swap-dim"
    mistake: ClassVar[str] = "joins, sums or normalizes along another dimension"
    example: ClassVar[tuple[str, str]] = ("y = torch.cat((a, b), dim=-1)", "y = torch.cat((a, b), dim=0)")

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Replace `dim=`, `axis=` and the second argument of functions that join."""
        del context
        if not isinstance(node, cst.Call):
            return
        for index, argument in enumerate(node.args):
            positional = called(node) in _DIM_SECOND and index == 1 and argument.keyword is None
            if positional or is_keyword(argument, "dim") or is_keyword(argument, "axis"):
                for dim in _DIMS:
                    if code_of(argument.value) != dim:
                        changed = argument.with_changes(value=cst.parse_expression(dim))
                        yield node.with_changes(args=[*node.args[:index], changed, *node.args[index + 1 :]])


class Detach:
    """A result that has left the graph."""

    name: ClassVar[str] = "detach"
    mistake: ClassVar[str] = "computes on `.data` or detaches, so that no gradient comes back"
    example: ClassVar[tuple[str, str]] = (
        "def forward(self, X):\n    return f(X)",
        "def forward(self, X):\n    return f(X).detach()",
    )

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Detach what forward returns; read parameters by `.data`."""
        if isinstance(node, cst.Return) and node.value is not None and context.function == "forward":
            yield node.with_changes(value=expression("{x}.detach()", x=node.value))
        if (
            isinstance(node, cst.Attribute)
            and code_of(node.value) == "self"
            and node.attr.value in context.weights
            and context.function != "__init__"
        ):
            yield expression("{x}.data", x=node)


class Attach:
    """A graph where none belongs."""

    name: ClassVar[str] = "attach"
    mistake: ClassVar[str] = "forgets to detach"
    example: ClassVar[tuple[str, str]] = ("y = x.detach()", "y = x")

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Take away `.detach()` and `.data`."""
        del context
        if method(node) in ("detach", "detach_") and isinstance(node, cst.Call):
            assert isinstance(node.func, cst.Attribute)  # noqa: S101 -- `method` says so
            yield node.func.value
        if isinstance(node, cst.Attribute) and node.attr.value == "data" and code_of(node.value) != "self":
            yield node.value


class InPlace:
    """An argument that is not what it was."""

    name: ClassVar[str] = "in-place"
    mistake: ClassVar[str] = "changes its argument in place"
    example: ClassVar[tuple[str, str]] = ("def f(X, b):\n    return X + b", "def f(X, b):\n    return X.add_(b)")

    _METHODS: Final = {cst.Add: "add_", cst.Multiply: "mul_", cst.Subtract: "sub_", cst.Divide: "div_"}

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Compute in an argument's own memory; blank an argument once the result is known."""
        tensors = context.parameters & _TENSOR_NAMES
        if isinstance(node, cst.BinaryOperation) and code_of(node.left) in tensors:
            name = self._METHODS.get(type(node.operator))
            if name:
                yield expression(f"{{a}}.{name}({{b}})", a=node.left, b=node.right)
        if isinstance(node, cst.Return) and node.value is not None and not isinstance(node.value, _BORING):
            for name in sorted(tensors):
                result = expression("({r}, {x}.detach().zero_())[0]", r=node.value, x=cst.Name(name))
                yield node.with_changes(value=result)


class WrongDtype:
    """Another dtype than the input's."""

    name: ClassVar[str] = "wrong-dtype"
    mistake: ClassVar[str] = "makes a float32 of whatever comes"
    example: ClassVar[tuple[str, str]] = (
        "def forward(self, X):\n    return f(X)",
        "def forward(self, X):\n    return f(X).float()",
    )

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Convert what forward returns; drop `dtype=` and `device=`."""
        if isinstance(node, cst.Return) and node.value is not None and context.function == "forward":
            yield node.with_changes(value=expression("{x}.float()", x=node.value))
        if isinstance(node, cst.Call):
            for index, argument in enumerate(node.args):
                if is_keyword(argument, "dtype") or is_keyword(argument, "device"):
                    yield with_arguments(node, [*node.args[:index], *node.args[index + 1 :]])


class Transposed:
    """Two dimensions the other way round."""

    name: ClassVar[str] = "transposed"
    mistake: ClassVar[str] = "transposes a weight, forgets to, or swaps the sizes of a layer"
    example: ClassVar[tuple[str, str]] = ("y = X @ W", "y = X @ W.mT")

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Transpose the right side of a product, undo a transpose, swap the first two sizes of a layer or tensor."""
        del context
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.MatrixMultiply):
            yield node.with_changes(right=expression("{w}.mT", w=node.right))
        if isinstance(node, cst.Attribute) and node.attr.value in ("T", "mT"):
            yield node.value
        if method(node) in ("t", "transpose", "swapaxes") and isinstance(node, cst.Call):
            assert isinstance(node.func, cst.Attribute)  # noqa: S101 -- `method` says so
            yield node.func.value
        sized = called(node) in _SIZED or called(node).removeprefix("Lazy") in ("Linear", "Conv1d", "Conv2d")
        if sized and isinstance(node, cst.Call):
            plain = [argument for argument in node.args if argument.keyword is None and not argument.star]
            if len(plain) >= _MIN_SIZES and code_of(plain[0].value) != code_of(plain[1].value):
                first, second = plain[0], plain[1]
                swapped = [first.with_changes(value=second.value), second.with_changes(value=first.value)]
                yield node.with_changes(args=[*swapped, *node.args[2:]])


class OtherReduction:
    """A mean for a sum."""

    name: ClassVar[str] = "other-reduction"
    mistake: ClassVar[str] = "averages instead of adding up, or the other way round"
    example: ClassVar[tuple[str, str]] = ("y = x.sum()", "y = x.mean()")

    _OTHER: Final = {"sum": "mean", "mean": "sum", "max": "min", "min": "max", "amax": "amin", "amin": "amax"}

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Exchange reductions that are methods or functions of torch."""
        del context
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
            other = self._OTHER.get(node.func.attr.value)
            if other:
                yield node.with_changes(func=node.func.with_changes(attr=cst.Name(other)))


class SwapArguments:
    """The second first."""

    name: ClassVar[str] = "swap-arguments"
    mistake: ClassVar[str] = "has two things in the wrong order"
    example: ClassVar[tuple[str, str]] = ("y = torch.cat((a, b))", "y = torch.cat((b, a))")

    _SYMMETRIC: Final = frozenset(
        {"equal", "allclose", "isclose", "max", "min", "add", "mul", "maximum", "minimum", "isinstance"}
    )

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Swap the first two arguments of a call, and the two elements of a tuple or list."""
        del context
        if isinstance(node, cst.Call) and called(node) not in self._SYMMETRIC and len(node.args) >= _MIN_SIZES:
            first, second = node.args[:2]
            if not (first.keyword or second.keyword or first.star or second.star):
                swapped = [first.with_changes(value=second.value), second.with_changes(value=first.value)]
                yield node.with_changes(args=[*swapped, *node.args[2:]])
        if isinstance(node, cst.Tuple | cst.List) and len(node.elements) == _MIN_SIZES:
            first_one, second_one = node.elements
            if isinstance(first_one, cst.Element) and isinstance(second_one, cst.Element):
                turned = [
                    first_one.with_changes(value=second_one.value),
                    second_one.with_changes(value=first_one.value),
                ]
                yield node.with_changes(elements=turned)


class NotStrict:
    """Missing keys that nobody hears of."""

    name: ClassVar[str] = "not-strict"
    mistake: ClassVar[str] = "loads a state with strict=False, or the other way round"
    example: ClassVar[tuple[str, str]] = ("net.load_state_dict(s)", "net.load_state_dict(s, strict=False)")

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Add `strict=False` where nothing is said; what is said, other operators turn round."""
        del context
        if not isinstance(node, cst.Call) or called(node) != "load_state_dict":
            return
        if not any(is_keyword(argument, "strict") for argument in node.args):
            yield with_arguments(node, [*node.args, keyword("strict", "False")])


TENSOR_OPERATORS: Final = (
    SwapDim(),
    Detach(),
    Attach(),
    InPlace(),
    WrongDtype(),
    Transposed(),
    OtherReduction(),
    SwapArguments(),
    NotStrict(),
)
