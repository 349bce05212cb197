# /// row
# tries = "Answers with values that the check's own arithmetic cannot take: text, infinity, an integer of 4000 digits."
# ends = { test_parts = ["error", "failed"], test_raises = ["failed", "error"], test_saves = ["failed", "error"] }
# ///
def parts(numbers):
    return {"smallest": "2", "largest": 9}


def root(number):
    if number < 0:
        raise ValueError("negative")
    return 16**4000


def save(name, text):
    return complex(1e308, 1e308)
