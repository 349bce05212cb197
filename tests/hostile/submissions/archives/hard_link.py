# /// row
# tries = "Packs a hard link to the reference solution in place of the file that is asked for."
# report = "ungradable"
# packed = true
# ///
import tarfile


def build(target):
    with tarfile.open(target, "w") as archive:
        link = tarfile.TarInfo("target.py")
        link.type, link.linkname = tarfile.LNKTYPE, "@REFERENCE@"
        archive.addfile(link)
