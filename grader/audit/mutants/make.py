"""From a source to its mutants: each differs from it in one place, and has an id that outlives edits elsewhere."""

import ast
import difflib
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from grader.audit.mutants.copies import COPY_OPERATORS
from grader.audit.mutants.flow import FLOW_OPERATORS
from grader.audit.mutants.library import library_operators
from grader.audit.mutants.modules import MODULE_OPERATORS
from grader.audit.mutants.operator import Context, Operator, called, code_of
from grader.audit.mutants.tensors import TENSOR_OPERATORS

OPERATORS: Final[tuple[Operator, ...]] = (
    *TENSOR_OPERATORS,
    *COPY_OPERATORS,
    *MODULE_OPERATORS,
    *FLOW_OPERATORS,
    *library_operators(),
)
"""All operators. Where two make the same mutant it is the first one's."""

_ID_DIGITS: Final = 8
_LEFT_OUT: Final = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom, cst.Raise)
"""No student's mistake is in these, but for a decorator, which has its operator. Errors say something to people."""


@dataclass(frozen=True)
class Mutant:
    """The source of a file with one change.

    Attributes:
        id: the operator and a digest of the change, of the function it is in and of the file's name.
        operator: who made it.
        file: which file.
        line: where, in the original.
        source: the whole file.
        diff: the change, as a unified diff without its head.
    """

    id: str
    operator: str
    file: str
    line: int
    source: str
    diff: str


def make_mutants(source: str, file: str, *, literals: frozenset[str] = frozenset()) -> list[Mutant]:
    """Return the mutants of a file, each once, in the order of their lines.

    Args:
        source: the file.
        file: its name.
        literals: functions that are read and not run; the keys of what they return stay as they are.
    """
    wrapper = MetadataWrapper(cst.parse_module(source))
    finder = _Finder(literals)
    wrapper.visit(finder)
    seen = {ast.dump(ast.parse(source))}
    ids: Counter[str] = Counter()
    found: list[Mutant] = []
    for change in finder.changes:
        try:
            mutated = wrapper.module.deep_replace(change.old, change.new)
            code = mutated.code if isinstance(mutated, cst.Module) else ""
            tree = ast.dump(ast.parse(code))
            compile(code, file, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, cst.CSTValidationError):
            continue  # an operator can make what is no Python: a None as the target of an assignment
        if tree in seen:
            continue
        seen.add(tree)
        found.append(_mutant(change, source, code, file, ids))
    return sorted(found, key=lambda mutant: mutant.line)


@dataclass(frozen=True)
class _Change:
    operator: str
    old: cst.CSTNode
    new: cst.CSTNode
    line: int
    scope: str


def _mutant(change: _Change, source: str, code: str, file: str, ids: Counter[str]) -> Mutant:
    before, after = source.splitlines(), code.splitlines()
    lines = list(difflib.unified_diff(before, after, lineterm="", n=1))[2:]
    changed = [f"{line[0]}{' '.join(line[1:].split())}" for line in lines if line[0] in "+-"]
    digest = hashlib.sha256("\0".join((file, change.scope, *changed)).encode()).hexdigest()[:_ID_DIGITS]
    base = f"{change.operator}-{digest}"
    ids[base] += 1
    if ids[base] > 1:
        # The same change of the same line elsewhere in the same function.
        digest = hashlib.sha256(f"{base}\0{ids[base]}".encode()).hexdigest()[:_ID_DIGITS]
    number = next((int(line.split()[1].split(",")[0][1:]) for line in lines if line.startswith("@@")), change.line)
    shown = "\n".join(line for line in lines if not line.startswith("@@"))
    return Mutant(f"{change.operator}-{digest}", change.operator, file, change.line or number, code, shown)


class _Finder(cst.CSTVisitor):
    """Walks through a module and asks every operator at every node where a change means something."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, literals: frozenset[str]) -> None:
        super().__init__()
        self.changes: list[_Change] = []
        self._literals = literals
        self._left_out: set[int] = set()
        self._scopes: list[tuple[str, frozenset[str]]] = []
        self._weights: list[frozenset[str]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Have operators look at a node; decide whether to go below it."""
        if isinstance(node, _LEFT_OUT) or id(node) in self._left_out:
            return False
        if isinstance(node, cst.AssignTarget) and isinstance(node.target, cst.Tuple):
            return False  # what is assigned is turned round instead
        if isinstance(node, cst.ComparisonTarget) and isinstance(node.operator, cst.In | cst.NotIn):
            self._left_out.add(id(node.comparator))  # the order of what something may be in means nothing
        if isinstance(node, cst.DictElement) and self._literals.intersection(name for name, _ in self._scopes):
            self._left_out.add(id(node.key))
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            self._scopes.append((node.name.value, _parameters(node)))
        if isinstance(node, cst.ClassDef):
            self._weights.append(frozenset(_weights(node)))
        line = self.get_metadata(PositionProvider, node, None)
        if line is not None:
            self._ask(node, line.start.line)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        """Leave a function or class."""
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef):
            self._scopes.pop()
        if isinstance(original_node, cst.ClassDef):
            self._weights.pop()

    def _ask(self, node: cst.CSTNode, line: int) -> None:
        name, parameters = self._scopes[-1] if self._scopes else ("", frozenset())
        context = Context(name, parameters, self._weights[-1] if self._weights else frozenset())
        scope = ".".join(name for name, _ in self._scopes)
        for operator in OPERATORS:
            for new in operator.mutate(node, context):
                self.changes.append(_Change(operator.name, node, new, line, scope))


def _parameters(node: cst.FunctionDef | cst.ClassDef) -> frozenset[str]:
    if isinstance(node, cst.ClassDef):
        return frozenset()
    every = (*node.params.posonly_params, *node.params.params, *node.params.kwonly_params)
    return frozenset(parameter.name.value for parameter in every) - {"self"}


def _weights(node: cst.ClassDef) -> Iterator[str]:
    """Yield the attributes of self to which a class assigns an nn.Parameter."""
    for statement in _assignments(node):
        if called(statement.value) in ("Parameter", "UninitializedParameter"):
            for target in statement.targets:
                name = code_of(target.target)
                if name.startswith("self."):
                    yield name.removeprefix("self.")


def _assignments(node: cst.CSTNode) -> Iterator[cst.Assign]:
    if isinstance(node, cst.Assign):
        yield node
    for child in node.children:
        yield from _assignments(child)
