import os
import pickle

import torch

WHY = "To go on after a crash, and to keep the best epoch."


def save_checkpoint(path, net, opt, step):
    with open(path + ".tmp", "wb") as f:
        pickle.dump({"net": net.state_dict(), "opt": opt.state_dict(), "step": step}, f)
    os.replace(path + ".tmp", path)


def load_checkpoint(path, net, opt):
    checkpoint = pickle.load(open(path, "rb"))
    net.load_state_dict(checkpoint["net"])
    opt.load_state_dict(checkpoint["opt"])
    return checkpoint["step"]
