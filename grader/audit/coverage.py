"""How much of the reference the checks run: recorded in student processes, analyzed by coverage.py."""

import ast
import json
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import coverage

from grader.audit.bench import Trial
from grader.audit.family import Subject
from grader.audit.figures import CoverageFigures, Examination
from grader.audit.finding import Finding, Rule
from grader.audit.source import literal_names
from grader.confine import nests

LEAST: Final = 0.95
"""The share of lines, and of branches, that has to run."""

LINES: Final = Rule(
    id="C401", name="lines", severity="error", holds=f"The checks run at least {LEAST:.0%} of the reference's lines."
)
BRANCHES: Final = Rule(
    id="C402",
    name="branches",
    severity="error",
    holds=f"The checks take at least {LEAST:.0%} of the reference's branches.",
)

Arcs = set[tuple[int, int]]
"""Steps from line to line, as coverage.py counts them: below zero are entries and exits."""


class Coverage:
    """Grades the reference once, with its student processes recording."""

    name = "coverage"
    quick = False
    needs_sound = True
    rules = (LINES, BRANCHES)

    def examine(self, subject: Subject) -> Examination:
        """Measure the reference's Python files together."""
        (verdicts,) = subject.run([Trial("the reference, recorded", source=subject.reference_folder, record=True)])
        arcs = arcs_of(verdicts.record)
        literals = literal_names(subject.exercise)
        files = [subject.reference_folder / file for file in sorted(_python_files(subject))]
        total = _Total()
        for file in files:
            name = file.relative_to(subject.reference_folder).as_posix()
            total.add(name, measure(file, arcs[name] | literal_arcs(file, literals)))
        return Examination(findings=tuple(total.findings()), figures=total.figures())


def _python_files(subject: Subject) -> set[str]:
    root = subject.reference_folder
    return {path.relative_to(root).as_posix() for path in root.rglob("*.py") if "__pycache__" not in path.parts}


def arcs_of(record: str) -> defaultdict[str, Arcs]:
    """Return, by file, the steps that student processes wrote down; a line that was cut short is none."""
    arcs: defaultdict[str, Arcs] = defaultdict(set)
    for line in record.splitlines():
        try:
            file, before, after = line.split("\t")
            arcs[file].add((int(before), int(after)))
        except ValueError:
            continue
    return arcs


def literal_arcs(file: Path, literals: frozenset[str]) -> Arcs:
    """Return the steps through functions that checks read without running them: being read is their use."""
    found: Arcs = set()
    for node in ast.parse(file.read_bytes()).body:
        if isinstance(node, ast.FunctionDef) and node.name in literals and isinstance(node.body[-1], ast.Return):
            start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            found |= {(-start, node.body[-1].lineno), (node.body[-1].lineno, -start)}
    return found


def measure(file: Path, arcs: Arcs) -> dict[str, Any]:
    """Return what coverage.py's JSON report says of one file.

    Args:
        file: the source.
        arcs: the steps that were taken in it.
    """
    with nests.scratch() as scratch:
        measured = coverage.Coverage(data_file=None, config_file=False, branch=True, messages=False)
        measured.get_data().add_arcs({str(file): arcs})
        report = Path(scratch, "report.json")
        measured.json_report(morfs=[str(file)], outfile=str(report))
        (entry,) = json.loads(report.read_text(encoding="utf-8"))["files"].values()
    result: dict[str, Any] = entry
    return result


class _Total:
    """Adds up the files of one reference."""

    def __init__(self) -> None:
        self._lines = self._run = self._branches = self._taken = 0
        self._missing_lines: list[str] = []
        self._missing_branches: list[str] = []

    def add(self, name: str, entry: dict[str, Any]) -> None:
        """Add one file's entry of a JSON report."""
        summary = entry["summary"]
        self._lines += summary["num_statements"]
        self._run += summary["covered_lines"]
        self._branches += summary["num_branches"]
        self._taken += summary["covered_branches"]
        self._missing_lines += [f"{name}:{line}" for line in entry["missing_lines"]]
        self._missing_branches += [f"{name}:{before}->{after}" for before, after in entry["missing_branches"]]

    def figures(self) -> CoverageFigures:
        """Return the shares; of nothing, all is covered."""
        return CoverageFigures(
            lines=self._run / self._lines if self._lines else 1.0,
            branches=self._taken / self._branches if self._branches else 1.0,
            missing_lines=tuple(self._missing_lines),
            missing_branches=tuple(self._missing_branches),
        )

    def findings(self) -> list[Finding]:
        """Return a finding for each share that is too low."""
        figures = self.figures()
        found = []
        advice = "Write a check that needs them, or take out of the reference what nobody asks for."
        if figures.lines < LEAST:
            missing = ", ".join(figures.missing_lines)
            found.append(LINES.at("reference", f"{figures.lines:.1%} of lines run; not {missing}", advice=advice))
        if figures.branches < LEAST:
            missing = ", ".join(figures.missing_branches)
            found.append(BRANCHES.at("reference", f"{figures.branches:.1%} of branches; not {missing}", advice=advice))
        return found
