# /// row
# tries = "Packs names that begin at the root, in a tar."
# report = "ungradable"
# packed = true
# ///
import io
import tarfile


def build(target):
    with tarfile.open(target, "w:gz") as archive:
        for name in ("target.py", "@OUTSIDE@/@MARK@", "/tmp/@MARK@"):
            member = tarfile.TarInfo(name)
            member.size = 1
            archive.addfile(member, io.BytesIO(b"x"))
