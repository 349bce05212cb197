# /// row
# tries = "Is a zip for whoever reads its end and a tar for whoever reads its beginning, with different files in them."
# report = ["ungradable", "graded"]
# ends = { test_visible = "failed" }
# packed = true
# ///
import io
import tarfile
import zipfile


def build(target):
    with tarfile.open(target, "w") as archive:
        text = b"def scale(x):\n    return x\n"
        member = tarfile.TarInfo("target.py")
        member.size = len(text)
        archive.addfile(member, io.BytesIO(text))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("target.py", "def scale(x):\n    return 2 * x\n")
    with target.open("ab") as file:
        file.write(buffer.getvalue())
