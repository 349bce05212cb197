# /// row
# tries = "Brings what an interpreter loads at its start: sitecustomize.py, and a .pth file."
# report = "ungradable"
# ///
def scale(x):
    return x
