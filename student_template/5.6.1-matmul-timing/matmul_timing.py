"""5.6.1: the time of a matrix product, on a CPU and on a GPU."""

import time

import torch

# TODO: tell in a few sentences for which sizes the GPU wins, and what the time is spent on where it does not. People
# read this; it earns no points for now.
WHY = ""


def time_matmul(n, device, reps, *, clock=time.perf_counter, sync=None, matmul=torch.matmul):
    """Return the seconds that a product of two random n by n matrices takes on `device`, the mean of `reps` products.

    Args:
        n: rows and columns of both matrices.
        device: a string or a torch.device. The CPU takes the place of a CUDA device where there is none.
        reps: how many products are timed.
        clock: returns the time in seconds.
        sync: waits for the device; by default what PyTorch has for it.
        matmul: starts a product.
    """
    # TODO
    raise NotImplementedError


def predict():
    """Return the predictions that the statement asks for."""
    # TODO: replace the line below by one return of a dict in braces. Write every value out as text in quotes: no calls,
    # no variables. The dict is read from this file; it is never run.
    raise NotImplementedError
