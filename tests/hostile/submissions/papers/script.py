# /// row
# tries = "Puts HTML and script into a message, for a page that shows reports."
# ends = { test_visible = "error", test_saves = "failed" }
# ///
BAD = "<script>fetch('http://127.0.0.1:@PORT@')</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>]]>--><!--"


def scale(x):
    print(BAD)
    raise ValueError(BAD)


def save(name, text):
    return BAD
