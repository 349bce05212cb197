# /// row
# tries = "Starts a shell, in five ways, that leaves a file outside."
# ends = { test_visible = "failed", test_hinted = "failed" }
# ///
import contextlib
import os
import pty
import subprocess

COMMAND = "touch @OUTSIDE@/@MARK@ /tmp/@MARK@"


def scale(x):
    with contextlib.suppress(OSError):
        subprocess.run(["/bin/sh", "-c", COMMAND], check=False)
    with contextlib.suppress(OSError):
        os.system(COMMAND)
    with contextlib.suppress(OSError):
        os.posix_spawn("/bin/sh", ["sh", "-c", COMMAND], {})
    with contextlib.suppress(OSError):
        os.popen(COMMAND).read()
    with contextlib.suppress(OSError):
        pty.spawn(["/bin/sh", "-c", COMMAND])
    return x


def mix(X, Y, token):
    return scale(X)
