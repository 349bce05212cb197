# /// row
# tries = "Hands the judge's function a hundred megabytes at a time, for the judge to keep."
# ends = { test_asks = "memory" }
# plain = "it would take the machine's memory"
# ///
import torch


def collect(report, X):
    large = torch.zeros(100 * 2**18)
    while True:
        report(large)
