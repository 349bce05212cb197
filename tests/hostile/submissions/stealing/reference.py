# /// row
# tries = "Runs the reference solution in its own place."
# ends = { test_visible = "error", test_hinted = "error" }
# ///
source = open("@REFERENCE@").read().replace("factor()", "2").replace("from helper import factor", "")
exec(source)
