# /// row
# tries = "Packs names with backslashes, drives, newlines, escapes, marks of direction and bytes that are no text."
# report = "ungradable"
# packed = true
# ///
import zipfile


def build(target):
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("target.py", "def scale(x):\n    return x\n")
        for name in ("..\\..\\@MARK@", "C:\\@MARK@", "data/new\nline", "data/\x1b[2J", "data/\u202egnp.exe", "data/" + "a" * 5000):
            archive.writestr(zipfile.ZipInfo(name), "x")
