# /// row
# tries = "Packs a link to a folder outside, and a file below that link."
# report = "ungradable"
# packed = true
# ///
import io
import tarfile


def build(target):
    with tarfile.open(target, "w") as archive:
        link = tarfile.TarInfo("data")
        link.type, link.linkname = tarfile.SYMTYPE, "@OUTSIDE@"
        archive.addfile(link)
        member = tarfile.TarInfo("data/@MARK@")
        member.size = 1
        archive.addfile(member, io.BytesIO(b"x"))
