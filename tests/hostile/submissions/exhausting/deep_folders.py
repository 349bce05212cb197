# /// row
# tries = "Nests twelve hundred folders, deeper than a path can be long or a recursion go."
# ends = { test_saves = ["failed", "crashed"] }
# ///
import os


def dig(depth):
    here = os.getcwd()
    for _ in range(depth):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    open("treasure", "w").close()
    os.chdir(here)


def save(name, text):
    dig(1200)
    return len(text)
