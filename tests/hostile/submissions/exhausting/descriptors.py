# /// row
# tries = "Opens files until nothing can be opened any more."
# ends = { test_visible = "error" }
# ///
def scale(x):
    return [open("/dev/null") for _ in range(100_000)]
