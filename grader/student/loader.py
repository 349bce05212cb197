"""How the submission and `inside` are imported: by file, never from a folder on `sys.path`."""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType


class NamedFiles(importlib.abc.MetaPathFinder):
    """Finds the modules it was told of, each in its one file, and no other."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return the spec of a module that was named, None for any other."""
        del path, target
        file = self._files.get(fullname)
        if file is None:
            return None
        loader = SourceOnly(fullname, file)
        return importlib.util.spec_from_file_location(fullname, file, loader=loader)


class SourceOnly(importlib.machinery.SourceFileLoader):
    """Compiles the source; reads and writes no `.pyc`, which could be of another source."""

    def get_code(self, fullname: str) -> object:  # type: ignore[override]
        """Return the code object of the module's source."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


def install(files: Mapping[str, str]) -> None:
    """Make the named modules importable, ahead of any installed package of the same name."""
    sys.meta_path.insert(0, NamedFiles(files))


def load(name: str) -> ModuleType:
    """Import one of the named modules."""
    return importlib.import_module(name)
