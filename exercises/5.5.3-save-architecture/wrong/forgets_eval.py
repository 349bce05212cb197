import torch
from torch import nn

RESTRICTIONS = ["no control flow", "evaluation only"]


def describe(layer):
    if isinstance(layer, nn.Linear):
        return ["Linear", layer.in_features, layer.out_features, layer.bias is not None]
    if isinstance(layer, nn.BatchNorm1d):
        return ["BatchNorm1d", layer.num_features, layer.eps, layer.momentum, layer.affine]
    if isinstance(layer, nn.LeakyReLU):
        return ["LeakyReLU", layer.negative_slope]
    if isinstance(layer, nn.Dropout):
        return ["Dropout", layer.p]
    if isinstance(layer, (nn.ReLU, nn.Flatten)):
        return [type(layer).__name__]
    raise TypeError(f"cannot save {layer}")


def save_model(net, path, example):
    if type(net) is not nn.Sequential:
        raise TypeError("only nn.Sequential")
    layers = [describe(layer) for layer in net]
    torch.save({"layers": layers, "state": net.state_dict(), "dtype": example.dtype}, path)


def load_model(path):
    saved = torch.load(path)
    net = nn.Sequential(*[getattr(nn, name)(*settings) for name, *settings in saved["layers"]])
    net.to(saved["dtype"])
    net.load_state_dict(saved["state"])
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
