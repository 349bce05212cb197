# /// row
# tries = "Packs twenty thousand empty files."
# report = "ungradable"
# packed = true
# ///
import zipfile


def build(target):
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"data/{number}.txt", b"")
