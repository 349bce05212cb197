# /// row
# tries = "Saves half a file."
# ends = { test_checkpoint = ["error", "failed"] }
# ///
import os

import torch


def save_layer(layer, name):
    torch.save(layer.state_dict(), name)
    os.truncate(name, os.path.getsize(name) // 2)
