"""What functions and classes do, statement by statement: nothing but what is known to leave nothing behind.

Whatever outlives a call hangs on a module, a class or a function. So none of these may be changed, and nothing
that can change may hang on them: neither as a default, nor as an attribute of a class, nor by a decorator.
"""

import ast
from collections.abc import Iterator
from typing import ClassVar

from grader.student.proof import harmless
from grader.student.proof.calls import Calls
from grader.student.proof.expressions import Scopes
from grader.student.proof.modules import Binding, Kind, NotProvenError, imported, is_static
from grader.student.proof.program import METHODS


class Body(Calls):
    """Looks at what one module defines."""

    LOOKED_AT: ClassVar[tuple[type[ast.AST], ...]] = (
        *Calls.LOOKED_AT,
        *(ast.Lambda, ast.FunctionDef, ast.For, ast.With, ast.Import, ast.ImportFrom, ast.AnnAssign),
    )
    WALKED: ClassVar[tuple[type[ast.AST], ...]] = (
        *Calls.WALKED,
        *(ast.Expr, ast.Return, ast.Assign, ast.AugAssign, ast.While, ast.If, ast.Raise, ast.Try, ast.ExceptHandler),
        *(ast.Assert, ast.Delete, ast.Pass, ast.Break, ast.Continue),
    )

    def prove(self) -> None:
        """Look at all functions and classes of the module.

        Raises:
            NotProvenError: something is not known to leave nothing behind.
        """
        self._all(self._module.lambdas, ())
        for node in self._module.tree.body:
            if isinstance(node, ast.FunctionDef):
                self._function(node, (), ())
            elif isinstance(node, ast.ClassDef):
                self._class(node)

    def _class(self, node: ast.ClassDef) -> None:
        if node.keywords or node.decorator_list:
            raise NotProvenError
        for base in node.bases:
            self._base(base)
        methods = [each.name for each in node.body if isinstance(each, ast.FunctionDef)]
        if len(methods) != len(set(methods)):
            raise NotProvenError
        for each in node.body:
            match each:
                case ast.FunctionDef(name=name) if not name.startswith("__") or name in METHODS:
                    self._function(each, (), (), method=True)
                case ast.Expr(value=ast.Constant()) | ast.Pass():
                    pass
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if not name.startswith("__"):
                    self._constant(value)
                case ast.AnnAssign(target=ast.Name(id=name), value=value) if not name.startswith("__"):
                    self._constant(value)
                case _:
                    raise NotProvenError

    def _base(self, node: ast.expr) -> None:
        path = self._path(node, ())
        if path is not None and harmless.is_layer(path):
            return
        if isinstance(node, ast.Name):
            if self._look_up(node.id, ()) is Kind.CLASS:
                return
            if node.id not in self._module.names and harmless.is_builtin_class(node.id):
                return
        raise NotProvenError

    def _function(self, node: ast.FunctionDef, scopes: Scopes, outer: Scopes, *, method: bool = False) -> None:
        """Look at a function or method.

        Args:
            node: its definition.
            scopes: what the names around it stand for, outermost first.
            outer: the same, for its defaults; none where it is defined once for all.
            method: it is defined in a class.
        """
        for decorator in node.decorator_list:
            self._decorator(decorator)
        self._parameters(node.args, outer)
        _annotation(node.returns)
        first = [*node.args.posonlyargs, *node.args.args][:1]
        scope: dict[str, Binding] = {each.arg: Kind.LOCAL for each in _every(node.args)}
        if method and first and not is_static(node):
            scope[first[0].arg] = Kind.SELF
        if method:
            self._method = node.name
        self._bind(node.body, scope)
        self._all(node.body, (*scopes, scope))

    def _decorator(self, node: ast.expr) -> None:
        match node:
            case ast.Name(id="staticmethod" | "property" as name) if name not in self._module.names:
                return
            case ast.Call(func=func, args=[], keywords=[]):
                if self._module.path(func) in {"torch.no_grad", "torch.enable_grad", "torch.inference_mode"}:
                    return
        raise NotProvenError

    def _parameters(self, arguments: ast.arguments, scopes: Scopes) -> None:
        for default in [*arguments.defaults, *arguments.kw_defaults]:
            if scopes and default is not None:
                self._one(default, scopes)
            else:
                self._constant(default)
        for each in _every(arguments):
            _annotation(each.annotation)

    def _constant(self, node: ast.expr | None) -> None:
        """Look at a default or an attribute of a class: what it is stays for all calls."""
        if node is None or self._module.is_constant(node):
            return
        if isinstance(node, ast.Name) and self._look_up(node.id, ()) in {Kind.CONSTANT, Kind.FUNCTION}:
            return
        raise NotProvenError

    def _bind(self, body: list[ast.stmt], scope: dict[str, Binding]) -> None:
        """Find the names that a function binds: as Python does, wherever it does so."""
        imports: dict[str, Binding] = {}
        kinds: set[type[ast.AST]] = set()
        for node in _of_this_function(body):
            kinds.add(type(node))
            match node:
                case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.FunctionDef(name=name):
                    scope[name] = Kind.LOCAL
                case ast.ExceptHandler(name=str(name)):
                    scope[name] = Kind.LOCAL
                case ast.Import() | ast.ImportFrom():
                    for name, binding in imported(node, frozenset(self._program.modules)):
                        if imports.setdefault(name, binding) != binding:
                            raise NotProvenError
        if ast.With in kinds and kinds & {ast.Yield, ast.YieldFrom}:
            raise NotProvenError  # a generator that is left alone keeps, say, gradients off
        if imports.keys() & scope.keys():
            raise NotProvenError
        scope.update(imports)

    def _functiondef(self, node: ast.FunctionDef, scopes: Scopes) -> None:
        if any(isinstance(each, ast.Name) for each in node.decorator_list):
            raise NotProvenError
        self._function(node, scopes, scopes)

    def _lambda(self, node: ast.Lambda, scopes: Scopes) -> None:
        self._parameters(node.args, scopes)
        self._one(node.body, (*scopes, {each.arg: Kind.LOCAL for each in _every(node.args)}))

    def _for(self, node: ast.For, scopes: Scopes) -> None:
        self._iterated(node.iter, scopes)
        self._all([node.target, *node.body, *node.orelse], scopes)

    def _with(self, node: ast.With, scopes: Scopes) -> None:
        for item in node.items:
            self._all([item.context_expr, item.optional_vars], scopes)
        self._all(node.body, scopes)

    def _annassign(self, node: ast.AnnAssign, scopes: Scopes) -> None:
        if not isinstance(node.target, ast.Name):
            _annotation(node.annotation)
        self._all([node.target, node.value], scopes)

    def _import(self, node: ast.Import | ast.ImportFrom, scopes: Scopes) -> None:
        """Do nothing: what it binds is known."""

    _importfrom = _import


def _annotation(node: ast.expr | None) -> None:
    """Refuse an annotation that does more than name types."""
    names = (ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.BinOp, ast.BitOr, ast.Tuple, ast.List, ast.Load)
    if node is not None and not all(isinstance(each, names) for each in ast.walk(node)):
        raise NotProvenError


def _every(arguments: ast.arguments) -> list[ast.arg]:
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return [each for each in every if each is not None]


def _of_this_function(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Yield the nodes of a function, but none of functions and comprehensions in it."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ListComp | ast.DictComp | ast.GeneratorExp):
            waiting.extend(ast.iter_child_nodes(node))
