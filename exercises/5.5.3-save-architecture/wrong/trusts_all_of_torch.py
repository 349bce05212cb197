import pickle

from torch import nn

RESTRICTIONS = ["no control flow", "evaluation only"]
KNOWN = [nn.Linear, nn.ReLU, nn.LeakyReLU, nn.Dropout, nn.BatchNorm1d, nn.Flatten]


def check(net):
    if type(net) is not nn.Sequential or any(type(layer) not in KNOWN for layer in net):
        raise TypeError("only an nn.Sequential of known layers")


class Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        if module.split(".")[0] not in ("torch", "collections"):
            raise pickle.UnpicklingError(module)
        return super().find_class(module, name)


def save_model(net, path, example):
    check(net)
    with open(path, "wb") as f:
        pickle.dump(net, f)


def load_model(path):
    with open(path, "rb") as f:
        return Unpickler(f).load().eval()


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
