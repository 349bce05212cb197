# /// row
# tries = "Never comes to the end of its import, which must not cost its time limit once for each check."
# ends = { test_visible = "timeout", test_shown = "timeout", test_hinted = "timeout", test_asks = "timeout", test_learns = "timeout" }
# slow = true
# quick = ["test_shown", "test_hinted", "test_asks", "test_learns"]
# ///
while True:
    pass
