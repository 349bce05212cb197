# /// row
# tries = "Raises KeyboardInterrupt, by which runners are stopped."
# ends = { test_visible = "error", test_hinted = "error" }
# ///


def scale(x):
    raise KeyboardInterrupt


def mix(X, Y, token):
    raise GeneratorExit
