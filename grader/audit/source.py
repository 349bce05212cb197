"""What can be read from an exercise's own Python files without running them: names, comparisons, literals."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from grader.model.exercise import Exercise

STUDENT_METHODS: Final = frozenset(
    {"get", "put", "run", "callback", "literal", "fresh", "seed", "length", "type_name", "printed", "files"}
)
"""Names of `student` that are the grader's own, and not the submission's."""

_BY_NAME: Final = {"get", "literal"}


def parse(path: Path | None) -> ast.Module:
    """Parse a file of a valid exercise; an empty module where there is none."""
    if path is None or not path.is_file():
        return ast.Module(body=[], type_ignores=[])
    return ast.parse(path.read_bytes(), filename=str(path))


def defined_names(tree: ast.Module) -> dict[str, ast.stmt]:
    """Return what a module defines at its top level: functions, classes and variables, with their statements."""
    found: dict[str, ast.stmt] = {}
    for node in tree.body:
        for name in _bound(node):
            found[name] = node
    return found


def _bound(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.Assign():
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.If():
            yield from (name for child in (*node.body, *node.orelse) for name in _bound(child))


def asked_names(exercise: Exercise) -> dict[str, str]:
    """Return the names that an exercise's checks ask a submission for, each with the file that asks."""
    asked: dict[str, str] = {}
    for path in (exercise.visible_file, exercise.checks_file):
        for name in _asked_of(parse(path), "student"):
            asked.setdefault(name, path.name if path else "")
    for node in ast.walk(parse(exercise.inside_file)):
        if isinstance(node, ast.FunctionDef) and node.args.args:
            for name in _asked_of(node, node.args.args[0].arg, methods=False):
                asked.setdefault(name, "inside.py")
    return asked


def _asked_of(tree: ast.AST, owner: str, *, methods: bool = True) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[ast.Constant(value=str(asked))]
            ) if methods and name == owner and method in _BY_NAME:
                yield asked
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name == owner:
                if not (methods and attribute in STUDENT_METHODS) and not attribute.startswith("__"):
                    yield attribute


def literal_names(exercise: Exercise) -> frozenset[str]:
    """Return the names that checks read as literals from the source, so that no line of them ever runs."""
    return frozenset(
        node.args[0].value
        for path in (exercise.visible_file, exercise.checks_file)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "literal"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    )


def functions(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    """Return the functions at a module's top level."""
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def items(exercise: Exercise) -> list[str]:
    """Return the names of all checks; of one that is parametrized by constants, the names of its cases."""
    found: list[str] = []
    for path in (exercise.visible_file, exercise.checks_file):
        defined = functions(parse(path))
        for check in exercise.spec.check:
            if check.name in defined:
                cases = _cases(defined[check.name])
                found += [f"{check.name}[{case}]" for case in cases] or [check.name]
    return found


def _cases(function: ast.FunctionDef) -> list[str]:
    """Return pytest's ids of the cases of a function with one `parametrize` over constants."""
    for decorator in function.decorator_list:
        match decorator:
            case ast.Call(
                func=ast.Attribute(attr="parametrize"), args=[_, ast.List(elts=values) | ast.Tuple(elts=values)]
            ):
                return [str(value.value) for value in values if isinstance(value, ast.Constant)]
    return []


def asked_of_student(name: str, defined: dict[str, ast.FunctionDef], seen: set[str] | None = None) -> set[str]:
    """Return what a function, and those of its file that it calls, ask `student` for; "?" for what cannot be told.

    What comes after `student.fresh(code=False)`, up to a `fresh` with the submission, is left out.
    """
    seen = seen if seen is not None else set()
    seen.add(name)
    asked: set[str] = set()
    has_code = True
    places = [node for node in ast.walk(defined[name]) if isinstance(node, ast.Name) and node.id == "student"]
    calls = {id(node.func): node for node in ast.walk(defined[name]) if isinstance(node, ast.Call)}
    methods = {id(node.value): node for node in ast.walk(defined[name]) if isinstance(node, ast.Attribute)}
    given = {id(one): node for node in calls.values() for one in node.args}
    for place in sorted(places, key=lambda node: (node.lineno, node.col_offset)):
        method, to = methods.get(id(place)), given.get(id(place))
        called = to.func.id if to is not None and isinstance(to.func, ast.Name) else ""
        if method is not None and method.attr == "fresh":
            has_code = not _without_code(calls.get(id(method)))
        elif method is not None:
            asked |= {method.attr} if has_code or method.attr != "run" else set()
        elif called not in defined:
            asked.add("?")
        elif called not in seen:
            asked |= asked_of_student(called, defined, seen)
    return asked


def _without_code(call: ast.Call | None) -> bool:
    keywords = call.keywords if call is not None else []
    return any(
        word.arg == "code" and isinstance(word.value, ast.Constant) and word.value.value is False for word in keywords
    )


def literals_of(name: str, defined: dict[str, ast.FunctionDef], seen: set[str] | None = None) -> set[str]:
    """Return the names that a function, and those of its file that it calls, read by `student.literal`."""
    seen = seen if seen is not None else set()
    seen.add(name)
    found: set[str] = set()
    for node in ast.walk(defined[name]):
        match node:
            case ast.Call(func=ast.Attribute(attr="literal"), args=[ast.Constant(value=str(literal))]):
                found.add(literal)
            case ast.Call(func=ast.Name(id=called)) if called in defined and called not in seen:
                found |= literals_of(called, defined, seen)
    return found
