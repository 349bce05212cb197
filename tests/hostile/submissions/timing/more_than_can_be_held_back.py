# /// row
# tries = "Writes more than the memory of its group may hold back, to be made to wait for the disk by the kernel."
# ends = { test_visible = "timeout" }
# slow = true
# within = 25
# ///
import os
import threading
import time


def write(number):
    file = os.open(f"file{number}", os.O_RDWR | os.O_CREAT)
    os.unlink(f"file{number}")
    piece = bytes(2**18)
    while True:
        for start in range(0, 4 * 2**20, 2**18):
            os.pwrite(file, piece, start)


def scale(x):
    for number in range(14):
        threading.Thread(target=write, args=(number,), daemon=True).start()
    time.sleep(3600)
