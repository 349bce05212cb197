# /// row
# tries = "Raises what torch says of two matrices, with sizes of hundreds of digits."
# ends = { test_visible = "error", test_hinted = "passed" }
# ///
def scale(x):
    size = "9" * 300
    raise RuntimeError(f"mat1 and mat2 shapes cannot be multiplied ({size}x3 and 2x{size})")


def mix(X, Y, token):
    return X + 3 * Y
