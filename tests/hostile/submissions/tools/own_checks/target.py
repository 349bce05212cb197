# /// row
# tries = "Brings modules called as the exercise's own: checks.py and visible.py."
# report = "ungradable"
# ///
def scale(x):
    return x
