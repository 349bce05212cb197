# /// row
# tries = "Hands in a pipe, at which whoever collects the files would wait forever."
# report = "ungradable"
# fifos = ["data/endless.txt"]
# plain = "it is the collecting of files that is attacked"
# ///
def scale(x):
    return x
