# /// row
# tries = "Replaces itself by /bin/true."
# ends = { test_visible = "error", test_hinted = "error" }
# ///
import os


def scale(x):
    os.execv("/bin/true", ["true"])


mix = scale
