# /// row
# tries = "Raises at its import what torch says of two matrices, with sizes of hundreds of digits."
# ends = { test_visible = "error", test_hinted = "error" }
# ///
size = "9" * 1_500
raise RuntimeError(f"mat1 and mat2 shapes cannot be multiplied ({size}x3 and 2x{size})")
