import os

import torch

WHY = "To go on after a crash, and to keep the best epoch."


def save_checkpoint(path, net, opt, step):
    torch.save({"net": net.state_dict(), "opt": opt.state_dict(), "step": step}, path + ".tmp")
    os.replace(path + ".tmp", path)


def load_checkpoint(path, net, opt):
    checkpoint = torch.load(path)
    net.load_state_dict(checkpoint["net"])
    opt.load_state_dict(checkpoint["opt"])
    step = checkpoint["step"]
