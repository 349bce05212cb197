# /// row
# tries = "Saves rightly and lets a thread change the file once another process is to read it."
# ends = { test_checkpoint = ["passed", "failed", "error"] }
# ///
import threading
import time

import torch


def spoil(name):
    while True:
        time.sleep(0.0005)
        torch.save({"weight": torch.zeros(2, 3)}, name)


def save_layer(layer, name):
    torch.save(layer.state_dict(), name)
    threading.Thread(target=spoil, args=(name,), daemon=True).start()
