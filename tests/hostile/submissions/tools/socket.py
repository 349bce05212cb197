# /// row
# tries = "Hands in a socket as the file that is asked for."
# report = "ungradable"
# file = "other.py"
# sockets = ["target.py"]
# plain = "it is the collecting of files that is attacked"
# ///
def scale(x):
    return x
