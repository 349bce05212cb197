# /// row
# tries = "Leaves a key out, so that the check itself raises: a free attempt, if that were the author's fault."
# ends = { test_parts = "error" }
# ///
def parts(numbers):
    return {"smallest": 2}
