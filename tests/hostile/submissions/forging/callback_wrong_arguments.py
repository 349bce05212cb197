# /// row
# tries = "Calls the judge's function with what it cannot use: nothing, objects, a tensor without values."
# ends = { test_asks = ["error", "failed"] }
# ///
import torch


def collect(report, X):
    for arguments in ((), (object(),), (1, 2, 3), (torch.empty(2, device="meta"),), ("a" * 100,), ({},)):
        try:
            report(*arguments)
        except Exception:
            pass
    return 0
