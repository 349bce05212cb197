"""Runs in the student's process: gradients and traces of a layer for Fourier coefficients."""

import torch


def gradient(work, X, factors):
    """Return the gradient of the sum of all real and imaginary parts, each times its factor.

    Where fewer coefficients come than there are factors for, the rest of the factors is not used.
    """
    X.requires_grad_()
    parts = torch.view_as_real(work.HalfFourier()(X).resolve_conj())
    count = parts.shape[-2]
    (parts * factors[..., :count, :]).sum().backward()
    return {"count": count, "gradient": X.grad}


def run_in_both_modes(work, inputs):
    """Run one layer on each input, in training mode with gradients and in evaluation mode without."""
    layer, outputs = work.HalfFourier(), []
    for X in inputs:
        training = layer.train()(X.clone().requires_grad_()).detach()
        with torch.no_grad():
            outputs.append((training, layer.eval()(X)))
    return outputs


def run_and_look(work, X):
    """Run a layer; return its parameters and its state, and X as it is afterwards."""
    layer = work.HalfFourier()
    layer(X)
    return {"parameters": list(layer.parameters()), "state": dict(layer.state_dict()), "X": X}
