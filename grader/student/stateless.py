"""Proves of sources that nothing is left behind by what they define: no cache, no counter, no changed setting.

A proof by a whitelist: what is not known to be harmless is not proven, however harmless it may be. It is about
honest code alone. Code that wants to be taken for stateless needs no proof: it runs in the process that says so.

It is about values: what a later call is given, reads, draws or computes. Memory and time that an earlier call has
used up are not in it, nor that torch and Python warn of something once only.
"""

import ast
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from grader.student.proof.bodies import Body
from grader.student.proof.modules import Module, NotProvenError
from grader.student.proof.program import Program

MAX_SOURCE: Final = 64 * 2**10
"""Bytes of all sources; who writes more pays for the time that reading it would take."""
_TAKEN: Final = frozenset({*sys.stdlib_module_names, *sys.builtin_module_names, "torch", "numpy", "typing_extensions"})


def is_stateless(sources: Sequence[Path]) -> bool:
    """Tell whether it is proven that calling what these modules define leaves nothing behind.

    That is, nothing that a later call on other objects could see, once the modules have been imported. The random
    number generators are not counted: they are seeded anew for each check.

    Args:
        sources: the files of all modules that import each other, each named as its module.

    Returns:
        False also for what cannot be read, is too long, or is no Python.
    """
    try:
        if sum(source.stat().st_size for source in sources) > MAX_SOURCE:
            return False
        with warnings.catch_warnings(action="ignore"):  # the import has told them
            modules = {source.stem: Module(source.stem, _parse(source)) for source in sources}
        if len(modules) != len(sources) or not modules or modules.keys() & _TAKEN:
            return False
        for module in modules.values():
            module.read(frozenset(modules))
        program = Program(modules)
        program.note()
        for module in modules.values():
            Body(program, module).prove()
        program.conclude()
    except Exception:  # noqa: BLE001 -- deep, broken or strange: whatever the reason, it is not proven
        return False
    return True


def _parse(source: Path) -> ast.Module:
    with source.open("rb") as file:
        content = file.read(MAX_SOURCE + 1)
    if len(content) > MAX_SOURCE:  # not a file that has a size
        raise NotProvenError
    return ast.parse(content)
