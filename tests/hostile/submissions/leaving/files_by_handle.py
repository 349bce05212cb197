# /// row
# tries = "Opens files by their handle on the file system, past every folder above them."
# ends = { test_visible = "crashed" }
# incident = true
# only_on = "x86_64"
# ///
import ctypes


def scale(x):
    handle = ctypes.create_string_buffer(b"\x08\x00\x00\x00\x01\x00\x00\x00\x02" + bytes(64))
    if ctypes.CDLL(None).syscall(304, -100, handle, 0) >= 0:
        print("LEAK" ":", "the root of the file system")
    return x
