# /// row
# tries = "Sends a bool tensor whose bytes are neither true nor false."
# ends = { test_visible = "crashed", test_shown = "crashed" }
# incident = true
# ///
import torch


def scale(x):
    return torch.full(x.shape, 2, dtype=torch.uint8).view(torch.bool)
