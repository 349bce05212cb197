# /// row
# tries = "Packs devices and pipes."
# report = "ungradable"
# packed = true
# ///
import tarfile


def build(target):
    with tarfile.open(target, "w") as archive:
        for name, kind in (("data/pipe", tarfile.FIFOTYPE), ("target.py", tarfile.CHRTYPE), ("data/disk", tarfile.BLKTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.devmajor, member.devminor = kind, 1, 5
            archive.addfile(member)
