"""Mutants: every operator makes what it promises, and ids outlive edits elsewhere."""

import ast

import pytest

from grader.audit.mutants.copies import COPY_OPERATORS
from grader.audit.mutants.flow import FLOW_OPERATORS
from grader.audit.mutants.library import library_operators
from grader.audit.mutants.make import make_mutants
from grader.audit.mutants.modules import MODULE_OPERATORS
from grader.audit.mutants.operator import Operator
from grader.audit.mutants.tensors import TENSOR_OPERATORS

pytestmark = pytest.mark.unit

OURS = (*TENSOR_OPERATORS, *COPY_OPERATORS, *MODULE_OPERATORS, *FLOW_OPERATORS)
SOURCE = '''\
"""A module."""

import torch
from torch import nn

WHY = """A text for people."""


class Net(nn.Module):
    """A net."""

    def __init__(self, net, dim: int = -1):
        super().__init__()
        self.net = net
        self.weight = nn.Parameter(torch.ones(3, 4))
        self.register_buffer("mean", torch.zeros(3), persistent=False)

    def forward(self, X):
        """Return something."""
        if X.dim() > 2:
            raise ValueError(f"two dimensions, not {X.dim()}")
        return torch.cat((self.net(X), X @ self.weight), dim=-1)


def predict():
    return {"a": True, "b": 3}
'''


@pytest.mark.parametrize("operator", OURS, ids=lambda operator: operator.name)
def test_an_operator_makes_what_its_example_shows(operator: Operator) -> None:
    """The first half of the example becomes the second, by this operator."""
    before, after = operator.example
    made = [mutant for mutant in make_mutants(before, "x.py") if mutant.operator == operator.name]
    assert ast.dump(ast.parse(after)) in [ast.dump(ast.parse(mutant.source)) for mutant in made]


def test_the_librarys_operators_are_all_there() -> None:
    """When mutmut adds or renames one, ids of mutants change: look before this list is changed."""
    assert {operator.name for operator in library_operators()} == {
        "arg-removal", "assignment", "augmented-assignment", "dict-arguments", "if-exp", "keywords", "lambda", "match",
        "name", "number", "remove-unary-ops", "string", "swap-op", "symmetric-string-methods-swap",
        "unsymmetrical-string-methods-swap",
    }  # fmt: skip


def test_mutants_differ_from_the_source_and_from_each_other() -> None:
    """Each parses, and none says the same as another."""
    trees = [ast.dump(ast.parse(mutant.source)) for mutant in make_mutants(SOURCE, "x.py")]
    assert len(trees) > 30
    assert len({*trees, ast.dump(ast.parse(SOURCE))}) == len(trees) + 1


def test_ids_are_unique_and_name_the_operator() -> None:
    """An id is what a spec's `[[equivalent]]` takes."""
    mutants = make_mutants(SOURCE + "\n\ndef twice(x):\n    x = x + 1\n    x = x + 1\n    return x\n", "x.py")
    assert len({mutant.id for mutant in mutants}) == len(mutants)
    assert all(mutant.id.rpartition("-")[0] == mutant.operator for mutant in mutants)


def test_ids_outlive_edits_elsewhere() -> None:
    """A new function above, another indent of a comment, and every id is as it was."""
    edited = SOURCE.replace("class Net", "# A remark.\ndef helper():\n    return None\n\n\nclass Net")
    before = {mutant.id for mutant in make_mutants(SOURCE, "x.py")}
    assert before <= {mutant.id for mutant in make_mutants(edited, "x.py")}


def test_an_id_changes_with_its_line() -> None:
    """What was said of a line is not said of another one."""
    changed = make_mutants(SOURCE.replace("dim=-1)", "dim=self.dim)"), "x.py")
    before = [mutant for mutant in make_mutants(SOURCE, "x.py") if mutant.operator == "detach"]
    assert not {mutant.id for mutant in before if "cat" in mutant.diff} & {mutant.id for mutant in changed}


def test_texts_for_people_stay_as_they_are() -> None:
    """Neither prose nor the words of an error nor an annotation makes a mutant."""
    diffs = "\n".join(mutant.diff for mutant in make_mutants(SOURCE, "x.py"))
    removed = [line for line in diffs.splitlines() if line.startswith("-")]
    assert not [line for line in removed if "WHY" in line or "raise" in line or "people" in line]
    assert not [line for line in diffs.splitlines() if line.startswith("+") and "dim: None" in line]


def test_keys_of_predictions_stay_as_they_are() -> None:
    """Their values do not: each is a guess that a student could make."""
    mutants = [mutant for mutant in make_mutants(SOURCE, "x.py", literals=frozenset({"predict"})) if mutant.line > 24]
    assert [mutant.operator for mutant in mutants] == ["name", "number"]


def test_a_diff_shows_the_change() -> None:
    """With the line before and the line after, as in a patch."""
    (detached, _data) = [one for one in make_mutants(SOURCE, "x.py") if one.operator == "detach"]
    lines = detached.diff.splitlines()
    assert "-        return torch.cat((self.net(X), X @ self.weight), dim=-1)" in lines
    assert "+        return torch.cat((self.net(X), X @ self.weight), dim=-1).detach()" in lines


def test_what_says_the_same_is_no_mutant() -> None:
    """False and None as an argument, the order of what something may be in, both sides of an assignment."""
    source = "a, b = f(), g()\nfound = a in ('x', 'y')\nh(strict=False)\n"
    added = [line for mutant in make_mutants(source, "x.py") for line in mutant.diff.splitlines() if line[:1] == "+"]
    assert "+h(strict=None)" not in added
    assert "+found = a in ('y', 'x')" not in added
    assert "+b, a = f(), g()" not in added
    assert "+a, b = g(), f()" in added
