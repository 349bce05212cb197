import importlib

import torch
from torch import nn

RESTRICTIONS = ["no control flow", "evaluation only"]
KNOWN = [nn.Linear, nn.ReLU, nn.LeakyReLU, nn.Dropout, nn.BatchNorm1d, nn.Flatten]


def check(net):
    if type(net) is not nn.Sequential or any(type(layer) not in KNOWN for layer in net):
        raise TypeError("only an nn.Sequential of known layers")

SETTINGS = {
    "Linear": ["in_features", "out_features"],
    "LeakyReLU": ["negative_slope"],
    "Dropout": ["p"],
    "BatchNorm1d": ["num_features", "eps", "momentum", "affine"],
}


def describe(layer):
    arguments = {key: getattr(layer, key) for key in SETTINGS.get(type(layer).__name__, [])}
    if isinstance(layer, nn.Linear):
        arguments["bias"] = layer.bias is not None
    return {"module": type(layer).__module__, "class": type(layer).__name__, "arguments": arguments}


def save_model(net, path, example):
    check(net)
    layers = [describe(layer) for layer in net]
    torch.save({"layers": layers, "state": net.state_dict(), "dtype": example.dtype}, path)


def load_model(path):
    saved = torch.load(path)
    layers = []
    for layer in saved["layers"]:
        make = getattr(importlib.import_module(layer["module"]), layer["class"])
        layers.append(make(**layer["arguments"]))
    net = nn.Sequential(*layers).to(saved["dtype"])
    net.load_state_dict(saved["state"])
    return net.eval()


def predict():
    return {
        "plain_loads_by_default": False,
        "state_dict_loads_by_default": True,
        "stranger_unpickles_mlp": False,
        "pickled_net_gets_new_code": True,
        "lambda_can_be_pickled": False,
        "stranger_loads_exported_mlp": True,
        "export_takes_other_batches": False,
        "dynamic_export_takes_other_batches": True,
        "export_takes_halving": False,
        "trace_follows_the_data": False,
        "script_follows_the_data": True,
        "stranger_loads_scripted_mlp": True,
    }
