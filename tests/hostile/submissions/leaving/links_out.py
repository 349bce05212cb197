# /// row
# tries = "Makes links in its work folder that lead outside, for others to follow."
# ends = { test_visible = "failed", test_saves = "failed" }
# ///
import os


def attempt(function, *arguments):
    try:
        function(*arguments)
        return True
    except OSError:
        return False


def link(name):
    return attempt(os.symlink, "@CHECKS@", name) or attempt(os.link, "@CHECKS@", name) or attempt(os.mkfifo, name)


def scale(x):
    if link("escape") or attempt(os.symlink, "@OUTSIDE@", "folder"):
        open("folder/@MARK@", "w").close()
        print("LEAK" ":", open("escape").read())
    return x


def save(name, text):
    link(name)
    return len(text)
