"""5.5.3: a net in a file, architecture and parameters."""

import copy

import torch

RESTRICTIONS = [
    "The course of the computation must not depend on values: a while or an if on tensors cannot be exported.",
    "Only the batch is dynamic; all other sizes are those of the example.",
    "The loaded model is a fixed graph in evaluation mode: it has no classes, no hooks and no train().",
    "Forward propagation has to consist of torch operations on tensors; printing or numpy is lost or refused.",
    "The file is read by the same or a newer PyTorch.",
]


def save_model(net, path, example):
    """Write the net as a graph of operations with its parameters.

    Args:
        net: a module whose computation does not depend on values.
        path: where the file goes.
        example: an input with at least two rows. One row would be taken for a constant.
    """
    exported = torch.export.export(
        copy.deepcopy(net).eval(), (example,), dynamic_shapes=({0: torch.export.Dim("batch")},)
    )
    torch.export.save(exported, path)


def load_model(path):
    """Return what was saved, as something to call."""
    return torch.export.load(path).module()


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
