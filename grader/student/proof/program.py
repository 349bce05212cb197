# ruff: noqa: SIM905 -- lists of words are easier to read than lists of strings
"""What is known of all sources together: a name that is fine in one of them may not be, for what another defines."""

import ast
import dataclasses
from collections.abc import Iterator
from typing import Final

from grader.student.proof import harmless
from grader.student.proof.modules import Binding, Kind, Library, Module, NotProvenError, Own

METHODS: Final = frozenset(
    "__init__ __call__ __len__ __getitem__ __setitem__ __iter__ __next__ __contains__ __repr__ __str__ __bool__ "
    "__enter__ __exit__ __add__ __radd__ __sub__ __mul__ __rmul__ __matmul__ __truediv__ __neg__ __eq__ __lt__".split()
)
"""Special methods that Python calls with an instance, and that may be written."""

_NAMING: Final = frozenset({"add_module", "register_module", "register_buffer", "register_parameter"})


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

    def note(self) -> None:
        """Note what names all modules define, before any function is looked at."""
        for module in self.modules.values():
            self._note(module)

    def conclude(self) -> None:
        """Look at what all functions together do, once each of them has been looked at.

        Raises:
            NotProvenError: together, they are not known to leave nothing behind.
        """
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
