"""Another right answer: a named temporary file in the same folder, the older file format, one flat dict."""

import shutil
import tempfile
from pathlib import Path

import torch

WHY = "So that a power cut costs minutes and not days."


def save_checkpoint(path, net, opt, step):
    """Write to a temporary file beside the target and move it."""
    content = {f"net.{name}": value.detach().clone() for name, value in net.state_dict().items()}
    content["opt"] = opt.state_dict()
    content["step"] = torch.tensor(step)
    with tempfile.NamedTemporaryFile(dir=Path(path).resolve().parent, delete=False) as file:
        torch.save(content, file, _use_new_zipfile_serialization=False)
    shutil.move(file.name, path)


def load_checkpoint(path, net, opt):
    """Take the flat dict apart."""
    content = torch.load(path, map_location="cpu")
    step = content.pop("step").item()
    opt.load_state_dict(content.pop("opt"))
    net.load_state_dict({name.removeprefix("net."): value for name, value in content.items()})
    return step
