# /// row
# tries = "Brings compiled modules, which need not be of the source beside them."
# report = "ungradable"
# ///
def scale(x):
    return x
