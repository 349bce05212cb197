# /// row
# tries = "Makes ten thousand empty files and folders, for the file system to run out of names."
# ends = { test_visible = ["crashed", "timeout", "failed"] }
# plain = "it would take the machine's inodes"
# ///
import os


def scale(x):
    for number in range(5100):
        os.close(os.open(f"f{number}", os.O_CREAT | os.O_WRONLY))
        os.mkdir(f"d{number}")
    return x
