# /// row
# tries = "Watches files of a library for openings: leases, notes of changes, inotify, fanotify."
# ends = { test_visible = "failed", test_shown = "failed" }
# ///
import ctypes
import fcntl
import os


def scale(x):
    libc = ctypes.CDLL(None, use_errno=True)
    file, folder = os.open(os.__file__, os.O_RDONLY), os.open(os.path.dirname(os.__file__), os.O_RDONLY)
    attempts = {
        "lease": lambda: fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK),
        "who holds a lease": lambda: fcntl.fcntl(file, fcntl.F_GETLEASE),
        "note of changes": lambda: fcntl.fcntl(folder, fcntl.F_NOTIFY, fcntl.DN_ACCESS | fcntl.DN_MULTISHOT),
    }
    for name, attempt in attempts.items():
        try:
            attempt()
            print("LEAK" ":", name)
        except OSError:
            pass
    for name in ("inotify_init", "inotify_init1", "fanotify_init"):
        if getattr(libc, name)(0, 0) >= 0:
            print("LEAK" ":", name)
    return x
