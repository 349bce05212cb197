# /// row
# tries = "Brings a random.py, which the standard library would import."
# report = "ungradable"
# ///
def scale(x):
    return x
