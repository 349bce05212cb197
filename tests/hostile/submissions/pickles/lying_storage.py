# /// row
# tries = "Saves a tensor that claims 2**40 elements of a storage with six."
# ends = { test_checkpoint = ["error", "failed", "crashed", "memory"] }
# ///
import io
import zipfile

import torch


def save_layer(layer, name):
    buffer = io.BytesIO()
    torch.save({"weight": layer.weight.data}, buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(name, "w") as target:
        for item in source.namelist():
            data = source.read(item)
            if item.endswith("data.pkl"):
                data = data.replace(b"K\x02K\x03\x86", b"\x8a\x06" + (2**40).to_bytes(6, "little") + b"K\x03\x86")
            target.writestr(item, data)
