"""What an interpreter has to read to import what it has not imported yet."""

import functools
import os
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

_SYSTEM = ("/usr/lib", "/usr/lib64", "/lib", "/lib64")


@functools.cache
def library_paths() -> tuple[str, ...]:
    """Folders for `Policy.read`: standard library, installed packages, this package, the system's shared libraries.

    They hold nothing of a course as long as no course is installed as a package: a submission can read them all.

    Returns:
        Absolute paths without symbolic links, those that exist, none inside another.
    """
    named = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    # `lib` next to the standard library: conda and pyenv keep the shared libraries there that extensions load late.
    prefixes = {sys.prefix, sys.base_prefix}
    named += [os.path.join(prefix, lib) for prefix in sorted(prefixes) for lib in ("lib", "lib64")]  # noqa: PTH118
    named.append(str(Path(__file__).resolve().parent.parent))
    return outermost([*named, *_SYSTEM])


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Existing folders and files, resolved, less those that lie inside another.

    Each path costs a student's process three system calls, so fewer are better.
    """
    resolved = sorted({os.path.realpath(path) for path in paths if os.path.exists(path)})  # noqa: PTH110
    kept: list[str] = []
    for path in resolved:
        if not kept or os.path.commonpath([path, kept[-1]]) != kept[-1]:
            kept.append(path)
    return tuple(kept)
