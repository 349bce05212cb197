# /// row
# tries = "Raises an exception whose text never ends."
# ends = { test_visible = "timeout" }
# slow = true
# ///
class Endless(Exception):
    def __str__(self):
        while True:
            pass


def scale(x):
    raise Endless
