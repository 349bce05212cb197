# /// row
# tries = "Packs a file of 2**50 bytes that are not there, in a sparse tar."
# report = "ungradable"
# packed = true
# ///
import tarfile


def build(target):
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as archive:
        member = tarfile.TarInfo("target.py")
        member.pax_headers = {
            "GNU.sparse.major": "1",
            "GNU.sparse.minor": "0",
            "GNU.sparse.realsize": str(2**50),
            "GNU.sparse.name": "../@MARK@",
        }
        archive.addfile(member)
        member = tarfile.TarInfo("data/large.txt")
        member.size = 2**50
        target.parent.mkdir(exist_ok=True)
        archive.fileobj.write(member.tobuf())
