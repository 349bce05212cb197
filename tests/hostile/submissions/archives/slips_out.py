# /// row
# tries = "Packs names that climb out of the folder, in a zip."
# report = "ungradable"
# packed = true
# ///
import zipfile


def build(target):
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("target.py", "def scale(x):\n    return x\n")
        for depth in range(1, 9):
            archive.writestr("../" * depth + "@MARK@", "x")
