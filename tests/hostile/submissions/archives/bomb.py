# /// row
# tries = "Packs a third of a gigabyte of zeros into some kilobytes."
# report = "ungradable"
# packed = true
# ///
import zipfile


def build(target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("target.py", "w", force_zip64=True) as member:
            for _ in range(20):
                member.write(bytes(2**24))
