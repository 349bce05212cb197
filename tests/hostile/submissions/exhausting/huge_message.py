# /// row
# tries = "Raises exceptions whose text takes half a gigabyte, and whose __str__ raises."
# ends = { test_visible = ["error", "memory"], test_hinted = "error" }
# ///
class Huge(Exception):
    def __str__(self):
        return "x" * 2**29


class Broken(Exception):
    def __str__(self):
        raise Broken

    __repr__ = __str__


def scale(x):
    raise Huge


def mix(X, Y, token):
    raise Broken
