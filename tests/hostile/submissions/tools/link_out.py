# /// row
# tries = "Hands in a link to a file outside of its folder, to have it copied to where it can be read."
# report = "ungradable"
# links = { "data/notes.txt" = "/etc/passwd" }
# ///
def scale(x):
    return open("data/notes.txt").read()
