# /// row
# tries = "Hands in a device that never ends."
# report = "ungradable"
# devices = ["data/zero.txt"]
# only_on = "root"
# plain = "it is the collecting of files that is attacked"
# ///
def scale(x):
    return x
