# /// row
# tries = "Sends half an answer and waits."
# ends = { test_visible = "timeout" }
# slow = true
# ///
import sys
import time


def scale(x):
    frame = sys._getframe()
    while frame:
        channel = getattr(frame.f_locals.get("self"), "_channel", None)
        if channel is not None:
            channel.sock.send(b"GRD1\x40\x00\x00")
            time.sleep(60)
        frame = frame.f_back
    return x
