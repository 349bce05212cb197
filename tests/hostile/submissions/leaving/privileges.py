# /// row
# tries = "Takes back root, capabilities, groups, dumpability and its filter."
# ends = { test_visible = "failed" }
# plain = "whoever is root there stays root"
# ///
import ctypes
import os


def attempt(function, *arguments):
    try:
        function(*arguments)
        print("LEAK" ":", function)
    except OSError:
        pass


def scale(x):
    libc = ctypes.CDLL(None, use_errno=True)
    if os.getuid() != 0:
        attempt(os.setuid, 0)
        attempt(os.setresuid, 0, 0, 0)
    attempt(os.setgroups, [0])
    attempt(os.setresgid, 0, 0, 0)
    attempt(os.mknod, "device", 0o600 | 0o060000, os.makedev(254, 0))
    for option, value in ((4, 1), (1, 0), (22, 0), (36, 1), (0x59616D61, -1), (8, 1), (28, 0)):
        if libc.prctl(option, value, 0, 0, 0) == 0:
            print("LEAK" ":", "prctl", option)
    return x
