"""How much values tell: of one number, or of many that are alike, nearly every mistake gives the same."""

import math
from typing import Final

import torch

RTOL: Final = 1e-4
ATOL: Final = 1e-6
FEW: Final = 4
"""Smaller whole numbers are the answers of many functions, and their wrong answers as well."""


def same_values(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Tell whether two tensors of a wide dtype have one shape and, but for rounding, the same values."""
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    # Of small numbers, an absolute tolerance would find any two alike.
    return torch.allclose(one, other, rtol=RTOL, atol=ATOL * scale(other))


def scale(tensor: torch.Tensor) -> float:
    """Return the largest absolute value; 0 where there is none, or where it is not finite."""
    largest = float(tensor.abs().max()) if tensor.numel() else 0.0
    return largest if math.isfinite(largest) else 0.0


def varies(tensor: torch.Tensor) -> bool:
    """Tell whether two values differ."""
    return tensor.numel() > 1 and float((tensor - tensor.flatten()[0]).abs().max()) > ATOL * scale(tensor)


def is_telling(tensor: torch.Tensor) -> bool:
    """Tell whether a multiple of these values is hardly there by chance: they vary, or are no small whole number."""
    return varies(tensor) or not is_common(complex(tensor.flatten()[0].item()))


def is_common(number: complex) -> bool:
    """Tell whether a number is a small whole one."""
    return number.imag == 0 and abs(number.real) < FEW and number.real == int(number.real)
