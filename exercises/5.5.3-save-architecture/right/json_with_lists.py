"""Another right answer: one JSON text that holds classes by name, settings and all numbers."""

import json

import torch
from torch import nn

RESTRICTIONS = ["Layers whose constructor is not in BUILD.", "Files are large, as numbers are written out."]

BUILD = {
    "Linear": nn.Linear,
    "ReLU": nn.ReLU,
    "LeakyReLU": nn.LeakyReLU,
    "Dropout": nn.Dropout,
    "BatchNorm1d": lambda features, eps, affine: nn.BatchNorm1d(features, eps=eps, affine=affine),
    "Flatten": nn.Flatten,
}
SETTINGS = {
    nn.Linear: lambda layer: [layer.in_features, layer.out_features, layer.bias is not None],
    nn.ReLU: lambda _: [],
    nn.LeakyReLU: lambda layer: [layer.negative_slope],
    nn.Dropout: lambda layer: [layer.p],
    nn.BatchNorm1d: lambda layer: [layer.num_features, layer.eps, layer.affine],
    nn.Flatten: lambda _: [],
}
DTYPES = {"torch.float32": torch.float32, "torch.float64": torch.float64, "torch.int64": torch.int64}


def save_model(net, path, example):
    """Write a text. A class that is not in the table raises KeyError."""
    if type(net) is not nn.Sequential:
        raise TypeError(type(net))
    layers = [[type(layer).__name__, SETTINGS[type(layer)](layer)] for layer in net]
    state = {name: [value.tolist(), str(value.dtype)] for name, value in net.state_dict().items()}
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump({"dtype": str(example.dtype), "layers": layers, "state": state}, file)


def load_model(path):
    """Look each class up in the table."""
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        content = json.load(file)
    net = nn.Sequential(*[BUILD[name](*settings) for name, settings in content["layers"]])
    net = net.to(DTYPES[content["dtype"]])
    net.load_state_dict({name: torch.tensor(v, dtype=DTYPES[kind]) for name, (v, kind) in content["state"].items()})
    return net.eval()


def predict():
    """Tell what PyTorch does with the nets of the statement."""
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
