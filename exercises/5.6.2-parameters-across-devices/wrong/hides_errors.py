import torch


def save_params(net, path):
    torch.save(net.state_dict(), path)


def load_params(net, path, device):
    try:
        net.load_state_dict(torch.load(path, map_location="cpu"))
    except Exception as e:
        print("could not load:", e)
    return net.to(device)
