"""Another right answer: the bytes are made in memory, written, flushed to the disk and renamed."""

import io
import os
from os import rename

import torch

WHY = "Resuming, early stopping, fine-tuning, ensembles, and results that can be looked at again."


def save_checkpoint(path, net, opt, step):
    """Write a temporary file and rename it."""
    buffer = io.BytesIO()
    torch.save((step, net.state_dict(), opt.state_dict()), buffer)
    temporary = os.path.join(os.path.dirname(path), ".unfinished")  # noqa: PTH118, PTH120
    with open(temporary, "wb") as file:  # noqa: PTH123
        file.write(buffer.getbuffer())
        file.flush()
        os.fsync(file.fileno())
    rename(temporary, path)  # noqa: PTH104


def load_checkpoint(path, net, opt):
    """Read everything with the same restrictions."""
    with open(path, "rb") as file:  # noqa: PTH123
        step, net_state, opt_state = torch.load(file, weights_only=True)
    net.load_state_dict(net_state)
    opt.load_state_dict(opt_state)
    return int(step)
