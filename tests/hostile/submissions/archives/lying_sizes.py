# /// row
# tries = "Writes sizes into its headers that are not those of its files."
# report = "ungradable"
# packed = true
# ///
import io
import struct
import zipfile


def build(target):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("target.py", "x = 1\n" * 1_000_000)
    data = bytearray(buffer.getvalue())
    entry = data.index(b"PK\x01\x02")
    data[22:26] = data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    target.write_bytes(data)
