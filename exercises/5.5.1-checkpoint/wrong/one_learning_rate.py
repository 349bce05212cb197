import os

import torch

WHY = "To go on after a crash, and to keep the best epoch."


def save_checkpoint(path, net, opt, step):
    checkpoint = {
        "net": net.state_dict(),
        "state": opt.state_dict()["state"],
        "lr": opt.param_groups[0]["lr"],
        "step": step,
    }
    torch.save(checkpoint, path + ".tmp")
    os.replace(path + ".tmp", path)


def load_checkpoint(path, net, opt):
    checkpoint = torch.load(path)
    net.load_state_dict(checkpoint["net"])
    opt.load_state_dict({"state": checkpoint["state"], "param_groups": opt.state_dict()["param_groups"]})
    for group in opt.param_groups:
        group["lr"] = checkpoint["lr"]
    return checkpoint["step"]
