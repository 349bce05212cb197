"""Answers without a thought: the reference's names, all of which return zeros, their input, NaN, None or a constant."""

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from grader.audit.source import literal_names, parse
from grader.model.exercise import Exercise

_HEAD: Final = '''\
"""A baseline: {name}."""

import torch
from torch import nn


def _answer(args, kwargs):
    values = [*args, *kwargs.values()]
    tensor = next((value for value in values if isinstance(value, torch.Tensor)), None)
    {answer}

'''

ANSWERS: Final[Mapping[str, str]] = {
    "zeros": "return 0.0 if tensor is None else torch.zeros_like(tensor)",
    "the input": "return values[0] if values else None",
    "NaN": "return float('nan') if tensor is None else torch.full_like(tensor, float('nan'), dtype=torch.float32)",
    "None": "return None",
    "ones": "return 1 if tensor is None else torch.ones_like(tensor)",
    "True": "return True",
    "an empty list": "return []",
    "an empty dict": "return {}",
    "an empty text": "return ''",
    "an empty module": "return nn.Sequential()",
}
"""What each baseline returns, from every function and every forward propagation."""

QUICK: Final = ("zeros", "the input", "NaN", "None", "ones")

_LITERALS: Final[Mapping[str, object]] = {
    "zeros": 0,
    "the input": "",
    "NaN": False,
    "None": None,
    "ones": 1,
    "True": True,
    "an empty list": [],
    "an empty dict": {},
    "an empty text": "",
    "an empty module": -1,
}


def baselines(exercise: Exercise, *, quick: bool) -> dict[str, tuple[str, str]]:
    """Return, by name, a declared file of the exercise and what a baseline puts there.

    Args:
        exercise: with a reference, whose first file gives the names.
        quick: the commonest alone.
    """
    file = exercise.spec.files[0]
    assert exercise.reference is not None, "an audit without a reference"  # noqa: S101 -- see `audit_one`
    tree = parse(exercise.reference / file)
    literals = literal_names(exercise)
    return {name: (file, _module(tree, literals, name)) for name in (QUICK if quick else ANSWERS)}


def _module(tree: ast.Module, literals: frozenset[str], name: str) -> str:
    parts = [_HEAD.format(name=name, answer=ANSWERS[name])]
    for node in tree.body:
        match node:
            case ast.FunctionDef() if node.name in literals:
                parts.append(f"def {node.name}():\n    return {_constant_like(_returned(node), name)!r}\n\n")
            case ast.FunctionDef() if not node.name.startswith("_"):
                parts.append(f"def {node.name}(*args, **kwargs):\n    return _answer(args, kwargs)\n\n")
            case ast.ClassDef() if not node.name.startswith("_"):
                parts.append(_class(node))
            case ast.Assign(targets=[ast.Name(id=constant)], value=value):
                parts.append(f"{constant} = {_constant_like(value, name)!r}\n\n")
    return "\n".join(parts)


def _class(node: ast.ClassDef) -> str:
    """Return a class of the same methods that takes every argument and keeps none."""
    lines = [f"class {node.name}({'nn.Module' if node.bases else ''}):", "    def __init__(self, *args, **kwargs):"]
    lines += ["        super().__init__()", ""]
    methods = [child.name for child in node.body if isinstance(child, ast.FunctionDef)]
    methods += ["forward"] if node.bases and "forward" not in methods else []
    for method in methods:
        if not method.startswith("__") or method == "__call__":
            lines += [f"    def {method}(self, *args, **kwargs):", "        return _answer(args, kwargs)", ""]
    return "\n".join(lines) + "\n"


def _returned(node: ast.FunctionDef) -> ast.expr | None:
    last = node.body[-1]
    return last.value if isinstance(last, ast.Return) else None


def _constant_like(value: ast.expr | None, name: str) -> object:
    """Return a literal with the keys, where there are any, of the right one, and the same answer everywhere."""
    constant = _LITERALS[name]
    if not isinstance(value, ast.Dict):
        return constant
    keys = [key.value for key in value.keys if isinstance(key, ast.Constant)]
    return {} if name == "an empty dict" else dict.fromkeys(keys, constant)


def shapes_only(file: Path) -> str:
    """Return the reference's source, followed by code that blanks what its functions and forward propagations return.

    Shapes, dtypes and structure stay right, and every value is zero. Of a function that
    returns nothing, the tensors that it may have changed are blanked.
    """
    source = file.read_text(encoding="utf-8")
    names = [
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    return f"{source}\n\n{_BLANK}\n_blank_all({names!r})\n"


_BLANK: Final = """\
import functools as _functools

import torch as _torch


def _blank(value):
    if isinstance(value, _torch.nn.Module):
        value.register_forward_hook(lambda module, given, result: _blank(result))
        return value
    if isinstance(value, _torch.Tensor):
        return value * 0 if value.is_floating_point() or value.is_complex() else _torch.zeros_like(value)
    if isinstance(value, bool):
        return False
    if isinstance(value, (int, float, str)):
        return type(value)()
    if type(value) in (list, tuple):
        return type(value)(_blank(one) for one in value)
    if type(value) is dict:
        return {key: _blank(one) for key, one in value.items()}
    return value


def _blank_in_place(value):
    tensors = value.parameters() if isinstance(value, _torch.nn.Module) else [value]
    for tensor in tensors:
        if isinstance(tensor, _torch.Tensor):
            tensor.detach().zero_()


def _blanking(function):
    @_functools.wraps(function)
    def wrapped(*args, **kwargs):
        result = function(*args, **kwargs)
        if result is None:
            for value in args:
                _blank_in_place(value)
        return _blank(result)

    return wrapped


def _blank_all(names):
    for name in names:
        value = globals()[name]
        if not isinstance(value, type):
            globals()[name] = _blanking(value)
        elif "forward" in vars(value):
            value.forward = _blanking(value.forward)
"""
