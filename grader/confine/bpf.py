"""An assembler for the one kind of program that seccomp(2) runs: classic BPF over `struct seccomp_data`.

The program decides by the number of a system call, through a binary tree: some nine comparisons for any call, and the
kernel, which runs it once over every number when it is loaded (to learn which calls need no filter at all, Linux 5.11),
is done soon. Arguments are judged 32 bits at a time, because that is all that classic BPF can load.

Source: the kernel's `Documentation/userspace-api/seccomp_filter.rst` and `include/uapi/linux/filter.h`.
"""

import struct
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from grader.confine.syscalls import AUDIT_ARCH, FIRST_UNIFIED, X32_BIT, Arch

ALLOW: Final = 0x7FFF_0000
KILL: Final = 0x8000_0000
"""SECCOMP_RET_KILL_PROCESS: all threads die of SIGSYS, which no handler sees (Linux 4.14)."""
ERRNO: Final = 0x0005_0000

_LOAD, _AND, _JUMP, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x54, 0x05, 0x15, 0x35, 0x06
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_LONGEST_BRANCH: Final = 255  # a conditional jump holds its distance in 8 bits
_BYTE: Final = 8
_WORD: Final = 0xFFFF_FFFF


class Masked(NamedTuple):
    """`argument & mask == value`, on one half of an argument.

    Args:
        argument: 0 to 5.
        value: the masked word must equal this; None stands for the process's own id, known when the filter is loaded.
        mask: bits that count. Where the kernel takes an `int`, the lower half is all that it sees too.
        high: look at the upper 32 bits.
    """

    argument: int
    value: int | None
    mask: int = _WORD
    high: bool = False


class Rule(NamedTuple):
    """Answered with `holds` if every test of some clause holds, else with `otherwise` (SECCOMP_RET values)."""

    clauses: tuple[tuple[Masked, ...], ...]
    otherwise: int
    holds: int = ALLOW


Action = int | Rule


class _Instruction(NamedTuple):
    code: int
    if_true: int = 0
    if_false: int = 0
    operand: int = 0
    own_pid: bool = False  # the operand is filled in when the filter is loaded


class Program(NamedTuple):
    """An assembled filter.

    Args:
        blob: `struct sock_filter` after `struct sock_filter`.
        own_pid_at: offsets of the operands that hold the process's own id.
    """

    blob: bytes
    own_pid_at: tuple[int, ...]

    @property
    def instructions(self) -> int:
        """How many there are; the kernel takes 4096."""
        return len(self.blob) // _BYTE

    def for_process(self, pid: int) -> bytes:
        """The program as it is to be loaded by the process `pid`."""
        blob = bytearray(self.blob)
        for offset in self.own_pid_at:
            struct.pack_into("=I", blob, offset, pid)
        return bytes(blob)


def _test(test: Masked, to_next: int) -> list[_Instruction]:
    """Fall through if the test holds, else jump over `to_next` instructions."""
    offset = _ARGUMENTS + _BYTE * test.argument + (4 if test.high else 0)  # both architectures are little-endian
    code = [_Instruction(_LOAD, operand=offset)]
    if test.mask != _WORD:
        code.append(_Instruction(_AND, operand=test.mask))
    own = test.value is None
    code.append(_Instruction(_IF_EQUAL, 0, to_next, test.value or 0, own))
    return code


def _leaf(action: Action) -> list[_Instruction]:
    if isinstance(action, int):
        return [_Instruction(_RETURN, operand=action)]
    code: list[_Instruction] = []
    for clause in action.clauses:
        # Built backwards, since each test has to know how far the end of its clause is.
        body = [_Instruction(_RETURN, operand=action.holds)]
        for test in reversed(clause):
            body = _test(test, len(body)) + body
        code += body
    return [*code, _Instruction(_RETURN, operand=action.otherwise)]


def _tree(ranges: Sequence[tuple[int, Action]]) -> list[_Instruction]:
    """Decide between ranges of numbers, each given by its first number; the accumulator holds the call's number."""
    if len(ranges) == 1:
        return _leaf(ranges[0][1])
    middle = len(ranges) // 2
    below, above = _tree(ranges[:middle]), _tree(ranges[middle:])
    first = ranges[middle][0]
    if len(below) <= _LONGEST_BRANCH:
        return [_Instruction(_IF_AT_LEAST, len(below), 0, first), *below, *above]
    far = _Instruction(_JUMP, operand=len(below))
    return [_Instruction(_IF_AT_LEAST, 0, 1, first), far, *below, *above]


def _ranges(actions: Mapping[int, Action], arch: Arch, *, default: int, unknown: int) -> list[tuple[int, Action]]:
    """Cover every 32-bit number: the calls named, `default` between them, `unknown` for calls newer than the table."""
    starts: dict[int, Action] = {0: default, FIRST_UNIFIED: unknown}
    for number in sorted(actions):
        # A neighbor that is named too overwrites this on its turn.
        starts.setdefault(number + 1, default if number + 1 < FIRST_UNIFIED else unknown)
        starts[number] = actions[number]
    if arch == "x86_64":
        starts[X32_BIT] = KILL
    merged: list[tuple[int, Action]] = []
    for start in sorted(starts):
        if not merged or merged[-1][1] != starts[start]:
            merged.append((start, starts[start]))
    return merged


def assemble(actions: Mapping[int, Action], arch: Arch, *, default: int, unknown: int) -> Program:
    """Assemble a filter.

    Args:
        actions: number of a system call to what becomes of it: a SECCOMP_RET value or a rule over its arguments.
        arch: the only architecture whose calls are served; a call of any other (32-bit code reached through
            `int 0x80`, x32) kills the process, because its numbers mean something else.
        default: SECCOMP_RET value for numbers that are not named.
        unknown: the same for numbers not named that came after Linux 5.1.

    Returns:
        The program, for any process of that architecture.
    """
    code = [
        _Instruction(_LOAD, operand=_ARCH),
        _Instruction(_IF_EQUAL, 1, 0, AUDIT_ARCH[arch]),
        _Instruction(_RETURN, operand=KILL),
        _Instruction(_LOAD, operand=_NUMBER),
        *_tree(_ranges(actions, arch, default=default, unknown=unknown)),
    ]
    blob = b"".join(struct.pack("=HBBI", i.code, i.if_true, i.if_false, i.operand) for i in code)
    return Program(blob, tuple(at * _BYTE + 4 for at, i in enumerate(code) if i.own_pid))
