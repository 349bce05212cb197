"""Another right answer: a lazy parameter has size (0,); the net is split into two parts."""

from torch import nn

WHY = "The width of the last layer is unknown until data passes."


def build():
    """Put the hidden part into a net of its own."""
    hidden = nn.Sequential(nn.Linear(20, 256), nn.ReLU())
    return nn.Sequential(hidden, nn.Identity(), nn.LazyLinear(10))


def status(net):
    """Compare the size with that of an empty vector."""
    return list(map(lambda parameter: "lazy" if tuple(parameter.size()) == (0,) else "ready", net.parameters()))  # noqa: C417


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
