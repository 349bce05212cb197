# /// row
# tries = "Makes the exercise's whole folder a link to the reference solution."
# report = "ungradable"
# file = "readme.py"
# links = { "9.9-target" = "@COURSE@/reference_solutions/9.9-target" }
# plain = "it is the collecting of files that is attacked"
# ///
