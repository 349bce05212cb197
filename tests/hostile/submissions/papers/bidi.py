# /// row
# tries = "Reorders what is read by marks of writing direction, and hides text in characters of no width."
# ends = { test_visible = "error" }
# ///
def scale(x):
    print("\u202edeliaf\u202c \u2066passed\u2069 \u200b\u200d\ufeff\U000e0041")
    raise ValueError("\u202e detcepxe \u2067 passed \u2069\u061c\u200e\u2060 points\u00ad: 5")
