"""The page on the audit: every rule has its paragraph, every operator of ours its line."""

import re
from pathlib import Path

import pytest

from grader.audit.mutants.copies import COPY_OPERATORS
from grader.audit.mutants.flow import FLOW_OPERATORS
from grader.audit.mutants.modules import MODULE_OPERATORS
from grader.audit.mutants.tensors import TENSOR_OPERATORS
from grader.audit.registry import FAMILIES, RULES, rules_called

pytestmark = pytest.mark.unit

PAGE = (Path(__file__).parents[3] / "docs" / "audit.md").read_text(encoding="utf-8")
PARAGRAPHS = re.findall(r"^### (\w\d{3}) ([\w-]+)\n\n\*(\w+)\.\*", PAGE, re.MULTILINE)


def test_every_rule_has_its_paragraph() -> None:
    """In the order of the families, with name and severity; and no paragraph is of a rule that is gone."""
    assert [(rule.id, rule.name, rule.severity) for rule in RULES] == PARAGRAPHS


def test_every_operator_has_its_line() -> None:
    """With the words that the code has."""
    for operator in (*TENSOR_OPERATORS, *COPY_OPERATORS, *MODULE_OPERATORS, *FLOW_OPERATORS):
        assert f"| `{operator.name}` | {operator.mistake} |" in PAGE


def test_ids_tell_the_family() -> None:
    """One letter a family, one id a rule."""
    assert len({rule.id for rule in RULES}) == len(RULES)
    letters = [{rule.id[0] for rule in family.rules} for family in FAMILIES]
    assert all(len(family) == 1 for family in letters)


@pytest.mark.parametrize(
    ("name", "ids"),
    [("M502", {"M502"}), ("survivor", {"M502"}), ("c4", {"C401", "C402"}), ("coverage", {"C401", "C402"})],
)
def test_rules_are_called_by_id_beginning_name_or_family(name: str, ids: set[str]) -> None:
    """Whatever a person would write after `--only`."""
    assert rules_called((name,)) == ids


def test_a_name_that_means_no_rule_is_refused() -> None:
    """Silence would look like a good audit."""
    with pytest.raises(KeyError):
        rules_called(("M502", "mutants-of-mine"))
