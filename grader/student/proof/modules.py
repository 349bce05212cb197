"""What the names at the top of a module stand for, where there is nothing but imports, constants and definitions."""

import ast
import dataclasses
import enum
import sys
from collections.abc import Iterator
from typing import Final, TypeAlias

from grader.student.proof import harmless


class NotProvenError(Exception):
    """Something was found that is not known to leave nothing behind."""


class Kind(enum.Enum):
    """What a name stands for."""

    LOCAL = enum.auto()
    """Made, or handed in, during a call."""
    SELF = enum.auto()
    """The first parameter of a method."""
    FUNCTION = enum.auto()
    CLASS = enum.auto()
    CONSTANT = enum.auto()
    """A value that cannot change."""
    TABLE = enum.auto()
    """A list, dict or set of such values and of functions: it could change."""
    OPAQUE = enum.auto()
    """Whatever must not be used at all."""


@dataclasses.dataclass(frozen=True)
class Library:
    """What is at a dotted path in Python's or torch's libraries."""

    path: str


@dataclasses.dataclass(frozen=True)
class Own:
    """One of the sources, or a name in it."""

    module: str
    name: str = ""


Binding: TypeAlias = Kind | Library | Own

_IGNORED: Final = frozenset({"numpy", "typing_extensions"})
"""Packages that may be imported, besides the standard library, and not used."""


@dataclasses.dataclass
class Module:
    """One source.

    Attributes:
        name: its name as a module.
        tree: the source, parsed.
        names: what its names stand for.
        static: functions of its classes that get no instance.
        lambdas: functions in its tables.
    """

    name: str
    tree: ast.Module
    names: dict[str, Binding] = dataclasses.field(default_factory=dict)
    static: set[tuple[str, str]] = dataclasses.field(default_factory=set)
    lambdas: list[ast.Lambda] = dataclasses.field(default_factory=list)

    def read(self, own: frozenset[str]) -> None:
        """Find out what the names stand for.

        Args:
            own: the names of all sources.

        Raises:
            NotProvenError: there is another statement, or a name stands for two things.
        """
        for node in self.tree.body:
            match node:
                case ast.FunctionDef():
                    self._bind(node.name, Kind.FUNCTION)
                case ast.ClassDef():
                    self._bind(node.name, Kind.CLASS)
                    functions = [each for each in node.body if isinstance(each, ast.FunctionDef)]
                    self.static.update((node.name, each.name) for each in functions if is_static(each))
                case ast.Import() | ast.ImportFrom():
                    for name, binding in imported(node, own):
                        self._bind(name, binding, again=True)
                case ast.Assign() | ast.AnnAssign():
                    self._assign(node)
                case _ if not _does_nothing(node):
                    raise NotProvenError

    def _assign(self, node: ast.Assign | ast.AnnAssign) -> None:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self._bind(name, self._kind(value))
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                self._bind(name, self._kind(value))
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                for target, value in zip(names, values, strict=True):
                    if not isinstance(target, ast.Name) or not self.is_constant(value):
                        raise NotProvenError
                    self._bind(target.id, Kind.CONSTANT)
            case _:
                raise NotProvenError

    def _bind(self, name: str, binding: Binding, *, again: bool = False) -> None:
        bound = name in self.names
        known = self.names.setdefault(name, binding)
        bound_before = bound and not (again and known == binding)
        if bound_before or (name.startswith("__") and name != "__all__"):
            raise NotProvenError

    def _kind(self, value: ast.expr) -> Binding:
        path = self.path(value)
        if path is not None and harmless.is_value(path):
            return Library(path)
        if self.is_constant(value):
            return Kind.CONSTANT
        match value:
            case ast.List(elts=elements) | ast.Set(elts=elements):
                parts: list[ast.expr | None] = [*elements]
            case ast.Dict(keys=keys, values=values):
                parts = [*keys, *values]
            case _:
                raise NotProvenError
        if not all(part is not None and self._is_entry(part) for part in parts):
            raise NotProvenError
        return Kind.TABLE

    def _is_entry(self, value: ast.expr) -> bool:
        """Tell whether an entry of a table is a value or a function."""
        if isinstance(value, ast.Lambda):
            self.lambdas.append(value)
            return True
        if isinstance(value, ast.Name) and self.names.get(value.id) is Kind.FUNCTION:
            return True
        return self.is_constant(value)

    def is_constant(self, value: ast.expr) -> bool:
        """Tell whether an expression is a value that cannot change, and that nothing else can get at."""
        match value:
            case ast.Constant():
                return True
            case ast.Tuple(elts=elements):
                return all(map(self.is_constant, elements))
            case ast.UnaryOp(operand=operand):
                return self.is_constant(operand)
            case ast.BinOp(left=left, right=right):
                return self.is_constant(left) and self.is_constant(right)
            case ast.Call(func=ast.Name(id="float"), args=[ast.Constant()], keywords=[]):
                return "float" not in self.names
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()), attr="strip"), args=[], keywords=[]):
                return True
            case ast.Name(id=name):
                binding = self.names.get(name)
                return binding is Kind.CONSTANT or (isinstance(binding, Library) and harmless.is_value(binding.path))
            case ast.Attribute():
                path = self.path(value)
                return path is not None and harmless.is_value(path)
        return False

    def path(self, value: ast.expr) -> str | None:
        """Return the dotted path of a name in a library, if the expression is one."""
        match value:
            case ast.Name(id=name):
                binding = self.names.get(name)
                return binding.path if isinstance(binding, Library) else None
            case ast.Attribute(value=owner, attr=attribute):
                path = self.path(owner)
                return None if path is None else f"{path}.{attribute}"
        return None


def is_static(node: ast.FunctionDef) -> bool:
    """Tell whether this is a function of a class that gets no instance."""
    return any(isinstance(each, ast.Name) and each.id == "staticmethod" for each in node.decorator_list)


def imported(node: ast.Import | ast.ImportFrom, own: frozenset[str]) -> Iterator[tuple[str, Binding]]:
    """Yield the names that an import binds, and what each stands for.

    Raises:
        NotProvenError: it imports everything, or from nobody knows where.
    """
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            module, bound = node.module or "", alias.asname or alias.name
            if node.level or alias.name == "*":
                raise NotProvenError
            if module in own:
                yield bound, Own(module, alias.name)
                continue
            path = f"{module}.{alias.name}"
        elif alias.name in own:
            yield alias.asname or alias.name, Own(alias.name)
            continue
        else:
            module = alias.name
            bound, path = (alias.asname, module) if alias.asname else (module.partition(".")[0],) * 2
        if module in harmless.MODULES:
            yield bound, Library(path)
        elif module.partition(".")[0] in sys.stdlib_module_names or module.partition(".")[0] in _IGNORED:
            yield bound, Kind.OPAQUE
        else:
            raise NotProvenError


def _does_nothing(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Pass():
            return True
        case ast.If(
            test=ast.Compare(
                left=ast.Name(id="__name__"), ops=[ast.Eq()], comparators=[ast.Constant(value="__main__")]
            ),
            orelse=[],
        ):
            return True  # a submission is imported: this does not run
    return False
