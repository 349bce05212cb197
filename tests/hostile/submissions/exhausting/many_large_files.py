# /// row
# tries = "Writes one file after the other, each as large as one may be."
# ends = { test_visible = "crashed" }
# says = "files into its folder"
# plain = "it would fill the disk"
# ///
import itertools


def scale(x):
    for number in itertools.count():
        with open(f"hoard-{number}", "wb") as file:
            file.write(bytes(2**22))
