# ruff: noqa: SIM905 -- lists of words are easier to read than lists of strings
"""What may be called: functions and methods that leave nothing behind, whatever is handed to them."""

import ast
from typing import ClassVar, Final

from grader.student.proof import harmless
from grader.student.proof.expressions import Expressions, Scopes
from grader.student.proof.modules import Kind, Library, NotProvenError
from grader.student.proof.program import METHODS

_READING: Final = frozenset("len sorted list tuple dict sum min max any all enumerate zip".split())
_READERS: Final = frozenset("items keys values get index count copy".split())


class Calls(Expressions):
    """Looks at calls as well."""

    LOOKED_AT: ClassVar[tuple[type[ast.AST], ...]] = (*Expressions.LOOKED_AT, ast.Call)
    WALKED: ClassVar[tuple[type[ast.AST], ...]] = (*Expressions.WALKED, ast.keyword)

    def _call(self, node: ast.Call, scopes: Scopes) -> None:
        match node.func:
            case ast.Name(id=name) if not self._is_bound(name, scopes) and self._special(name, node, scopes):
                return
            case ast.Name():
                self._callee(node.func, scopes)
            case ast.Attribute(attr=name, value=ast.Call(func=ast.Name(id="super")) as call) if not self._is_bound(
                "super", scopes
            ):
                self._super(name, call, scopes)
            case ast.Attribute(attr=name, value=ast.Name() as owner) if self._is(owner, Kind.TABLE, scopes):
                if name not in _READERS:
                    raise NotProvenError
            case ast.Attribute(attr=name, value=ast.Call(func=ast.Name(id="vars"), args=[value])) if (
                name in _READERS and not self._is_bound("vars", scopes)
            ):
                self._program.dynamic = self._program.class_values = True
                self._one(value, scopes)
            case ast.Attribute():
                self._method_call(node, node.func, scopes)
            case _:
                self._one(node.func, scopes)
        path = self._path(node.func, scopes)
        for at, argument in enumerate(node.args):
            fills = at == 0 and path is not None and path.startswith("torch.nn.init.") and path.endswith("_")
            if fills and self._unfilled(argument, scopes):
                continue
            self._one(argument, scopes)
        self._all(node.keywords, scopes)

    def _callee(self, node: ast.Name, scopes: Scopes) -> None:
        match self._look_up(node.id, scopes):
            case Library(path) if harmless.is_call(path):
                return
            case Kind.LOCAL | Kind.SELF | Kind.FUNCTION | Kind.CLASS:
                return
        raise NotProvenError

    def _method_call(self, node: ast.Call, func: ast.Attribute, scopes: Scopes) -> None:
        path = self._path(func, scopes)
        if path is not None:
            own = node.args and self._is(node.args[0], Kind.SELF, scopes)
            of_a_base = own and func.attr == "__init__" and harmless.is_layer(path.removesuffix(".__init__"))
            if not of_a_base and not harmless.is_call(path):
                raise NotProvenError
        elif func.attr in harmless.FILLING and self._unfilled(func.value, scopes):
            return
        elif isinstance(func.value, ast.Constant):
            if not isinstance(func.value.value, str):
                raise NotProvenError
        else:
            self._read(func, scopes, own=self._is(func.value, Kind.SELF, scopes))

    def _unfilled(self, node: ast.expr, scopes: Scopes) -> bool:
        """Tell whether this makes a tensor whose memory is not filled, of arguments that are fine."""
        if not isinstance(node, ast.Call) or self._path(node.func, scopes) not in harmless.UNFILLED:
            return False
        self._all([*node.args, *node.keywords], scopes)
        return True

    def _special(self, name: str, node: ast.Call, scopes: Scopes) -> bool:
        """Look at a call of a builtin that is fine in some forms; tell whether it was one, in such a form."""
        match name, node.args:
            case (("getattr" | "hasattr"), [value, ast.Constant(value=str(attribute)), *default]) if not node.keywords:
                load = ast.Attribute(value=value, attr=attribute, ctx=ast.Load())
                if name == "getattr":
                    self._attribute(load, scopes)
                else:
                    self._one(value, scopes)
                self._all(default, scopes)
                return True
            case "getattr", [value, attribute, *default] if not node.keywords:
                self._program.dynamic = self._program.class_values = True
                self._all([value, attribute, *default], scopes)
                return True
            case (("setattr" | "delattr"), [ast.Name() as value, *others]) if self._is(value, Kind.SELF, scopes):
                self._program.storing.add(self._method)
                self._all(others, scopes)
                return True
            case _, [ast.Name() as value] if name in _READING and self._is(value, Kind.TABLE, scopes):
                self._all(node.keywords, scopes)
                return True
        return False

    def _super(self, name: str, call: ast.Call, scopes: Scopes) -> None:
        match call.args:
            case []:
                pass
            case [ast.Name() as owner, ast.Name() as instance]:
                if not self._is(owner, Kind.CLASS, scopes) or not self._is(instance, Kind.SELF, scopes):
                    raise NotProvenError
            case _:
                raise NotProvenError
        special = name.startswith("__")
        known = name in METHODS if special else name in self._program.attributes or harmless.is_attribute(name)
        if call.keywords or not known or name in self._program.barred:
            raise NotProvenError
