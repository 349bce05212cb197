# /// row
# tries = "Asks the kernel which pages of a library are in the cache that everybody shares."
# ends = { test_visible = "failed", test_shown = "failed" }
# ///
import ctypes
import mmap
import os


MINCORE, CACHESTAT, READAHEAD, X86 = 27, 451, 187, os.uname().machine == "x86_64"


def scale(x):
    libc = ctypes.CDLL(None, use_errno=True)
    for place in (os.__file__, ctypes.__file__):
        with open(place, "rb") as file, mmap.mmap(file.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=3) as view:
            address = ctypes.addressof(ctypes.c_char.from_buffer(view))
            pages = ctypes.create_string_buffer(len(view) // 4096 + 1)
            if libc.mincore(ctypes.c_void_p(address), ctypes.c_size_t(len(view)), pages) == 0:
                print("LEAK" ": mincore", pages.raw)
            counts, whole = ctypes.create_string_buffer(40), (ctypes.c_uint64 * 2)(0, 0)
            if libc.syscall(CACHESTAT, file.fileno(), whole, counts, 0) == 0:
                print("LEAK" ": cachestat", counts.raw)
            if libc.readahead(file.fileno(), ctypes.c_long(0), ctypes.c_size_t(4096)) == 0:
                print("LEAK" ": readahead")
            if libc.madvise(ctypes.c_void_p(address & ~4095), ctypes.c_size_t(4096), 22) == 0:
                print("LEAK" ": populated")
            return x
