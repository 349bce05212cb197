# /// row
# tries = "Begins a message with what a spreadsheet takes for a formula."
# ends = { test_visible = "error", test_saves = "failed" }
# ///
def scale(x):
    raise ValueError("=cmd|' /C calc'!A0\n+1+1\n-1\n@SUM(1)\t=1")


def save(name, text):
    return '=HYPERLINK("http://127.0.0.1:@PORT@";"points")'
