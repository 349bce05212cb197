"""Another right answer: a description of each layer beside its state, for the layers that it knows and no others."""

import torch
from torch import nn

RESTRICTIONS = ["Nothing but nn.Sequential of the layers listed in SETTINGS."]

SETTINGS = {
    "Linear": ("in_features", "out_features"),
    "ReLU": (),
    "LeakyReLU": ("negative_slope",),
    "Dropout": ("p",),
    "BatchNorm1d": ("num_features", "eps", "momentum", "affine", "track_running_stats"),
    "Flatten": ("start_dim", "end_dim"),
}


def describe(layer):
    """Return the name and the arguments with which a layer is made."""
    name = type(layer).__name__
    if name not in SETTINGS or type(layer) is not getattr(nn, name):
        raise TypeError(f"a layer of class {name} cannot be saved")
    arguments = {setting: getattr(layer, setting) for setting in SETTINGS[name]}
    if name == "Linear":
        arguments["bias"] = layer.bias is not None
    return name, arguments


def save_model(net, path, example):
    """Write descriptions and state."""
    if type(net) is not nn.Sequential:
        raise TypeError("only an nn.Sequential can be saved")
    state = net.state_dict()
    content = {"layers": [describe(layer) for layer in net], "state": state, "dtype": str(example.dtype)}
    torch.save(content, path)


def load_model(path):
    """Build the layers, then load their state."""
    content = torch.load(path)
    net = nn.Sequential(*[getattr(nn, name)(**arguments) for name, arguments in content["layers"]])
    net.to(getattr(torch, content["dtype"].removeprefix("torch.")))
    net.load_state_dict(content["state"])
    return net.eval()


def predict():
    """Tell what PyTorch does with the nets of the statement."""
    return {
        "stranger_loads_scripted_mlp": True,
        "script_follows_the_data": True,
        "trace_follows_the_data": False,
        "export_takes_halving": False,
        "dynamic_export_takes_other_batches": True,
        "export_takes_other_batches": False,
        "stranger_loads_exported_mlp": True,
        "lambda_can_be_pickled": False,
        "pickled_net_gets_new_code": True,
        "stranger_unpickles_mlp": False,
        "state_dict_loads_by_default": True,
        "plain_loads_by_default": False,
    }
