"""The part of a Python file that some of its names need, as source: what students get of `inside.py`."""

import ast
from collections.abc import Iterable, Iterator

Statement = ast.stmt


def names_used_of(source: str, module: str) -> set[str]:
    """Return the names that a source takes from a module, as `module.name` or by `from module import name`."""
    used: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner == module:
                used.add(name)
            case ast.ImportFrom(module=owner, names=aliases) if owner == module:
                used |= {alias.name for alias in aliases}
    return used


def extract(source: str, names: Iterable[str], docstring: str) -> str:
    """Return the statements of a module that define some names, and what these need in turn.

    Comments between statements, the module's docstring and everything else are left out.

    Args:
        source: the module.
        names: what is wanted of it.
        docstring: the new module's.
    """
    tree = ast.parse(source)
    kept = _reachable(tree, set(names))
    needed = {name for node in kept for name in _references(node)}
    lines = source.splitlines()
    imports = [text for node in tree.body for text in _imports(node, needed)]
    parts = [f'"""{docstring}"""', "\n".join(imports)] if imports else [f'"""{docstring}"""']
    body = "\n\n".join(parts) + "\n"
    for node in kept:
        gap = "\n\n" if isinstance(node, ast.FunctionDef | ast.ClassDef) else "\n"
        first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))])
        body += gap + "\n".join(lines[first - 1 : node.end_lineno]) + "\n"
    return body


def _reachable(tree: ast.Module, wanted: set[str]) -> list[Statement]:
    """Return the statements that define wanted names and, again and again, the names which those refer to."""
    known = {name: node for node in tree.body for name in _defined(node)}
    kept: set[int] = set()
    left = sorted(wanted & known.keys())
    while left:
        node = known[left.pop()]
        if id(node) not in kept:
            kept.add(id(node))
            left += sorted(_references(node) & known.keys())
    return [node for node in tree.body if id(node) in kept]


def _defined(node: Statement) -> Iterator[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.Assign():
            yield from (name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name


def _references(node: Statement) -> set[str]:
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Load)}


def _imports(node: Statement, needed: set[str]) -> Iterator[str]:
    """Yield an import statement, reduced to the names that are needed; nothing where none is."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        aliases = [alias for alias in node.names if (alias.asname or alias.name.partition(".")[0]) in needed]
        if aliases:
            node.names = aliases
            yield ast.unparse(node)
