"""The right answer."""

from pathlib import Path

import torch
from helper import factor
from torch import nn


def scale(x):
    """Return twice x."""
    return factor() * x


def root(number):
    """Return the square root of a number that is not negative."""
    if number < 0:
        raise ValueError("negative numbers have no root")
    return number**0.5


def is_even(number):
    """Tell whether a number is even."""
    return number % 2 == 0


def parts(numbers):
    """Return the smallest and the largest number."""
    return {"smallest": min(numbers), "largest": max(numbers)}


def predict():
    """Predict what torch says."""
    return {"sum": 10, "dtype": "torch.float32"}


def remember(number):
    """Save a number."""
    return Path("number.txt").write_text(str(number), encoding="utf-8") > 0


def recall():
    """Return the number that was saved."""
    return int(Path("number.txt").read_text(encoding="utf-8"))


def save_layer(layer, name):
    """Save a layer's weights."""
    torch.save(layer.state_dict(), name)


def mix(X, Y, token):
    """Return X and three times Y."""
    return X + 3 * Y


def save(name, text):
    """Write text into a file and return how much it was."""
    return Path(name).write_text(text, encoding="utf-8")


def collect(report, X):
    """Report every row and return the sum of the answers."""
    return sum(report(row) for row in X)


class Scale(nn.Module):
    """Scale each feature."""

    def __init__(self, weight):
        super().__init__()
        self.weight = nn.Parameter(weight)

    def forward(self, X, token):
        """Return X times the weight."""
        del token
        return X * self.weight
