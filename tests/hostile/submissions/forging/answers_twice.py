# /// row
# tries = "Answers the same question twice, so that the second answer is there before the next question."
# ends = { test_visible = "failed", test_twice = ["failed", "crashed"], test_raises = ["failed", "crashed", "error"] }
# ///
import sys

from grader.wire import messages


def dispatcher():
    frame = sys._getframe()
    while frame:
        if hasattr(frame.f_locals.get("self"), "_requests"):
            return frame.f_locals["self"]
        frame = frame.f_back


def scale(x):
    found = dispatcher()
    found._answer(found._requests[-1], x)
    return x


def root(number):
    found = dispatcher()
    error = ValueError("negative")
    found._channel.send(messages.encode(found._describe(found._requests[-1], error)))
    return 3.0
