# /// row
# tries = "Mounts a file system over the course."
# ends = { test_visible = "crashed" }
# incident = true
# plain = "as root it would change the machine"
# ///
import ctypes


def scale(x):
    ctypes.CDLL(None).mount(b"none", b"@OUTSIDE@", b"tmpfs", 0, None)
    return x
