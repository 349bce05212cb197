# /// row
# tries = "Truncates, renames, replaces, removes and dates the files of the course and of others."
# ends = { test_visible = "failed", test_hinted = "failed" }
# ///
import os
import shutil


def attempt(function, *arguments):
    try:
        function(*arguments)
    except OSError:
        pass


def scale(x):
    for path in ("@CHECKS@", "@REFERENCE@", "@OTHERS@/target.py", "@OUTSIDE@/file", __file__):
        attempt(os.truncate, path, 0)
        attempt(os.utime, path, (1, 1))
        attempt(os.chmod, path, 0o777)
        attempt(os.chown, path, 1, 1)
        attempt(os.rename, path, path + ".moved")
        attempt(shutil.move, path, "stolen")
        attempt(os.setxattr, path, "user.mark", b"1")
        attempt(lambda: open(path, "a").write("# changed"))
        attempt(os.remove, path)
    shutil.rmtree("@COURSE@", ignore_errors=True)
    return x


def mix(X, Y, token):
    return scale(X)
