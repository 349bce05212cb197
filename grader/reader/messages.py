"""What a reader is asked, what it tells, and why it refuses."""

from collections.abc import Callable
from typing import Literal, TypeAlias

import msgspec

Refused = Literal[
    "not_archive", "other_archive", "encrypted", "method", "overlap", "damaged", "exhausting", "bomb", "members",
    "large", "all", "name", "link", "special",
    "not_notebook", "notebook_format", "notebook_language",
]  # fmt: skip
"""Why a file is not taken."""


class Bounds(msgspec.Struct, array_like=True, frozen=True):
    """How much a reader takes apart.

    Attributes:
        members: entries of an archive, folders and those that are left out included.
        each: bytes of one file.
        total: bytes of all files.
        ratio: how many times the archive its content may be, once it is over `free` bytes.
        free: bytes.
    """

    members: int = 10_000
    each: int = 32 * 2**20
    total: int = 256 * 2**20
    ratio: int = 200
    free: int = 16 * 2**20


class Job(msgspec.Struct, array_like=True, frozen=True):
    """Read what standard input is.

    Attributes:
        kind: of the file.
        policy: an encoded `grader.confine.policy.Policy`.
        bounds: how much to take apart.
    """

    kind: Literal["archive", "notebook"]
    policy: bytes
    bounds: Bounds


class Folder(msgspec.Struct, tag="folder", array_like=True, frozen=True):
    """A folder of the archive, by the name that the archive gives it."""

    path: str


class File(msgspec.Struct, tag="file", array_like=True, frozen=True):
    """A file of the archive, by the name that the archive gives it; the frame's body is its content."""

    path: str


class Source(msgspec.Struct, tag="source", array_like=True, frozen=True):
    """A notebook's code; the frame's body is its text in UTF-8.

    Attributes:
        cells: number of a code cell and of the line on which it begins, both from 1, for the first cells.
    """

    cells: tuple[tuple[int, int], ...]


class No(msgspec.Struct, tag="no", array_like=True, frozen=True):
    """The file is not taken, and nothing more follows.

    Attributes:
        why: one word.
        path: the member at fault, or empty.
        detail: a word that the sentence needs, such as the notebook's language.
    """

    why: Refused
    path: str = ""
    detail: str = ""


class Done(msgspec.Struct, tag="done", array_like=True, frozen=True):
    """That was all."""


Content: TypeAlias = Folder | File | Source
Told: TypeAlias = Content | No | Done


class Refusal(Exception):
    """Raised inside the reader to end in a `No`."""

    def __init__(self, why: Refused, path: str = "", detail: str = "") -> None:
        super().__init__(why, path, detail)
        self.no = No(why, path, detail)


encode = msgspec.msgpack.Encoder().encode
decode_job = msgspec.msgpack.Decoder(Job).decode
decode_told: Callable[[bytes], Told] = msgspec.msgpack.Decoder(Told).decode
