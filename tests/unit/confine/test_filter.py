"""The filter of system calls as a program: what it answers, on both architectures."""

import errno
import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.confine import rules, seccomp
from grader.confine.bpf import ALLOW, ERRNO, KILL, Masked, Rule, assemble
from grader.confine.syscalls import AUDIT_ARCH, FIRST_UNIFIED, NUMBERS, X32_BIT, Arch
from tests.unit.confine.bpf_machine import answer

pytestmark = pytest.mark.unit

ARCHES: tuple[Arch, ...] = get_args(Arch)
PID = 4321
REFUSED = ERRNO | errno.EPERM
ABSENT = ERRNO | errno.ENOSYS
INVALID = ERRNO | errno.EINVAL
UNSUPPORTED = ERRNO | errno.EOPNOTSUPP


def ask(arch: Arch, name: str, *arguments: int) -> int:
    """The filter's answer to a call by its name."""
    return answer(seccomp.program(arch).for_process(PID), arch, NUMBERS[name][arch], *arguments)


def meant(action: int | Rule, arguments: tuple[int, ...]) -> int:
    """What a rule means, without any program."""
    if isinstance(action, int):
        return action

    def holds(test: Masked) -> bool:
        word = arguments[test.argument] >> (32 if test.high else 0) & 0xFFFF_FFFF
        return word & test.mask == (PID if test.value is None else test.value)

    met = any(all(holds(test) for test in clause) for clause in action.clauses)
    return action.holds if met else action.otherwise


words = st.one_of(
    st.integers(0, 2**64 - 1),
    st.sampled_from([0, 1, 2, 3, PID, PID | 1 << 32, 0x22, 0x3D0F00, 0x5401, 1 << 63, 2**32 - 1]),
)


@pytest.mark.parametrize("arch", ARCHES)
@given(number=st.integers(0, 480), arguments=st.tuples(*[words] * 6))
def test_program_does_what_the_rules_mean(arch: Arch, number: int, arguments: tuple[int, ...]) -> None:
    """For any call and any arguments the program answers as the rules say."""
    default = rules.UNKNOWN if number >= FIRST_UNIFIED else rules.DEFAULT
    expected = meant(rules.actions(arch).get(number, default), arguments)
    assert answer(seccomp.program(arch).for_process(PID), arch, number, *arguments) == expected


@pytest.mark.parametrize("arch", ARCHES)
def test_other_architectures_are_killed(arch: Arch) -> None:
    """A call of any other architecture kills, whatever its number."""
    blob = seccomp.program(arch).for_process(PID)
    for other in (0x40000003, 0x40000028, 0, *(AUDIT_ARCH[each] for each in ARCHES if each != arch)):
        for number in (0, 1, 39, 60):
            assert answer(blob, other, number) == KILL


def test_x32_is_killed() -> None:
    """x32's numbers, and negative ones, kill on x86_64."""
    blob = seccomp.program("x86_64").for_process(PID)
    for number in (X32_BIT, X32_BIT | 39, 2**31, -1):
        assert answer(blob, "x86_64", number) == KILL


@pytest.mark.parametrize("arch", ARCHES)
def test_calls_of_the_future_are_absent(arch: Arch) -> None:
    """A call that came after this table gets the answer that makes libraries fall back."""
    blob = seccomp.program(arch).for_process(PID)
    assert {answer(blob, arch, number) for number in (435, 437, 447, 470, 999, 100_000)} == {ABSENT}


@pytest.mark.parametrize("arch", ARCHES)
@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("read", (0,), ALLOW),
        ("kill", (PID, 9), ALLOW),
        ("kill", (PID + 1, 9), REFUSED),
        ("kill", (0, 9), REFUSED),
        ("kill", (-1, 9), REFUSED),
        ("kill", (-PID, 9), REFUSED),
        ("tgkill", (PID, PID, 6), ALLOW),
        ("tgkill", (1, PID, 6), REFUSED),
        ("clone", (0x3D0F00,), ALLOW),
        ("clone", (0x7D0F00,), ALLOW),
        ("clone", (0x3D0F00 | 0x1000_0000,), REFUSED),
        ("clone", (17,), REFUSED),
        ("clone", (0x4111,), REFUSED),
        ("mmap", (0, 1, 3, 0x22, -1, 0), ALLOW),
        ("mmap", (0, 1, 3, 0x21, -1, 0), REFUSED),
        ("mmap", (0, 1, 3, 0x01, 5, 0), ALLOW),
        ("mmap", (0, 1, 3, 0x122, -1, 0), REFUSED),
        ("mmap", (0, 1, 3, 0x40022, -1, 0), REFUSED),
        ("mmap", (0, 1, 3, 0x28, -1, 0), REFUSED),
        ("openat", (-100, 0, 0, 0o7777), ALLOW),
        ("openat", (-100, 0, 0o101, 0o666), ALLOW),
        ("openat", (-100, 0, 0o101, 0o4755), REFUSED),
        ("openat", (-100, 0, 0o20200000, 0o2755), REFUSED),
        ("prlimit64", (0, 7, 0, 1), ALLOW),
        ("prlimit64", (0, 7, 1, 0), REFUSED),
        ("prlimit64", (0, 7, 1 << 32, 0), REFUSED),
        ("prlimit64", (PID, 7, 0, 1), REFUSED),
        ("sendto", (3, 0, 1, 0x4000, 0, 0), ALLOW),
        ("sendto", (3, 0, 1, 1, 0, 0), REFUSED),
        ("sendto", (3, 0, 1, 0, 1 << 40, 0), REFUSED),
        ("recvmsg", (3, 0, 0x40), ALLOW),
        ("recvmsg", (3, 0, 1), REFUSED),
        ("fcntl", (1, 4, 0o4000), ALLOW),
        ("fcntl", (1, 4, 0o20000), REFUSED),
        ("fcntl", (1, 8, PID), REFUSED),
        ("madvise", (0, 4096, 4), ALLOW),
        ("madvise", (0, 4096, 12), INVALID),
        ("madvise", (0, 4096, 20), INVALID),
        ("madvise", (0, 4096, 21), INVALID),
        ("madvise", (0, 4096, 22), INVALID),
        ("madvise", (0, 4096, 25), INVALID),
        ("preadv2", (3, 0, 1, 0, 0, 0), ALLOW),
        ("preadv2", (3, 0, 1, 0, 0, 8), UNSUPPORTED),
        ("preadv2", (3, 0, 1, 0, 0, 0x80), UNSUPPORTED),
        ("pwritev2", (3, 0, 1, 0, 0, 8), UNSUPPORTED),
        ("fadvise64", (3, 0, 0, 4), ERRNO),
        ("statfs", (0, 0), ABSENT),
        ("clock_gettime", (2, 0), ALLOW),
        ("clock_gettime", (11, 0), ALLOW),
        ("clock_gettime", (~PID << 3 | 2, 0), INVALID),
        ("clock_getres", (~PID << 3 | 2, 0), INVALID),
        ("clock_nanosleep", (~PID << 3 | 6, 0, 0, 0), INVALID),
        ("renameat2", (-100, 0, -100, 0, 1), ALLOW),
        ("renameat2", (-100, 0, -100, 0, 4), REFUSED),
        ("fallocate", (1, 0), ERRNO | errno.EOPNOTSUPP),
        ("fallocate", (1, 1), ERRNO | errno.EOPNOTSUPP),
        ("futex", (0, 0x81), ALLOW),
        ("futex", (0, 0x189), ALLOW),
        ("futex", (0, 6), ABSENT),
        ("ioctl", (0, 0x5412), ERRNO | errno.ENOTSUP),
        ("getsockopt", (3, 1, 3), ALLOW),
        ("getsockopt", (3, 1, 77), REFUSED),
        ("getsockopt", (3, 0, 3), REFUSED),
        ("prctl", (15,), ALLOW),
        ("prctl", (4, 1), REFUSED),
        ("capset", (), REFUSED),
        ("wait4", (-1,), ERRNO | errno.ECHILD),
        ("fchmodat", (), ERRNO),
        ("fsync", (1,), ERRNO),
        ("msync", (1, 4096, 4), ERRNO),
        ("fdatasync", (1,), ERRNO),
        ("openat", (-100, 1, 0o10002, 0), REFUSED),
        ("openat", (-100, 1, 0o4010102, 0o600), REFUSED),
        ("utimensat", (-100, 1, 0, 0), REFUSED),
        ("utimensat", (-100, 1, 1, 0), ERRNO),
        ("utimensat", (-100, 1, 1 << 32, 0), ERRNO),
        ("flistxattr", (), ERRNO | errno.ENOTSUP),
        ("ptrace", (), KILL),
        ("io_uring_setup", (), KILL),
    ],
)
def test_answers(arch: Arch, name: str, arguments: tuple[int, ...], expected: int) -> None:
    """Arguments decide where a call has a harmless and a harmful use."""
    assert ask(arch, name, *arguments) == expected


@pytest.mark.parametrize("arch", ARCHES)
def test_what_opens_the_way_out_is_nowhere_allowed(arch: Arch) -> None:
    """No call that makes processes, sockets or privileges is allowed without a look at its arguments."""
    allowed = {name for name, action in rules.named().items() if action == ALLOW and arch in NUMBERS[name]}
    assert not allowed & {
        "clone",
        "clone3",
        "execve",
        "execveat",
        "socket",
        "connect",
        "bind",
        "setuid",
        "kill",
        "ioctl",
    }


@pytest.mark.parametrize(("arch", "direct"), [("x86_64", 0o40000), ("aarch64", 0o200000)])
def test_no_file_is_read_or_written_past_the_cache(arch: Arch, direct: int) -> None:
    """O_DIRECT, whose bit means a folder on the other architecture."""
    folder = 0o240000 & ~direct
    assert ask(arch, "openat", 1, 1, folder, 0) == ALLOW
    assert ask(arch, "openat", 1, 1, direct, 0) == REFUSED
    assert ask(arch, "openat", 1, 1, 0o102 | direct, 0o600) == REFUSED
    assert ask(arch, "fcntl", 1, 4, 0o4000) == ALLOW
    assert ask(arch, "fcntl", 1, 4, 0o4000 | direct) == REFUSED


def test_everything_named_has_a_number() -> None:
    """Every call of the rules is in the table, and the table holds nothing that is neither ruled nor used."""
    used_by_us = {"capset", "seccomp"} | {
        f"landlock_{name}" for name in ("create_ruleset", "add_rule", "restrict_self")
    }
    assert set(NUMBERS) - set(rules.named()) == used_by_us


def test_long_branches() -> None:
    """A tree that is deeper than a conditional jump reaches is still decided rightly."""
    wide = Rule(tuple((Masked(0, value),) for value in range(60)), REFUSED)
    program = assemble(dict.fromkeys(range(0, 40, 2), wide), "x86_64", default=KILL, unknown=ABSENT)
    assert program.instructions > 2000
    assert [answer(program.blob, "x86_64", 38, value) for value in (0, 59, 60)] == [ALLOW, ALLOW, REFUSED]
    assert [answer(program.blob, "x86_64", number) for number in (0, 1, 39, 424)] == [ALLOW, KILL, KILL, ABSENT]


@pytest.mark.parametrize(
    ("arch", "header", "pattern"),
    [
        ("x86_64", "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", r"#define __NR_(\w+)\s+(\d+)"),
        ("aarch64", "/usr/include/asm-generic/unistd.h", r"#define __NR(?:3264)?_(\w+)\s+(\d+)"),
    ],
)
def test_numbers_are_the_kernels(arch: Arch, header: str, pattern: str) -> None:
    """The numbers are those of this machine's kernel headers."""
    if not Path(header).exists():
        pytest.skip(f"{header} is not installed")
    defined = {name: int(number) for name, number in re.findall(pattern, Path(header).read_text())}
    defined |= {"newfstatat": defined.get("fstatat", defined.get("newfstatat", 0))}
    ours = {name: numbers[arch] for name, numbers in NUMBERS.items() if arch in numbers}
    assert ours == {name: defined[name] for name in ours}
    assert len(set(ours.values())) == len(ours)
