"""What an audit says: rules with stable ids, findings, and how bad each is."""

from typing import Literal

from pydantic import Field

from grader.model.text import Frozen

Severity = Literal["error", "warning", "note"]
"""error: grades cannot be trusted, or the exercise is not finished. warning: somebody
should look at it. note: worth knowing, nothing has to be done."""


class Rule(Frozen):
    """One thing that an audit looks for. The id is stable: it is never given to another rule."""

    id: str = Field(pattern=r"^[A-Z]\d{3}$")
    name: str
    severity: Severity
    holds: str = Field(description="what is so in a good exercise, one sentence")

    def at(self, where: str, message: str, *, advice: str = "", diff: str = "") -> "Finding":
        """Return a finding of this rule.

        Args:
            where: the file, check, solution or mutant it is about.
            message: what is so, one sentence.
            advice: what to do next.
            diff: the change of the reference that it is about.
        """
        return Finding(
            rule=self.id,
            name=self.name,
            severity=self.severity,
            where=where,
            message=message,
            advice=advice,
            diff=diff,
        )


class Finding(Frozen):
    """One place where an exercise does not do what a rule says."""

    rule: str
    name: str
    severity: Severity
    where: str = ""
    message: str
    advice: str = ""
    diff: str = ""
