import json

import torch
from torch import nn

RESTRICTIONS = ["no control flow", "evaluation only"]
KNOWN = [nn.Linear, nn.ReLU, nn.LeakyReLU, nn.Dropout, nn.BatchNorm1d, nn.Flatten]


def check(net):
    if type(net) is not nn.Sequential or any(type(layer) not in KNOWN for layer in net):
        raise TypeError("only an nn.Sequential of known layers")


def save_model(net, path, example):
    check(net)
    state = {name: value.tolist() for name, value in net.state_dict().items()}
    with open(path, "w") as f:
        json.dump({"layers": [repr(layer) for layer in net], "state": state, "dtype": str(example.dtype)}, f)


def load_model(path):
    with open(path) as f:
        saved = json.load(f)
    dtype = getattr(torch, saved["dtype"].split(".")[1])
    net = nn.Sequential(*[eval("nn." + line) for line in saved["layers"]]).to(dtype)
    net.load_state_dict({name: torch.tensor(value, dtype=torch.float64) for name, value in saved["state"].items()})
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
