"""A machine for classic BPF programs over `struct seccomp_data`, so that every architecture's filter runs on any."""

import struct

from grader.confine.syscalls import AUDIT_ARCH, Arch


def answer(blob: bytes, arch: Arch | int, number: int, *arguments: int) -> int:
    """What the filter returns for a call."""
    code = [struct.unpack_from("=HBBI", blob, at) for at in range(0, len(blob), 8)]
    audit = arch if isinstance(arch, int) else AUDIT_ARCH[arch]
    six = [argument % 2**64 for argument in (*arguments, 0, 0, 0, 0, 0, 0)[:6]]
    data = struct.pack("=IIQ6Q", number % 2**32, audit, 0, *six)
    accumulator = 0
    at = 0
    while True:
        operation, if_true, if_false, operand = code[at]
        at += 1
        match operation:
            case 0x20:
                assert operand % 4 == 0
                accumulator = struct.unpack_from("=I", data, operand)[0]
            case 0x54:
                accumulator &= operand
            case 0x05:
                at += operand
            case 0x15:
                at += if_true if accumulator == operand else if_false
            case 0x35:
                at += if_true if accumulator >= operand else if_false
            case 0x06:
                return int(operand)
            case _:
                raise AssertionError(f"the kernel does not know instruction {operation:#x}")
