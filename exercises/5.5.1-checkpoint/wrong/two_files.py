import os

import torch

WHY = "To go on after a crash, and to keep the best epoch."


def save_checkpoint(path, net, opt, step):
    for part, name in ((net.state_dict(), path), ([opt.state_dict(), step], path + ".opt")):
        torch.save(part, name + ".tmp")
        os.replace(name + ".tmp", name)


def load_checkpoint(path, net, opt):
    net.load_state_dict(torch.load(path))
    opt_state, step = torch.load(path + ".opt")
    opt.load_state_dict(opt_state)
    return step
