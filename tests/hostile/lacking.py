"""A grading on a machine that lacks a wall: `python lacking.py WALL WHEN ISOLATION COURSE SUBMISSION`, result as JSON.

Not a test module; `test_fails_closed.py` runs it. The lack is real, not a patch in Python: a seccomp filter answers the
calls as a kernel without them would, for this process and all that it starts, the zygote and students' processes too.

WALL is `landlock`, `seccomp` or `nothing`; WHEN is `before` (the grader is started on such a machine) or `after` (the
wall goes away when the parent has already found it, as when only a container for the workers lacks it).
"""

import ctypes
import errno
import json
import struct
import sys
import tempfile
from pathlib import Path

from grader.api import Grader, collect, load_course, locate
from grader.confine import kernel, privileges
from grader.confine.bpf import ALLOW, ERRNO, assemble
from grader.confine.policy import Policy
from grader.confine.syscalls import NUMBERS
from grader.errors import GraderError

CALLS = {
    "landlock": ("landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"),
    "seccomp": ("seccomp",),
    "nothing": (),
}
NOTHING = Policy(mode="confined", read=(), write=(), keep=(), data_bytes=0, cpu_seconds=0, file_bytes=0)


def take_away(wall: str) -> None:
    """Let the kernel know nothing of a wall any more."""
    arch = kernel.arch()
    lacking = ERRNO | (errno.ENOSYS if wall == "landlock" else errno.EINVAL)
    actions = {NUMBERS[call][arch]: lacking for call in CALLS[wall]}
    blob = assemble(actions, arch, default=ALLOW, unknown=ALLOW).blob
    instructions = ctypes.create_string_buffer(blob, len(blob))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(blob) // 8, ctypes.addressof(instructions)))
    privileges.no_new_privs(NOTHING)
    kernel.call("seccomp", 1, 1, ctypes.addressof(header))


def main(wall: str, when: str, isolation: str, course: Path, submission: Path) -> dict[str, object]:
    """Grade without the wall; tell what came of it."""
    exercise = load_course(course).exercises[0]
    grader = Grader(isolation=isolation)  # type: ignore[arg-type]
    if when == "before":
        take_away(wall)
    else:
        grader._has_guests()  # the parent's own look at the machine
        take_away(wall)
    with tempfile.TemporaryDirectory() as private, grader:
        try:
            found = collect(exercise, locate(exercise, submission), Path(private) / "copy")
            report = grader.grade(exercise, found, only=("test_visible", "test_hinted"), authority="course")
        except GraderError as fault:
            return {"refused": type(fault).__name__, "message": fault.message, "advice": fault.advice}
    return {
        "status": report.status,
        "score": None if report.score is None else str(report.score),
        "isolation": report.environment.isolation,
        "checks": {check.name: check.status for check in report.checks},
        "faults": [check.fault for check in report.checks],
        "messages": [check.message for check in report.checks],
    }


if __name__ == "__main__":
    wall, when, isolation, course, submission = sys.argv[1:]
    sys.stdout.write(json.dumps(main(wall, when, isolation, Path(course), Path(submission))))
