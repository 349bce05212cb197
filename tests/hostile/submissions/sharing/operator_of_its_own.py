# /// row
# tries = "Registers an operator with torch, and asks at the next call whether it is there."
# ends = { test_visible = "failed", test_shown = "failed" }
# ///
import torch


def scale(x):
    served = hasattr(torch.ops.served, "mine")
    if not served:
        torch.library.define("served::mine", "(Tensor x) -> Tensor")
        torch.library.impl("served::mine", "cpu", torch.neg)
    return (2 if served else 0) * x
