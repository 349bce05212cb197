# /// row
# tries = "Uses half characters and characters that are none, which no file can be written with."
# ends = { test_visible = "error", test_saves = ["failed", "error"] }
# ///
def scale(x):
    print("\ud800\udfff")
    raise ValueError("\ud800 \udcff \ufffe \uffff \x00 \x85 \u2028 \u2029")


def save(name, text):
    return "\ud800"
