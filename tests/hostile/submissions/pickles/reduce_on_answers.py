# /// row
# tries = "Answers with objects whose unpickling would run a command, if answers were pickled."
# ends = { test_visible = "failed", test_hinted = "failed", test_saves = "failed" }
# ///
import os


class Payload:
    def __reduce__(self):
        return os.system, ("touch @OUTSIDE@/@MARK@",)

    def __reduce_ex__(self, protocol):
        return self.__reduce__()

    def __getstate__(self):
        raise RuntimeError


def scale(x):
    return Payload()


def mix(X, Y, token):
    return [Payload(), {"key": Payload()}]


def save(name, text):
    return Payload()
