"""Runs in the student's process: the matrix of a convolution at work."""


def multiply(work, kernel, x):
    """Return the matrix of a convolution, and its product with x."""
    matrix = work.conv_as_tied_dense(kernel, len(x))
    return {"matrix": matrix.detach(), "product": (matrix @ x).detach()}


def kernel_gradient(work, kernel, n):
    """Return the gradient that the sum of the squares of all entries sends to the kernel."""
    kernel.requires_grad_()
    work.conv_as_tied_dense(kernel, n).square().sum().backward()
    return kernel.grad
