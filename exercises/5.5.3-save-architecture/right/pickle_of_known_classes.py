"""Another right answer: the pickled net itself, restricted to classes that torch.load is told to trust."""

import copy

import torch
from torch import nn

KNOWN = [nn.Sequential, nn.Linear, nn.ReLU, nn.LeakyReLU, nn.Dropout, nn.BatchNorm1d, nn.Flatten]
RESTRICTIONS = ["Only these classes.", "A later PyTorch may have changed their attributes."]


def save_model(net, path, example):
    """Save a copy in evaluation mode, if all its modules are of known classes."""
    del example
    for module in net.modules():
        if type(module) not in KNOWN:
            raise TypeError(f"{type(module).__name__} cannot be saved")
    torch.save(copy.deepcopy(net).eval(), path)


def load_model(path):
    """Unpickle nothing but known classes."""
    with torch.serialization.safe_globals([*KNOWN, set]):
        return torch.load(path, weights_only=True)


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
