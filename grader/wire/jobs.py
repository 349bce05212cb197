"""What a student process is told at birth, before it is confined."""

import msgspec

CONFINEMENT_FAILED = 97
"""Exit code of a process that could not confine itself as it was told: the grader's fault."""


class StudentJob(msgspec.Struct, array_like=True, frozen=True):
    """A student process's job.

    Attributes:
        policy: an encoded `grader.confine.policy.Policy`.
        code: the private copy of the submission, or empty for a process without it.
        modules: importable names and their files below `code`; the first is the work.
        inside: the exercise's `inside.py`, or empty.
        work: the work folder; it becomes the current one.
        seed: for the random number generators while the submission is imported.
        cgroup: files by which the process joins the cgroup that was made for it; none where there is no such group.
    """

    policy: bytes
    code: str
    modules: tuple[tuple[str, str], ...]
    inside: str
    work: str
    seed: int
    cgroup: tuple[str, ...] = ()


class Hello(msgspec.Struct, array_like=True, frozen=True):
    """The student process's first frame, sent before any line of the submission has run.

    Attributes:
        isolation: what holds, `confined` or `process`.
        mechanisms: the mechanisms that hold.
        missing: what does not, in sentences.
        fault: why confinement failed; the process ends after this frame.
    """

    isolation: str
    mechanisms: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    fault: str = ""


_encoder = msgspec.msgpack.Encoder()
encode = _encoder.encode
decode_job = msgspec.msgpack.Decoder(StudentJob).decode
decode_hello = msgspec.msgpack.Decoder(Hello).decode
