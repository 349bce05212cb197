# /// row
# tries = "Packs the file that is asked for as a symbolic link, in a zip."
# report = "ungradable"
# packed = true
# ///
import stat
import zipfile


def build(target):
    with zipfile.ZipFile(target, "w") as archive:
        link = zipfile.ZipInfo("target.py")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "@REFERENCE@")
