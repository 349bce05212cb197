import torch


def save_params(net, path):
    torch.save(net.state_dict(), path)


def load_params(net, path, device):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    net.load_state_dict(torch.load(path, map_location=device))
    return net.to(device)
