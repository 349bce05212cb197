# /// row
# tries = "Turns the cache off for a file that is open, and writes without end."
# ends = { test_visible = "timeout" }
# slow = true
# within = 20
# says = "slept or waited"
# ///
import fcntl
import mmap
import os
import threading
import time


def write():
    page = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    file = os.open("file", os.O_RDWR | os.O_CREAT)
    fcntl.fcntl(file, fcntl.F_SETFL, os.O_DIRECT)
    while True:
        os.pwrite(file, page, 0)


def scale(x):
    for _ in range(4):
        threading.Thread(target=write, daemon=True).start()
    time.sleep(3600)
