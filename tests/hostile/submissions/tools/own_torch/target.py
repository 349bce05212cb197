# /// row
# tries = "Brings a torch.py of its own, which would be found before the real one."
# report = "ungradable"
# ///
def scale(x):
    return x
