"""All families of rules, in the order in which they are examined. A new one is a file and a line here."""

from typing import Final

from grader.audit.coverage import Coverage
from grader.audit.family import Family
from grader.audit.finding import Rule
from grader.audit.liars import Liars
from grader.audit.mutation import Mutation
from grader.audit.stability import Stability
from grader.audit.static import Static
from grader.audit.vacuous import Vacuous
from grader.audit.verdicts import VerdictRules

FAMILIES: Final[tuple[Family, ...]] = (
    Static(),
    VerdictRules(),
    Vacuous(),
    Liars(),
    Coverage(),
    Mutation(),
    Stability(),
)

RULES: Final[tuple[Rule, ...]] = tuple(rule for family in FAMILIES for rule in family.rules)


def rules_called(names: tuple[str, ...]) -> frozenset[str]:
    """Return the ids of the rules that are meant: by id, by the id's beginning, by a rule's name or a family's.

    Raises:
        KeyError: a name means none.
    """
    wanted: set[str] = set()
    for name in names:
        found = {rule.id for rule in RULES if rule.id.startswith(name.upper()) or rule.name == name}
        found |= {rule.id for family in FAMILIES if family.name == name for rule in family.rules}
        if not found:
            raise KeyError(name)
        wanted |= found
    return frozenset(wanted)
