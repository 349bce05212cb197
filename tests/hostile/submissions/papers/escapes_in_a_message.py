# /// row
# tries = "Repaints the reader's terminal by escape sequences in an exception."
# ends = { test_visible = "error", test_hinted = "error" }
# ///
BAD = "\x1b[2J\x1b[H\x1b[32m✓ passed\x1b[0m \x1b]0;title\x07\x1b]8;;http://127.0.0.1/\x1b\\click\x1b]8;;\x1b\\ \x9b31m \x1bc \x07\x08\x08\x7f"


def scale(x):
    raise ValueError(BAD)


def mix(X, Y, token):
    raise ValueError(BAD * 100)
