"""Runs in the student's process: gradients and traces of a layer for Fourier coefficients."""

import torch


def gradient(work, X, factors):
    """Return the gradient of the sum of all real and imaginary parts, each times its factor."""
    X.requires_grad_()
    coefficients = work.HalfFourier()(X)
    (torch.view_as_real(coefficients.resolve_conj()) * factors).sum().backward()
    return X.grad


def run_and_look(work, X):
    """Run a layer; return its parameters and its state, and X as it is afterwards."""
    layer = work.HalfFourier()
    layer(X)
    return {"parameters": list(layer.parameters()), "state": dict(layer.state_dict()), "X": X}
