# /// row
# tries = "Has a mapping written back to the disk without end, so that it always waits for that."
# ends = { test_visible = "timeout" }
# slow = true
# within = 20
# says = "slept or waited"
# ///
import mmap
import os
import threading
import time


def write(name):
    file = os.open(name, os.O_RDWR | os.O_CREAT)
    os.truncate(file, 4096)
    page = mmap.mmap(file, 4096)
    while True:
        page[0] = (page[0] + 1) % 256
        page.flush()
        time.sleep(0.001)


def scale(x):
    for number in range(4):
        threading.Thread(target=write, args=(f"file{number}",), daemon=True).start()
    time.sleep(3600)
