import torch

RESTRICTIONS = ["no control flow", "evaluation only"]


def save_model(net, path, example):
    net.eval()
    batch = torch.export.Dim("batch")
    program = torch.export.export(net, (example,), dynamic_shapes=({0: batch},))
    torch.export.save(program, path)
    net.train()


def load_model(path):
    return torch.export.load(path).module()


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
