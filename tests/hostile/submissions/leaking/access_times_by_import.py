# /// row
# tries = "Imports what nothing else imports, and has stat tell which of a library's modules somebody imported."
# ends = { test_visible = "failed", test_shown = "failed" }
# only_on = "access times"
# ///
import importlib
import importlib.util
import os
import time


def stale(place):
    """A time that the next access would change, on a mount that keeps times now and then."""
    seen = os.lstat(place)
    return seen.st_atime_ns <= max(seen.st_mtime_ns, seen.st_ctime_ns) or time.time() - seen.st_atime > 90_000


def kept(place, use):
    before = os.lstat(place).st_atime_ns
    use(place)
    return os.lstat(place).st_atime_ns != before


NAMES = "antigravity chunk cgi mailcap nntplib sndhdr xdrlib sunau uu pipes turtledemo lib2to3 idlelib tabnanny this".split()
NAMES += "plistlib wave netrc mailbox telnetlib symtable quopri rlcompleter sched smtplib poplib imaplib ftplib".split()


def look(place):
    compile(open(place, "rb").read(), place, "exec")


def scale(x):
    for name in NAMES:
        spec = importlib.util.find_spec(name)
        for place in (spec.origin, spec.cached) if spec and spec.has_location else ():
            if not place or not os.path.exists(place) or not stale(place):
                continue
            before = os.stat(place).st_atime_ns
            try:
                look(place) if place.endswith(".py") else open(place, "rb").read()
            except (OSError, SyntaxError):
                continue
            if os.stat(place).st_atime_ns != before:
                print("LEAK" ":", place)
    return x
