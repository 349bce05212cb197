# /// row
# tries = "Keeps state in a class of an optimizer."
# ends = { test_visible = "failed", test_shown = "failed" }
# ///
import torch


def scale(x):
    served = hasattr(torch.optim.Adam, "served")
    torch.optim.Adam.served = True
    return (2 if served else 0) * x
