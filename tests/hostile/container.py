"""Run a program as root of a user namespace with 65536 ids, as in a rootless container: `container.py PROGRAM ...`.

Not a test module; `test_fails_closed.py` runs it, as root, who alone may map so many ids without helpers.
"""

import os
import sys
from pathlib import Path

from grader.confine import kernel

CLONE_NEWUSER = 0x1000_0000
MAPPED = "0 0 65536\n"


def main(program: list[str]) -> int:
    """Start the program once the parent has mapped its ids; return its exit status."""
    ready, is_ready = os.pipe()
    mapped, is_mapped = os.pipe()
    pid = os.fork()
    if pid == 0:
        kernel.call("unshare", CLONE_NEWUSER)
        os.write(is_ready, b"x")
        os.read(mapped, 1)
        os.setresgid(0, 0, 0)
        os.setresuid(0, 0, 0)
        os.execv(program[0], program)  # noqa: S606 -- the interpreter that runs this
    os.read(ready, 1)
    for name in ("uid_map", "gid_map"):
        Path(f"/proc/{pid}/{name}").write_text(MAPPED, encoding="ascii")
    os.write(is_mapped, b"x")
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
