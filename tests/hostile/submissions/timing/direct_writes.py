# /// row
# tries = "Writes past the cache without end, so that it always waits for a disk, which nobody is charged for."
# ends = { test_visible = "timeout" }
# slow = true
# within = 20
# says = "slept or waited"
# ///
import mmap
import os
import threading
import time


def write():
    page = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    file = os.open("file", os.O_RDWR | os.O_CREAT | os.O_DIRECT)
    while True:
        os.pwrite(file, page, 0)


def scale(x):
    for _ in range(4):
        threading.Thread(target=write, daemon=True).start()
    time.sleep(3600)
