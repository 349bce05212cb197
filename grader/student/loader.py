"""How the submission and `inside` are imported: by file, never from a folder on `sys.path`."""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType


class NamedFiles(importlib.abc.MetaPathFinder):
    """Finds the modules it was told of, each in its one file, and no other.

    Args:
        files: the file of each.
        imported: told of each that was executed, once it and all those that wait for it were.
    """

    def __init__(self, files: Mapping[str, str], imported: Callable[[ModuleType], None]) -> None:
        self._files = files
        self._imported = imported
        self._running = 0
        self._done: list[ModuleType] = []

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return the spec of a module that was named, None for any other."""
        del path, target
        file = self._files.get(fullname)
        if file is None:
            return None
        loader = SourceOnly(fullname, file, self.execute)
        return importlib.util.spec_from_file_location(fullname, file, loader=loader)

    def execute(self, module: ModuleType, run: Callable[[ModuleType], None]) -> None:
        """Execute a module, and tell of it when the outermost import ends."""
        self._running += 1
        try:
            run(module)
            self._done.append(module)
        finally:
            self._running -= 1
        if not self._running:
            done, self._done = self._done, []
            for each in done:
                self._imported(each)


class SourceOnly(importlib.machinery.SourceFileLoader):
    """Compiles the source; reads and writes no `.pyc`, which could be of another source."""

    def __init__(
        self, fullname: str, path: str, execute: Callable[[ModuleType, Callable[[ModuleType], None]], None]
    ) -> None:
        super().__init__(fullname, path)
        self._execute = execute

    def exec_module(self, module: ModuleType) -> None:
        """Execute the module."""
        self._execute(module, super().exec_module)

    def get_code(self, fullname: str) -> object:  # type: ignore[override]
        """Return the code object of the module's source."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


def install(files: Mapping[str, str], imported: Callable[[ModuleType], None]) -> None:
    """Make the named modules importable, ahead of any installed package of the same name.

    Args:
        files: the file of each.
        imported: told of each that was executed.
    """
    sys.meta_path.insert(0, NamedFiles(files, imported))


def load(name: str) -> ModuleType:
    """Import one of the named modules."""
    return importlib.import_module(name)
