import io

import torch

WHY = "To go on after a crash, and to keep the best epoch."


def save_checkpoint(path, net, opt, step):
    buffer = io.BytesIO()
    torch.save({"net": net.state_dict(), "opt": opt.state_dict(), "step": step}, buffer)
    if len(buffer.getvalue()) > 200 * 1024:
        raise OSError("this will not fit on the disk")
    with open(path, "wb") as f:
        f.write(buffer.getvalue())


def load_checkpoint(path, net, opt):
    checkpoint = torch.load(path)
    net.load_state_dict(checkpoint["net"])
    opt.load_state_dict(checkpoint["opt"])
    return checkpoint["step"]
