# /// row
# tries = "Carries escape sequences in names: of a class, a function, a file, an attribute, a dict's key."
# ends = { test_visible = "error", test_hinted = "failed", test_parts = "error", test_learns = "error" }
# ///
BAD = "\x1b[2J\u202e\r\nfile.py, line 1\x00"
Bad = type(BAD.replace("\x00", ""), (Exception,), {})


def scale(x):
    exec(compile("raise Bad('x')", __file__, "exec"), {"Bad": Bad})


scale.__code__ = scale.__code__.replace(co_name=BAD, co_qualname=BAD)


def mix(X, Y, token):
    return Bad()


def parts(numbers):
    return {BAD: 1}


class Scale:
    def __init__(self, weight):
        raise NameError(BAD)


def __getattr__(name):
    raise AttributeError(BAD)
