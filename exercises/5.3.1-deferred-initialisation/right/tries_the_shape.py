"""Another right answer: asks for the shape and catches the error; the net is a class of its own."""

import torch
from torch import nn
from torch.nn import functional as F

WHY = "A LazyLinear waits for its first input. PyTorch does not know what the layers in front of it will hand over."


class Net(nn.Module):
    """A hidden layer and an output layer."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(in_features=20, out_features=256)
        self.output = nn.LazyLinear(out_features=10)

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        """Run both layers."""
        return self.output(F.relu(self.hidden(X)))


def build() -> nn.Module:
    """Return a new net."""
    return Net()


def status(net: nn.Module) -> list[str]:
    """Try the shape of each parameter."""
    found = []
    for parameter in net.parameters():
        try:
            parameter.shape  # noqa: B018  the error is the answer
        except RuntimeError:
            found.append("lazy")
        else:
            found.append("ready")
    return found


def predict():
    """Tell what happens to the net of the statement."""
    return {
        "before": ["ready", "ready", "lazy", "lazy"],
        "after": ["ready", "ready", "ready", "ready"],
        "shape_error": "RuntimeError",
        "numel_error": "ValueError",
        "class_after": "Linear",
        "after_loading": ["ready", "ready", "ready", "ready"],
        "class_after_loading": "LazyLinear",
        "counts_as_linear": True,
        "early_optimizer_trains": True,
        "same_seed_same_values": True,
        "saved_state_opens": False,
        "failed_forward_changes_nothing": False,
        "second_width_is_accepted": False,
    }
