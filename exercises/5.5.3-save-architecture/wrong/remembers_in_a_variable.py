import copy

import torch

RESTRICTIONS = ["no control flow", "evaluation only"]


MODELS = {}


def save_model(net, path, example):
    MODELS[path] = copy.deepcopy(net).eval()
    torch.save(net.state_dict(), path)


def load_model(path):
    net = MODELS[path]
    net.load_state_dict(torch.load(path))
    return net


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
