# /// row
# tries = "Raises SystemExit(0) while it is imported."
# ends = { test_visible = "error", test_hinted = "error" }
# ///
import sys

sys.exit(0)
