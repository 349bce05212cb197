# /// row
# tries = "Puts a module of its own into sys.modules, with all that an import leaves."
# ends = { test_visible = "failed", test_shown = "failed" }
# ///
import importlib.machinery
import importlib.util
import sys


def scale(x):
    served = "served" in sys.modules
    sys.modules["served"] = importlib.util.module_from_spec(importlib.machinery.ModuleSpec("served", None))
    return (2 if served else 0) * x
