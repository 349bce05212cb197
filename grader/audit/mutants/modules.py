"""Mistakes with modules and training: what is not registered, what is left out, what is only half done."""

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

_WITH_BIAS: Final = frozenset({"Linear", "LazyLinear", "Bilinear", "Conv1d", "Conv2d", "LazyConv1d", "LazyConv2d"})
_PLAIN: Final = {"ModuleList": "list", "ParameterList": "list", "ModuleDict": "dict", "ParameterDict": "dict"}


class DropBias:
    """A layer without its bias."""

    name: ClassVar[str] = "drop-bias"
    mistake: ClassVar[str] = "leaves the bias out, or puts one in"
    example: ClassVar[tuple[str, str]] = ("layer = nn.Linear(2, 3)", "layer = nn.Linear(2, 3, bias=False)")

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Add `bias=False` where nothing is said, take it away where it stands."""
        del context
        if called(node) not in _WITH_BIAS or not isinstance(node, cst.Call):
            return
        kept = [argument for argument in node.args if not is_keyword(argument, "bias")]
        said = len(kept) < len(node.args)
        yield with_arguments(node, kept if said else [*kept, keyword("bias", "False")])


class PlainContainer:
    """Modules that PyTorch does not see."""

    name: ClassVar[str] = "plain-container"
    mistake: ClassVar[str] = "keeps modules in a Python list or dict"
    example: ClassVar[tuple[str, str]] = ("self.nets = nn.ModuleList(nets)", "self.nets = list(nets)")

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Replace containers of modules and parameters by the builtin ones."""
        del context
        plain = _PLAIN.get(called(node))
        if plain and isinstance(node, cst.Call):
            yield node.with_changes(func=cst.Name(plain))


class PlainTensor:
    """A parameter that is none."""

    name: ClassVar[str] = "plain-tensor"
    mistake: ClassVar[str] = "keeps a tensor that is neither parameter nor buffer, or a parameter that never learns"
    example: ClassVar[tuple[str, str]] = ("self.w = nn.Parameter(torch.ones(3))", "self.w = torch.ones(3)")

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Take away nn.Parameter, freeze it, make attributes of buffers."""
        del context
        if not isinstance(node, cst.Call):
            return
        if called(node) == "Parameter" and len(node.args) == 1:
            yield node.args[0].value
            yield with_arguments(node, [*node.args, keyword("requires_grad", "False")])
        if method(node) == "register_buffer":
            name, value = node.args[0].value, node.args[1].value
            assert isinstance(node.func, cst.Attribute)  # noqa: S101 -- `method` says so
            yield expression("setattr({o}, {n}, {v})", o=node.func.value, n=name, v=value)


class DropCall:
    """A step left out."""

    name: ClassVar[str] = "drop-call"
    mistake: ClassVar[str] = "forgets zero_grad, step, backward, super().__init__ or another call"
    example: ClassVar[tuple[str, str]] = ("optimizer.zero_grad()", "pass")

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Replace a statement that is a call by nothing."""
        del context
        if isinstance(node, cst.Expr) and isinstance(node.value, cst.Call):
            yield cst.Pass()


class WithGraph:
    """Gradients where none belong."""

    name: ClassVar[str] = "with-graph"
    mistake: ClassVar[str] = "forgets torch.no_grad, or works under it"
    example: ClassVar[tuple[str, str]] = ("with torch.no_grad():\n    f()", "with torch.enable_grad():\n    f()")

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Exchange no_grad and enable_grad; take away such a decorator."""
        del context
        if called(node) in ("no_grad", "inference_mode") and isinstance(node, cst.Call):
            yield cst.parse_expression("torch.enable_grad()")
        if isinstance(node, cst.FunctionDef):
            for decorator in node.decorators:
                if any(word in code_of(decorator) for word in ("no_grad", "inference_mode", "enable_grad")):
                    yield node.with_changes(decorators=[one for one in node.decorators if one is not decorator])


class OtherMode:
    """Training where evaluation belongs."""

    name: ClassVar[str] = "other-mode"
    mistake: ClassVar[str] = "switches to train instead of eval, or ignores the mode"
    example: ClassVar[tuple[str, str]] = ("net.eval()", "net.train()")

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Exchange eval and train; turn `training` round."""
        del context
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and method(node) in ("eval", "train"):
            other = "train" if method(node) == "eval" else "eval"
            yield node.with_changes(func=node.func.with_changes(attr=cst.Name(other)), args=[])
        if isinstance(node, cst.Attribute) and node.attr.value == "training" and code_of(node.value) == "self":
            yield expression("(not {x})", x=node)


class Shallow:
    """Only the top level."""

    name: ClassVar[str] = "shallow"
    mistake: ClassVar[str] = "looks at the top level alone, and not inside"
    example: ClassVar[tuple[str, str]] = ("names = net.named_modules()", "names = net.named_children()")

    _OTHER: Final = {"modules": "children", "named_modules": "named_children"}
    _RECURSE: Final = frozenset({"parameters", "named_parameters", "buffers", "named_buffers"})

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Exchange modules and children, add `recurse=False`."""
        del context
        if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute):
            return
        name = method(node)
        if name in self._OTHER:
            yield node.with_changes(func=node.func.with_changes(attr=cst.Name(self._OTHER[name])), args=[])
        if name in self._RECURSE and not any(is_keyword(argument, "recurse") for argument in node.args):
            yield with_arguments(node, [*node.args, keyword("recurse", "False")])


class DropActivation:
    """A net that is linear after all."""

    name: ClassVar[str] = "drop-activation"
    mistake: ClassVar[str] = "leaves an activation out"
    example: ClassVar[tuple[str, str]] = (
        "net = nn.Sequential(a, nn.ReLU(), b)",
        "net = nn.Sequential(a, nn.Identity(), b)",
    )

    _MODULES: Final = frozenset({"ReLU", "Tanh", "Sigmoid", "GELU", "ELU", "LeakyReLU", "SiLU"})
    _FUNCTIONS: Final = frozenset({"relu", "tanh", "sigmoid", "gelu"})

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Replace activations by the identity."""
        del context
        if not isinstance(node, cst.Call):
            return
        if called(node) in self._MODULES and isinstance(node.func, cst.Attribute):
            yield node.with_changes(func=node.func.with_changes(attr=cst.Name("Identity")), args=[])
        if called(node) in self._FUNCTIONS and len(node.args) == 1:
            yield node.args[0].value


class ExactType:
    """A subclass that is turned away."""

    name: ClassVar[str] = "exact-type"
    mistake: ClassVar[str] = "asks for the very class, and misses lazy layers and subclasses"
    example: ClassVar[tuple[str, str]] = ("ok = isinstance(m, nn.Linear)", "ok = type(m) is nn.Linear")

    def mutate(self, node: cst.CSTNode, context: Context) -> Iterator[cst.CSTNode]:
        """Compare the type instead of asking isinstance."""
        del context
        if called(node) == "isinstance" and isinstance(node, cst.Call) and len(node.args) == 2:  # noqa: PLR2004
            value, kind = node.args[0].value, node.args[1].value
            if isinstance(kind, cst.Tuple):
                yield expression("(type({v}) in {k})", v=value, k=kind)
            elif not isinstance(kind, cst.BinaryOperation):
                yield expression("(type({v}) is {k})", v=value, k=kind)


MODULE_OPERATORS: Final = (
    DropBias(),
    PlainContainer(),
    PlainTensor(),
    DropCall(),
    WithGraph(),
    OtherMode(),
    Shallow(),
    DropActivation(),
    ExactType(),
)
