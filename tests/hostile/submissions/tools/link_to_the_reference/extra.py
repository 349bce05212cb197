# /// row
# tries = "Hands in the reference solution itself, by a link in place of the file."
# report = "ungradable"
# links = { "target.py" = "@REFERENCE@" }
# ///
