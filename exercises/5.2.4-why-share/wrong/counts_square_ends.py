import io

import torch

WHY = "Fewer parameters, and knowledge about the problem built in."


def counts(d, h, depth, out):
    ends = (d * h + h) + (h * out + h)
    hidden = h * h + h
    return {"tied": ends + min(depth, 1) * hidden, "untied": ends + depth * hidden}


def conv_as_tied_dense(kernel, n):
    k = len(kernel)
    if k > n:
        raise ValueError(f"a kernel of {k} entries does not fit into {n} inputs")
    matrix = kernel.new_zeros(n - k + 1, n)
    for step in range(n - k + 1):
        matrix[step, step : step + k] = kernel
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
