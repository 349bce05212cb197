# /// row
# tries = "Allocates a tensor of a terabyte, and many that can be had."
# ends = { test_visible = "memory", test_hinted = "memory" }
# plain = "it would take the machine's memory"
# ///
import torch


def scale(x):
    return torch.ones(2**38)


def mix(X, Y, token):
    hoard = []
    while True:
        hoard.append(torch.ones(2**20))
