"""What an expression may be: names, attributes and whatever is made of them, but for calls.

Names that are not local stand for functions, classes and constants, and of attributes only those are read that lead to
none of the rest. Attributes are set on a method's own instance alone.
"""

import ast
from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar, Final, TypeAlias

from grader.student.proof import harmless
from grader.student.proof.modules import Binding, Kind, Library, Module, NotProvenError, Own
from grader.student.proof.program import Program

Scopes: TypeAlias = tuple[Mapping[str, Binding], ...]
"""What the names of the functions around a node stand for, outermost first; of the module's, nothing."""

_SAME: Final = (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)


class Expressions:
    """Looks at expressions of one module, each where it stands.

    Attributes:
        LOOKED_AT: nodes with a method, named as they are.
        WALKED: nodes that do nothing themselves; they are what is in them. No other node is fine.

    Args:
        program: all sources.
        module: this one.
    """

    LOOKED_AT: ClassVar[tuple[type[ast.AST], ...]] = (
        *(ast.Name, ast.Attribute, ast.Subscript, ast.Compare),
        *(ast.ListComp, ast.DictComp, ast.GeneratorExp),
    )
    WALKED: ClassVar[tuple[type[ast.AST], ...]] = (
        *(ast.BinOp, ast.BoolOp, ast.UnaryOp, ast.IfExp, ast.Tuple, ast.List, ast.Dict, ast.Slice, ast.Starred),
        *(ast.JoinedStr, ast.FormattedValue, ast.Constant, ast.Yield, ast.YieldFrom),
        *(ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop),
    )

    def __init__(self, program: Program, module: Module) -> None:
        self._program = program
        self._module = module
        self._method = ""
        self._handlers: dict[type[ast.AST], Callable[[ast.AST, Scopes], None]] = {
            kind: getattr(self, f"_{kind.__name__.lower()}") for kind in self.LOOKED_AT
        }
        self._handlers.update(dict.fromkeys(self.WALKED, self._walk))

    def _all(self, nodes: Iterable[ast.AST | None], scopes: Scopes) -> None:
        for node in nodes:
            if node is not None:
                self._one(node, scopes)

    def _one(self, node: ast.AST, scopes: Scopes) -> None:
        handler = self._handlers.get(type(node))
        if handler is None:
            if not isinstance(node, self.WALKED):
                raise NotProvenError
            handler = self._walk
        handler(node, scopes)

    def _walk(self, node: ast.AST, scopes: Scopes) -> None:
        self._all(ast.iter_child_nodes(node), scopes)

    def _name(self, node: ast.Name, scopes: Scopes) -> None:
        match self._look_up(node.id, scopes):
            case Kind.LOCAL | Kind.SELF | Kind.FUNCTION | Kind.CONSTANT:
                return
            case Kind.CLASS:
                self._program.class_values = True
                return
            case Library(path) if harmless.is_value(path):
                return
        raise NotProvenError

    def _attribute(self, node: ast.Attribute, scopes: Scopes) -> None:
        own = self._is(node.value, Kind.SELF, scopes)
        if not isinstance(node.ctx, ast.Load):
            if not own or node.attr.startswith("__"):
                raise NotProvenError
            self._program.storing.add(self._method)
            return
        path = self._path(node, scopes)
        if path is not None:
            if not harmless.is_value(path):
                raise NotProvenError
            return
        if node.attr == "__name__":
            inner = None if self._is_bound("type", scopes) else _type_of(node.value)
            if inner is None:
                raise NotProvenError
            self._one(inner, scopes)
            return
        if node.attr in self._program.classes:
            self._program.class_values = True
        self._read(node, scopes, own=own)

    def _read(self, node: ast.Attribute, scopes: Scopes, *, own: bool) -> None:
        """Look at an attribute of something that is not in a library."""
        name = node.attr
        program = self._program
        if name.startswith("__") or name in program.barred or harmless.is_frame(name):
            raise NotProvenError
        if not (name in program.attributes or name in program.classes or harmless.is_attribute(name)):
            raise NotProvenError
        if harmless.is_barred(name) and not own:
            raise NotProvenError  # the sources have an attribute of this name, and so have tensors
        if not own:
            program.bumped.add(name)
        if isinstance(node.value, ast.Name):
            match self._look_up(node.value.id, scopes):
                case Kind.LOCAL | Kind.SELF | Kind.CONSTANT | Own():
                    return
                case Kind.CLASS if (node.value.id, name) in self._module.static:
                    return
            raise NotProvenError
        self._one(node.value, scopes)

    def _subscript(self, node: ast.Subscript, scopes: Scopes) -> None:
        if not (isinstance(node.ctx, ast.Load) and self._is(node.value, Kind.TABLE, scopes)):
            self._one(node.value, scopes)
        self._one(node.slice, scopes)

    def _compare(self, node: ast.Compare, scopes: Scopes) -> None:
        for at, side in enumerate([node.left, *node.comparators]):
            beside = node.ops[max(at - 1, 0) : at + 1]
            inner = _type_of(side) if all(isinstance(each, _SAME) for each in beside) else None
            within = at > 0 and isinstance(node.ops[at - 1], ast.In | ast.NotIn)
            if inner is not None and not self._is_bound("type", scopes):
                self._one(inner, scopes)
            elif within and isinstance(side, ast.Set):
                self._all(side.elts, scopes)
            elif not (within and self._is(side, Kind.TABLE, scopes)):
                self._one(side, scopes)

    def _listcomp(self, node: ast.ListComp | ast.GeneratorExp, scopes: Scopes) -> None:
        self._one(node.elt, self._loops(node.generators, scopes))

    _generatorexp = _listcomp

    def _dictcomp(self, node: ast.DictComp, scopes: Scopes) -> None:
        self._all([node.key, node.value], self._loops(node.generators, scopes))

    def _loops(self, loops: list[ast.comprehension], scopes: Scopes) -> Scopes:
        for loop in loops:
            self._iterated(loop.iter, scopes)
            names = [each for each in ast.walk(loop.target) if isinstance(each, ast.Name)]
            bound = [each.id for each in names if isinstance(each.ctx, ast.Store)]
            scopes = (*scopes, dict.fromkeys(bound, Kind.LOCAL))
            if loop.is_async:
                raise NotProvenError
            self._all([loop.target, *loop.ifs], scopes)
        return scopes

    def _iterated(self, node: ast.expr, scopes: Scopes) -> None:
        if not self._is(node, Kind.TABLE, scopes):
            self._one(node, scopes)

    def _is(self, node: ast.AST, kind: Kind, scopes: Scopes) -> bool:
        return isinstance(node, ast.Name) and self._look_up(node.id, scopes) is kind

    def _is_bound(self, name: str, scopes: Scopes) -> bool:
        return name in self._module.names or any(name in scope for scope in scopes)

    def _look_up(self, name: str, scopes: Scopes) -> Binding:
        for scope in reversed(scopes):
            if name in scope:
                return self._program.resolve(scope[name])
        if name in self._module.names:
            return self._program.resolve(self._module.names[name])
        if name in harmless.BUILTINS or harmless.is_builtin_class(name):
            return Kind.FUNCTION
        return Kind.OPAQUE

    def _path(self, node: ast.expr, scopes: Scopes) -> str | None:
        """Return the dotted path in a library, or None for what begins otherwise."""
        if isinstance(node, ast.Name):
            binding = self._look_up(node.id, scopes)
            return binding.path if isinstance(binding, Library) else None
        if isinstance(node, ast.Attribute):
            path = self._path(node.value, scopes)
            return None if path is None else f"{path}.{node.attr}"
        return None


def _type_of(node: ast.expr) -> ast.expr | None:
    """Return what the class is asked of in `type(value)` or `value.__class__`."""
    match node:
        case ast.Call(func=ast.Name(id="type"), args=[value], keywords=[]):
            return value
        case ast.Attribute(value=value, attr="__class__"):
            return value
    return None
