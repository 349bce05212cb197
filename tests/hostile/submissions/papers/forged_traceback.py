# /// row
# tries = "Makes frames and lines of source that were never there, with escape sequences in them."
# ends = { test_visible = "error" }
# ///
import linecache
import os

HERE = os.path.dirname(__file__)
FAKE = f"{HERE}/checks\x1b[31m.py"
SOURCE = "def forged():\n    raise AssertionError('\x1b[2Jthe check is wrong')\n"
linecache.cache[FAKE] = (len(SOURCE), None, SOURCE.splitlines(True), FAKE)
exec(compile(SOURCE, FAKE, "exec"))


def scale(x):
    forged()
