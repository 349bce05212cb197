# /// row
# tries = "Moves, removes and replaces its own work folder."
# ends = { test_visible = "failed", test_saves = ["failed", "passed"] }
# ///
import os


def attempt(function, *arguments):
    try:
        function(*arguments)
    except OSError:
        pass


def scale(x):
    work = os.getcwd()
    attempt(os.rename, work, "@OUTSIDE@/@MARK@")
    attempt(os.rename, work, work + "-moved")
    attempt(os.rmdir, work)
    attempt(os.mkdir, work + "-second")
    return x


def save(name, text):
    scale(None)
    return open(name, "w").write(text)
