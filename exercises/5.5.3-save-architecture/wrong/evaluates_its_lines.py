import torch
from torch import nn

RESTRICTIONS = ["no control flow", "evaluation only"]
KNOWN = [nn.Linear, nn.ReLU, nn.LeakyReLU, nn.Dropout, nn.BatchNorm1d, nn.Flatten]


def check(net):
    if type(net) is not nn.Sequential or any(type(layer) not in KNOWN for layer in net):
        raise TypeError("only an nn.Sequential of known layers")


def save_model(net, path, example):
    check(net)
    torch.save({"layers": "\n".join(map(repr, net)), "state": net.state_dict(), "dtype": example.dtype}, path)


def load_model(path):
    saved = torch.load(path)
    net = nn.Sequential(*[eval(line, vars(nn)) for line in saved["layers"].splitlines()])
    net.to(saved["dtype"])
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
