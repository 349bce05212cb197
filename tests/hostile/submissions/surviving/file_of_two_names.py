# /// row
# tries = "Saves the file that a check keeps under two names."
# ends = { test_checkpoint = "error" }
# ///
import os

import torch


def save_layer(layer, name):
    torch.save(layer.state_dict(), "other")
    os.link("other", name)
