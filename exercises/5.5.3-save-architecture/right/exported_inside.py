"""Another right answer: the bytes of an exported program in a file of its own kind, and a function comes back."""

import copy
import io

import torch

RESTRICTIONS = ["What torch.export refuses.", "No training."]


def save_model(net, path, example):
    """Wrap what torch.export writes."""
    rows = torch.export.Dim("rows", min=1)
    program = torch.export.export(copy.deepcopy(net).eval(), (example,), dynamic_shapes=({0: rows},))
    buffer = io.BytesIO()
    torch.export.save(program, buffer)
    torch.save({"version": 1, "kind": "exported", "program": buffer.getvalue()}, path)


def load_model(path):
    """Unwrap it."""
    content = torch.load(path, weights_only=True)
    if content["version"] != 1 or content["kind"] != "exported":
        raise ValueError("written by another program")
    model = torch.export.load(io.BytesIO(content["program"])).module()

    def run(X):
        with torch.no_grad():
            return model(X)

    return run


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
