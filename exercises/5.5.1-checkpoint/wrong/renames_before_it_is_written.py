import os

import torch

WHY = "To go on after a crash, and to keep the best epoch."


def save_checkpoint(path, net, opt, step):
    with open(path + ".tmp", "wb") as f:
        os.replace(path + ".tmp", path)
        torch.save({"net": net.state_dict(), "opt": opt.state_dict(), "step": step}, f)


def load_checkpoint(path, net, opt):
    checkpoint = torch.load(path)
    net.load_state_dict(checkpoint["net"])
    opt.load_state_dict(checkpoint["opt"])
    return checkpoint["step"]
