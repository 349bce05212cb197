# /// row
# tries = "Sends an exception of fifteen megabytes, in which a check would search for an expression."
# ends = { test_raises = ["failed", "error"] }
# ///
import sys

from grader.wire import messages


def root(number):
    frame = sys._getframe()
    while not hasattr(frame.f_locals.get("self"), "_requests"):
        frame = frame.f_back
    dispatcher = frame.f_locals["self"]
    raised = messages.Raised(dispatcher._requests[-1], ("ValueError",) * 1000, "nega" * 3_500_000, ())
    dispatcher._channel.send(messages.encode(raised))
    dispatcher._channel.receive()
