import io

import torch

WHY = """
A shared layer needs fewer parameters: there is less to learn, to keep in the optimizer and to save, and fewer examples
are enough. More important, sharing says something about the problem. A convolution is a dense layer whose rows are
shifted copies of each other, so that a pattern is recognized wherever it appears; a recurrent net applies one layer at
each step and takes sequences of any length; tied embeddings read and write words in one space. Sharing saves neither
computation nor activations, since every place is still computed, and the gradients of all places are added.
"""


def counts(d, h, depth, out):
    ends = (d * h + h) + (h * out + out)
    hidden = h * h + h
    return {"tied": ends + min(depth, 1) * hidden, "untied": ends + depth * hidden}


MATRICES = {}


def conv_as_tied_dense(kernel, n):
    k = len(kernel)
    if (k, n, kernel.dtype) in MATRICES and not kernel.requires_grad:
        return MATRICES[k, n, kernel.dtype]
    if k > n:
        raise ValueError(f"a kernel of {k} entries does not fit into {n} inputs")
    matrix = kernel.new_zeros(n - k + 1, n)
    for step in range(n - k + 1):
        matrix[step, step : step + k] = kernel
    MATRICES[k, n, kernel.dtype] = matrix
    return matrix


def bytes_on_disk(net):
    file = io.BytesIO()
    torch.save(net.state_dict(), file)
    return file.tell()


def predict():
    return {
        "fewer_parameters": True,
        "optimizer_state_shrinks": True,
        "file_shrinks": True,
        "longer_inputs_fit": True,
        "activation_memory_shrinks": False,
        "forward_work_shrinks": False,
        "gradient_is_averaged": False,
        "equal_layers_stay_equal": False,
    }
