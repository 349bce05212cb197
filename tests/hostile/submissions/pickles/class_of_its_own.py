# /// row
# tries = "Saves an instance of its own class, which does not exist where it is loaded."
# ends = { test_checkpoint = "error" }
# ///
import torch


class Weight(torch.Tensor):
    pass


def save_layer(layer, name):
    torch.save({"weight": layer.weight.data.as_subclass(Weight), "more": Weight}, name)
