# /// row
# tries = "Gives the check what it can only stumble over: huge numbers, odd keys, tables that end too early."
# ends = { test_parts = ["error", "failed"], test_raises = ["error", "failed"], test_saves = ["error", "failed"], test_visible = ["error", "failed"] }
# ///
import torch


def parts(numbers):
    return {"smallest": float("nan"), "largest": 10**4000}


def root(number):
    if number < 0:
        raise ValueError("negative")
    return complex("nan")


def save(name, text):
    return torch.tensor(float("nan"))


def scale(x):
    return {(): [None, {"x": x.to(torch.complex128)}]}
