# /// row
# tries = "Hands in three hundred files."
# report = "ungradable"
# crowd = 300
# plain = "it is the collecting of files that is attacked"
# ///
def scale(x):
    return x
