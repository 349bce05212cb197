# ruff: noqa: SIM905 -- lists of words are easier to read than lists of strings
"""What functions and methods do, statement by statement: nothing but what is known to leave nothing behind.

Whatever outlives a call hangs on a module, a class or a function. So none of these may be changed, and nothing
that can change may hang on them: attributes are set on a method's own instance alone, names that are not local stand
for functions, classes and constants, and of attributes only those are read that lead to none of the rest.
"""

import ast
import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from grader.student import harmless
from grader.student.modules import Binding, Kind, Library, Module, NotProvenError, Own, imported, is_static

METHODS: Final = frozenset(
    "__init__ __call__ __len__ __getitem__ __setitem__ __iter__ __next__ __contains__ __repr__ __str__ __bool__ "
    "__enter__ __exit__ __add__ __radd__ __sub__ __mul__ __rmul__ __matmul__ __truediv__ __neg__ __eq__ __lt__".split()
)
"""Special methods that Python calls with an instance, and that may be written."""

_NAMING: Final = frozenset({"add_module", "register_module", "register_buffer", "register_parameter"})
_READING: Final = frozenset("len sorted list tuple dict sum min max any all enumerate zip".split())
_READERS: Final = frozenset("items keys values get index count copy".split())
_SAME: Final = (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)
_WALKED: Final = (
    *(ast.BinOp, ast.BoolOp, ast.UnaryOp, ast.IfExp, ast.Tuple, ast.List, ast.Dict, ast.Slice, ast.Starred),
    *(ast.JoinedStr, ast.FormattedValue, ast.Constant, ast.keyword, ast.Expr, ast.Return, ast.Assign, ast.AugAssign),
    *(ast.While, ast.If, ast.Raise, ast.Try, ast.ExceptHandler, ast.Assert, ast.Delete, ast.Pass, ast.Break),
    *(ast.Continue, ast.Yield, ast.YieldFrom, ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop),
)
"""Nodes that do nothing themselves."""
_LOOKED_AT: Final[tuple[type[ast.AST], ...]] = (
    *(ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Compare, ast.Lambda, ast.ListComp, ast.DictComp),
    *(ast.GeneratorExp, ast.For, ast.With, ast.FunctionDef, ast.Import, ast.ImportFrom, ast.AnnAssign),
)
"""Nodes with a method of `Body`."""
_Scopes: TypeAlias = tuple[Mapping[str, Binding], ...]


@dataclasses.dataclass
class Program:
    """All sources together.

    Attributes:
        modules: by name.
        attributes: names of attributes that the sources set or define themselves.
        barred: names that lead, as an attribute of a module, to another module or to what can change.
        classes: names of their classes.
        storing: methods that set attributes of their instance.
        bumped: attributes that are asked of others than the own instance.
        class_values: a class is handed around.
        dynamic: an attribute is read whose name is not in the sources.
    """

    modules: dict[str, Module]
    attributes: set[str] = dataclasses.field(default_factory=set)
    barred: set[str] = dataclasses.field(default_factory=set)
    classes: set[str] = dataclasses.field(default_factory=set)
    storing: set[str] = dataclasses.field(default_factory=set)
    bumped: set[str] = dataclasses.field(default_factory=set)
    class_values: bool = False
    dynamic: bool = False

    def prove(self) -> None:
        """Look at everything that is defined.

        Raises:
            NotProvenError: something is not known to leave nothing behind.
        """
        for module in self.modules.values():
            self._note(module)
        for module in self.modules.values():
            body = Body(self, module)
            body.look(module.lambdas)
            for node in module.tree.body:
                if isinstance(node, ast.FunctionDef):
                    body.function(node, (), ())
                elif isinstance(node, ast.ClassDef):
                    body.define(node)
        if self.class_values and self.storing & self.bumped:
            raise NotProvenError  # `cls.count(cls)`: a class in the place of an instance
        if self.dynamic and (self.storing - METHODS or not all(map(self._is_plain, self.modules.values()))):
            raise NotProvenError

    def resolve(self, binding: Binding, depth: int = 0) -> Binding:
        """Return what a name of another source stands for there."""
        while isinstance(binding, Own) and binding.name and depth < len(self.modules):
            binding = self.modules[binding.module].names.get(binding.name, Kind.OPAQUE)
            depth += 1
        return Kind.OPAQUE if isinstance(binding, Own) and binding.name else binding

    def _is_plain(self, module: Module) -> bool:
        """Tell whether a module holds nothing that could change, nor a string that could name such an attribute."""
        if any(binding is Kind.TABLE and name != "__all__" for name, binding in module.names.items()):
            return False
        strings = [each.value for each in ast.walk(module.tree) if isinstance(each, ast.Constant)]
        return not any(isinstance(each, str) and self._leads_away(each) for each in strings)

    def _leads_away(self, name: str) -> bool:
        if not name.replace(".", "_").isidentifier():
            return False
        return "__" in name or name in self.barred or harmless.is_frame(name) or harmless.is_barred(name)

    def _note(self, module: Module) -> None:
        for name, binding in module.names.items():
            match self.resolve(binding):
                case Kind.CLASS:
                    self.classes.add(name)
                case Kind.FUNCTION | Kind.CONSTANT | Library("copy"):
                    self.attributes.add(name)
                case Library(path) if harmless.is_call(path) and path.rpartition(".")[2][:1].islower():
                    pass
                case _:
                    self.barred.add(name)
        for node in ast.walk(module.tree):
            self.attributes.update(_named(node))


class Body:
    """Looks at what one module defines.

    Args:
        program: all sources.
        module: this one.
    """

    def __init__(self, program: Program, module: Module) -> None:
        self._program = program
        self._module = module
        self._method = ""
        self._handlers: dict[type[ast.AST], Callable[[ast.AST, _Scopes], None]] = {
            kind: getattr(self, f"_{kind.__name__.lower()}") for kind in _LOOKED_AT
        }
        self._handlers.update(dict.fromkeys(_WALKED, self._walk))

    def look(self, nodes: Iterable[ast.AST]) -> None:
        """Look at expressions at the top of the module."""
        self._all(nodes, ())

    def define(self, node: ast.ClassDef) -> None:
        """Look at a class."""
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
                    self.function(each, (), (), method=True)
                case ast.Expr(value=ast.Constant()) | ast.Pass():
                    pass
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if not name.startswith("__"):
                    self._constant(value)
                case ast.AnnAssign(target=ast.Name(id=name), value=value) if not name.startswith("__"):
                    self._constant(value)
                case _:
                    raise NotProvenError

    def function(self, node: ast.FunctionDef, scopes: _Scopes, outer: _Scopes, *, method: bool = False) -> None:
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
        parameters = _parameters(node.args)
        first = [*node.args.posonlyargs, *node.args.args][:1]
        scope: dict[str, Binding] = dict.fromkeys(parameters, Kind.LOCAL)
        if method and first and not is_static(node):
            scope[first[0].arg] = Kind.SELF
        if method:
            self._method = node.name
        self._bind(node.body, scope)
        self._all(node.body, (*scopes, scope))

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

    def _all(self, nodes: Iterable[ast.AST | None], scopes: _Scopes) -> None:
        for node in nodes:
            if node is not None:
                self._one(node, scopes)

    def _one(self, node: ast.AST, scopes: _Scopes) -> None:
        handler = self._handlers.get(type(node))
        if handler is None:
            if not isinstance(node, _WALKED):
                raise NotProvenError
            handler = self._walk
        handler(node, scopes)

    def _walk(self, node: ast.AST, scopes: _Scopes) -> None:
        self._all(ast.iter_child_nodes(node), scopes)

    def _look_up(self, name: str, scopes: _Scopes) -> Binding:
        for scope in reversed(scopes):
            if name in scope:
                return self._program.resolve(scope[name])
        if name in self._module.names:
            return self._program.resolve(self._module.names[name])
        if name in harmless.BUILTINS or harmless.is_builtin_class(name):
            return Kind.FUNCTION
        return Kind.OPAQUE

    def _path(self, node: ast.expr, scopes: _Scopes) -> str | None:
        """Return the dotted path in a library, or None for what begins otherwise."""
        if isinstance(node, ast.Name):
            binding = self._look_up(node.id, scopes)
            return binding.path if isinstance(binding, Library) else None
        if isinstance(node, ast.Attribute):
            path = self._path(node.value, scopes)
            return None if path is None else f"{path}.{node.attr}"
        return None

    def _is(self, node: ast.AST, kind: Kind, scopes: _Scopes) -> bool:
        return isinstance(node, ast.Name) and self._look_up(node.id, scopes) is kind

    def _name(self, node: ast.Name, scopes: _Scopes) -> None:
        match self._look_up(node.id, scopes):
            case Kind.LOCAL | Kind.SELF | Kind.FUNCTION | Kind.CONSTANT:
                return
            case Kind.CLASS:
                self._program.class_values = True
                return
            case Library(path) if harmless.is_value(path):
                return
        raise NotProvenError

    def _attribute(self, node: ast.Attribute, scopes: _Scopes) -> None:
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

    def _read(self, node: ast.Attribute, scopes: _Scopes, *, own: bool) -> None:
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

    def _call(self, node: ast.Call, scopes: _Scopes) -> None:
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

    def _callee(self, node: ast.Name, scopes: _Scopes) -> None:
        match self._look_up(node.id, scopes):
            case Library(path) if harmless.is_call(path):
                return
            case Kind.LOCAL | Kind.SELF | Kind.FUNCTION | Kind.CLASS:
                return
        raise NotProvenError

    def _method_call(self, node: ast.Call, func: ast.Attribute, scopes: _Scopes) -> None:
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

    def _unfilled(self, node: ast.expr, scopes: _Scopes) -> bool:
        """Tell whether this makes a tensor whose memory is not filled, of arguments that are fine."""
        if not isinstance(node, ast.Call) or self._path(node.func, scopes) not in harmless.UNFILLED:
            return False
        self._all([*node.args, *node.keywords], scopes)
        return True

    def _special(self, name: str, node: ast.Call, scopes: _Scopes) -> bool:
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

    def _is_bound(self, name: str, scopes: _Scopes) -> bool:
        return name in self._module.names or any(name in scope for scope in scopes)

    def _super(self, name: str, call: ast.Call, scopes: _Scopes) -> None:
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

    def _subscript(self, node: ast.Subscript, scopes: _Scopes) -> None:
        if not (isinstance(node.ctx, ast.Load) and self._is(node.value, Kind.TABLE, scopes)):
            self._one(node.value, scopes)
        self._one(node.slice, scopes)

    def _compare(self, node: ast.Compare, scopes: _Scopes) -> None:
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

    def _lambda(self, node: ast.Lambda, scopes: _Scopes) -> None:
        self._parameters(node.args, scopes)
        self._one(node.body, (*scopes, dict.fromkeys(_parameters(node.args), Kind.LOCAL)))

    def _listcomp(self, node: ast.ListComp | ast.GeneratorExp, scopes: _Scopes) -> None:
        self._one(node.elt, self._loops(node.generators, scopes))

    _generatorexp = _listcomp

    def _dictcomp(self, node: ast.DictComp, scopes: _Scopes) -> None:
        self._all([node.key, node.value], self._loops(node.generators, scopes))

    def _loops(self, loops: list[ast.comprehension], scopes: _Scopes) -> _Scopes:
        for loop in loops:
            self._iterated(loop.iter, scopes)
            names = [each for each in ast.walk(loop.target) if isinstance(each, ast.Name)]
            bound = [each.id for each in names if isinstance(each.ctx, ast.Store)]
            scopes = (*scopes, dict.fromkeys(bound, Kind.LOCAL))
            if loop.is_async:
                raise NotProvenError
            self._all([loop.target, *loop.ifs], scopes)
        return scopes

    def _for(self, node: ast.For, scopes: _Scopes) -> None:
        self._iterated(node.iter, scopes)
        self._all([node.target, *node.body, *node.orelse], scopes)

    def _iterated(self, node: ast.expr, scopes: _Scopes) -> None:
        if not self._is(node, Kind.TABLE, scopes):
            self._one(node, scopes)

    def _with(self, node: ast.With, scopes: _Scopes) -> None:
        for item in node.items:
            self._all([item.context_expr, item.optional_vars], scopes)
        self._all(node.body, scopes)

    def _functiondef(self, node: ast.FunctionDef, scopes: _Scopes) -> None:
        if any(isinstance(each, ast.Name) for each in node.decorator_list):
            raise NotProvenError
        self.function(node, scopes, scopes)

    def _import(self, node: ast.Import | ast.ImportFrom, scopes: _Scopes) -> None:
        """Do nothing: what it binds is known."""

    _importfrom = _import

    def _annassign(self, node: ast.AnnAssign, scopes: _Scopes) -> None:
        if not isinstance(node.target, ast.Name):
            _annotation(node.annotation)
        self._all([node.target, node.value], scopes)

    def _decorator(self, node: ast.expr) -> None:
        match node:
            case ast.Name(id="staticmethod" | "property" as name) if name not in self._module.names:
                return
            case ast.Call(func=func, args=[], keywords=[]):
                if self._module.path(func) in {"torch.no_grad", "torch.enable_grad", "torch.inference_mode"}:
                    return
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

    def _parameters(self, arguments: ast.arguments, scopes: _Scopes) -> None:
        for default in [*arguments.defaults, *arguments.kw_defaults]:
            if scopes and default is not None:
                self._one(default, scopes)
            else:
                self._constant(default)
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        for each in every:
            if each is not None:
                _annotation(each.annotation)

    def _constant(self, node: ast.expr | None) -> None:
        """Look at a default or an attribute of a class: what it is stays for all calls."""
        if node is None or self._module.is_constant(node):
            return
        if isinstance(node, ast.Name) and self._look_up(node.id, ()) in {Kind.CONSTANT, Kind.FUNCTION}:
            return
        raise NotProvenError


def _type_of(node: ast.expr) -> ast.expr | None:
    """Return what the class is asked of in `type(value)` or `value.__class__`."""
    match node:
        case ast.Call(func=ast.Name(id="type"), args=[value], keywords=[]):
            return value
        case ast.Attribute(value=value, attr="__class__"):
            return value
    return None


def _annotation(node: ast.expr | None) -> None:
    """Refuse an annotation that does more than name types."""
    names = (ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.BinOp, ast.BitOr, ast.Tuple, ast.List, ast.Load)
    if node is not None and not all(isinstance(each, names) for each in ast.walk(node)):
        raise NotProvenError


def _parameters(arguments: ast.arguments) -> list[str]:
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return [each.arg for each in every if each is not None]


def _named(node: ast.AST) -> Iterator[str]:
    """Yield the attributes that a node sets or defines."""
    match node:
        case ast.Attribute(attr=name, value=ast.Name(), ctx=ast.Store()):
            yield name
        case ast.ClassDef(body=body):
            for each in body:
                match each:
                    case ast.FunctionDef(name=name):
                        yield name
                    case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                        yield name
        case ast.Call(func=ast.Attribute(attr=method), args=[ast.Constant(value=str(name)), *_]) if method in _NAMING:
            yield name
        case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value=str(name)), *_]):
            yield name


def _of_this_function(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Yield the nodes of a function, but none of functions and comprehensions in it."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ListComp | ast.DictComp | ast.GeneratorExp):
            waiting.extend(ast.iter_child_nodes(node))
