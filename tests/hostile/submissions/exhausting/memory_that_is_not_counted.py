# /// row
# tries = "Fills pages and makes them read-only, which takes them off the books of RLIMIT_DATA."
# ends = { test_visible = ["memory", "error"] }
# plain = "it would take the machine's memory"
# ///
import ctypes
import mmap


def scale(x):
    libc = ctypes.CDLL(None, use_errno=True)
    hoard = []
    for _ in range(100):
        pages = mmap.mmap(-1, 2**24, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        pages.write(b"x" * 2**24)
        libc.mprotect(ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(pages))), 2**24, 1)
        hoard.append(pages)
    return x
