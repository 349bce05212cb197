# /// row
# tries = "Packs a file that nobody can read without a password."
# report = "ungradable"
# packed = true
# ///
import io
import zipfile


def build(target):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("target.py", "def scale(x):\n    return x\n")
    data = bytearray(buffer.getvalue())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    target.write_bytes(data)
