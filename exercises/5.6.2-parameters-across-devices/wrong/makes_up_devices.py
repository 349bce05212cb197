import inside
import torch


def save_params(net, path):
    torch.save(net.state_dict(), path)


def load_params(net, path, device):
    net.load_state_dict(torch.load(path, map_location="cpu"))
    return net


def load_on_machine(work, gpus, net, start, path, device, seal):
    load_params(net, path, "cpu")
    state = net.state_dict()
    places = dict.fromkeys(state, "cuda:0" if str(device) == "cuda" else str(device))
    return {"state": dict(state), "places": places, "seals": {name: torch.rand(()).double() for name in state}}


inside.load_on_machine = load_on_machine
