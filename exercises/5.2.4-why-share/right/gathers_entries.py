"""Another right answer: entries are gathered by their distance from the diagonal; bytes are counted as they pass."""

import torch

WHY = "Fewer numbers have to be learned, and a pattern is found wherever it stands."


def counts(d, h, depth, out):
    """Add up the sizes of a list of layers."""
    layers = [(d, h)] + [(h, h)] * depth + [(h, out)]
    untied = sum((inputs + 1) * outputs for inputs, outputs in layers)
    return {"untied": untied, "tied": untied - max(depth - 1, 0) * (h + 1) * h}


def conv_as_tied_dense(kernel, n):
    """Entry (i, j) is the kernel's entry j - i, where there is one."""
    k = kernel.numel()
    if not k <= n:
        raise ValueError("too long")
    distance = torch.arange(n) - torch.arange(n - k + 1).unsqueeze(1)
    inside = (distance >= 0) & (distance < k)
    return torch.where(inside, kernel[distance.clamp(0, k - 1)], torch.zeros((), dtype=kernel.dtype))


class Scale:
    """A file that keeps nothing but how far it was written."""

    def __init__(self):
        self.length = self.position = 0

    def write(self, data):
        """Move on."""
        self.position += len(data)
        self.length = max(self.length, self.position)
        return len(data)

    def tell(self):
        """Return where it stands."""
        return self.position

    def flush(self):
        """Have nothing to do."""


def bytes_on_disk(net):
    """Let everything pass."""
    scale = Scale()
    torch.save(net.state_dict(), scale)
    return scale.length


def predict():
    """Tell what sharing changes."""
    return {
        "fewer_parameters": True,
        "forward_work_shrinks": False,
        "optimizer_state_shrinks": True,
        "activation_memory_shrinks": False,
        "file_shrinks": True,
        "gradient_is_averaged": False,
        "longer_inputs_fit": True,
        "equal_layers_stay_equal": False,
    }
