# /// row
# tries = "Ends the process with success before a check has begun."
# ends = { test_visible = "crashed", test_hinted = "crashed", test_learns = "crashed" }
# says = "exit status 0"
# ///
import os

os._exit(0)
