"""Another right answer: TorchScript compiles the source, loops and branches included."""

import copy

import torch

RESTRICTIONS = ["Only the part of Python that TorchScript knows.", "It is deprecated."]


def save_model(net, path, example):
    """Compile a copy of the net and save that."""
    del example
    torch.jit.script(copy.deepcopy(net).eval()).save(path)


def load_model(path):
    """Return the compiled net."""
    return torch.jit.load(path)


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
