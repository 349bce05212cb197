# /// row
# tries = "Leaves folders that nobody may list, enter or change, with something in them."
# ends = { test_visible = ["failed", "crashed"], test_saves = ["failed", "crashed"] }
# ///
import os


def close_up():
    for mode in (0o000, 0o100, 0o200, 0o300, 0o400, 0o500):
        name = f"closed-{mode:o}"
        os.mkdir(f"{name}-empty", mode)
        os.umask(0)
        os.mkdir(name, 0o300 | mode)
        os.mkdir(f"{name}/inner", mode)
        open(f"{name}/file", "w").close()


def scale(x):
    close_up()
    return x


def save(name, text):
    close_up()
    return len(text)
