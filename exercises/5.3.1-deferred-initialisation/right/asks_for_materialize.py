"""Another right answer: a class with a net inside of a net; status counts parameters that wait, by their methods."""

from torch import nn

WHY = """The first layer knows both of its widths. The last one waits for X, because no layer looks at its neighbors."""


class Net(nn.Module):
    """Two blocks, the second of which holds the activation."""

    def __init__(self):
        super().__init__()
        self.entry = nn.Sequential(nn.Identity(), nn.Linear(20, 256))
        self.exit = nn.ModuleDict({"relu": nn.ReLU(), "linear": nn.LazyLinear(10)})

    def forward(self, X):
        """Run the blocks."""
        return self.exit["linear"](self.exit["relu"](self.entry(X)))


build = Net


def status(net):
    """A placeholder can be materialized, a parameter cannot."""

    def of(parameter):
        return "lazy" if hasattr(parameter, "materialize") else "ready"

    return list(map(of, net.parameters()))


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
