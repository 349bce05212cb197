# /// row
# tries = "Sends signals by tgkill, rt_sigqueueinfo, F_SETOWN, timers and message queues."
# ends = { test_visible = "failed" }
# only_on = "x86_64"
# plain = "it would kill whatever runs it"
# ///
import ctypes
import fcntl
import os


def scale(x):
    libc = ctypes.CDLL(None, use_errno=True)
    victim = int("@GRADER@")
    information = ctypes.create_string_buffer(128)
    for call in ((234, victim, victim, 9), (200, victim, 9), (129, victim, 9, ctypes.byref(information)), (297, victim, victim, 9, ctypes.byref(information))):
        if libc.syscall(*call) == 0:
            print("LEAK" ":", call)
    reader, _writer = os.pipe()
    for operation, value in ((fcntl.F_SETOWN, victim), (10, 9), (fcntl.F_SETFL, os.O_ASYNC)):
        try:
            fcntl.fcntl(reader, operation, value)
            print("LEAK" ":", operation)
        except OSError:
            pass
    return x
