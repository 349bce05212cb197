# /// row
# tries = "Answers with a list in a list in a list, a hundred thousand levels deep, and one that contains itself."
# ends = { test_visible = "error", test_hinted = "error" }
# ///
def scale(x):
    nested = []
    for _ in range(100_000):
        nested = [nested]
    return nested


def mix(X, Y, token):
    circle = []
    circle.append(circle)
    return circle
