"""What a judge is told: which checks, on whose work, with which seed."""

import hashlib
import hmac

import msgspec


class JudgeJob(msgspec.Struct, array_like=True, frozen=True):
    """One grading's job, for a fork of the exercise's judge.

    Attributes:
        names: the checks to run.
        seed: 32 bytes from which all seeds of this grading derive.
        written: answers in words to be read from the source, for a person.
        reference: judge the reference solution instead of the submission.
        shared: checks may share a student process.
        arbitrate: run on the reference what raised on the submission.
        brief: end with the first check that is lost, for audits that ask for no more.
        at_length: tell tensors of any size with their values, for who looks into a verdict.
    """

    names: tuple[str, ...]
    seed: bytes
    written: tuple[str, ...] = ()
    reference: bool = False
    shared: bool = True
    arbitrate: bool = True
    brief: bool = False
    at_length: bool = False


encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(JudgeJob).decode


def derive_seed(base: bytes, check: str, purpose: str) -> int:
    """Return the 63-bit seed of one check for one purpose, an HMAC-SHA256 of both.

    Purposes are streams that tell nothing about each other: `hidden` draws a
    check's inputs in the judge, `student` and `import` are sent to the student's
    process.
    """
    mac = hmac.digest(base, f"{purpose}\0{check}".encode(), hashlib.sha256)
    return int.from_bytes(mac[:8], "little") >> 1
