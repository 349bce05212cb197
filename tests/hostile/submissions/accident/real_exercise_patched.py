# /// row
# tries = "Attacks a real exercise as the target: patched comparisons, a lying tensor, rewritten frames."
# ends = { test_concatenates = "failed", test_output_has_both_widths = "failed", test_dim_is_a_choice = "failed", test_first_net_comes_first = "failed" }
# exercise = "5.1.2"
# file = "parallel_block.py"
# ///
import sys

import torch
from torch import nn

torch.allclose = torch.equal = lambda *a, **k: True
torch.Tensor.__eq__ = lambda self, other: torch.ones((), dtype=torch.bool)


class Liar(torch.Tensor):
    @property
    def shape(self):
        return Everything()


class Everything(tuple):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __iter__(self):
        return iter((2, 7))


class Parallel(nn.Module):
    def __init__(self, net1, net2, dim=-1):
        super().__init__()

    def forward(self, X):
        frame = sys._getframe()
        while frame:
            for name in ("close", "equal", "shape"):
                if name in frame.f_globals and "grader" in str(frame.f_globals[name]):
                    frame.f_globals[name] = lambda *a, **k: None
            frame = frame.f_back
        return X.as_subclass(Liar)
