# /// row
# tries = "Leaves a thread behind that goes on planting files while the next process is started."
# ends = { test_remembers = ["failed", "error"], test_checkpoint = "error" }
# ///
import os
import threading


def plant(here):
    while True:
        for name in ("layer.pt", "number.txt", "torch.py", "inside.py", "sitecustomize.py"):
            os.close(os.open(f"{here}/{name}", os.O_CREAT | os.O_WRONLY, 0))
            os.unlink(f"{here}/{name}")


def remember(number):
    threading.Thread(target=plant, args=(os.getcwd(),), daemon=True).start()
    return True


def recall():
    return sorted(os.listdir("."))


def save_layer(layer, name):
    remember(0)
