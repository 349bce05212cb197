import os

import torch

WHY = "To go on after a crash, and to keep the best epoch."


def save_checkpoint(path, net, opt, step):
    torch.save([net, opt, step], path + ".tmp")
    os.replace(path + ".tmp", path)


def load_checkpoint(path, net, opt):
    net, opt, step = torch.load(path, weights_only=False)
    return step
