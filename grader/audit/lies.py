"""Liars: the reference's names, counts, types and calls, while no number that leaves its process is true.

Each is a submission like any other: the reference's own file, with code at its end that
replaces, in the process that runs it, what the wire takes on. Whoever has read the grader
can write the same and put an answer of his own in the reference's place.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

LIES: Final[Mapping[str, str]] = {
    "noise": "generator.standard_normal(count)",
    "zeros": "np.zeros(count)",
    "the same numbers for the same shape": "np.linspace(0.5, 1.5, count) if count else np.zeros(0)",
    "NaN": "np.full(count, np.nan)",
    "infinity": "np.full(count, np.inf)",
}
"""What each liar puts in the place of `count` floating-point numbers."""


def liar(file: Path, lie: str) -> str:
    """Return the reference's source, followed by code that lies about every floating-point number.

    Args:
        file: the reference's first file, whose import is that of the submission.
        lie: one of `LIES`.
    """
    return f"{file.read_text(encoding='utf-8')}\n\n{_TAIL.replace('ANSWER', LIES[lie])}"


# Names, lengths, integers, booleans, texts, shapes, dtypes and claims about memory stay the reference's. Numbers are
# made by numpy: a check may have put one of torch's modes around a call of its function, which would see torch at work.
_TAIL: Final = '''\
def _lie():
    """Put made-up numbers in the place of all that leave this process, in replies and in calls of the judge."""
    import numpy as np

    from grader.wire.encode import Encoder
    from grader.wire.tensors import TensorWriter

    generator = np.random.default_rng(20)
    kinds = {"float64": "f8", "float32": "f4", "float16": "f2"}
    kinds |= {"complex128": "f8", "complex64": "f4", "complex32": "f2"}

    def numbers(count):
        with np.errstate(all="ignore"):
            return ANSWER

    def octets(dtype, nbytes):
        if dtype == "bfloat16":  # the upper half of a float32
            return (numbers(nbytes // 2).astype("f4").view("u4") >> 16).astype("u2").tobytes()
        kind = np.dtype(kinds[dtype])
        return numbers(nbytes // kind.itemsize).astype(kind).tobytes()

    add, encode = TensorWriter.add, Encoder.encode

    def add_lie(self, tensor):
        known, place = len(self.heads), len(self.buffers)
        index = add(self, tensor)
        if len(self.heads) > known and len(self.buffers) > place:
            head = self.heads[-1]
            if head.dtype in kinds or head.dtype == "bfloat16":
                self.buffers[place] = octets(head.dtype, head.nbytes)
        return index

    def encode_lie(self, value, depth=0):
        if type(value) is float:
            value = float(numbers(1)[0])
        elif type(value) is complex:
            value = complex(*numbers(2))
        return encode(self, value, depth)

    TensorWriter.add, Encoder.encode = add_lie, encode_lie


_lie()
'''
