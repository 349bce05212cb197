# /// row
# tries = "Raises what torch says of a wrong state, with names and sizes of thousands of digits."
# ends = { test_visible = "error", test_hinted = "passed" }
# ///
def scale(x):
    size = "9, " * 1_000
    raise RuntimeError(
        "Error(s) in loading state_dict for Net:\n\tsize mismatch for a: copying a param with shape "
        f"torch.Size([{size}]) from checkpoint, the shape in current model is torch.Size([{size}])."
    )


def mix(X, Y, token):
    return X + 3 * Y
