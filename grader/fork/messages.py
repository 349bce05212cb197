"""What is said to a fork server, and what it says of its children."""

from collections.abc import Callable
from typing import TypeAlias

import msgspec


class Fork(msgspec.Struct, tag="fork", array_like=True, frozen=True):
    """Fork a child. Descriptors come along: of its job, its own, then its obituary's.

    The job itself is read by the child. Whatever the server held for a moment would stay in its memory, freed and not
    overwritten, and every later child would inherit it.
    """


class Kill(msgspec.Struct, tag="kill", array_like=True, frozen=True):
    """Kill the child with this process id, if it is still one."""

    pid: int


Order: TypeAlias = Fork | Kill


class Forked(msgspec.Struct, tag="forked", array_like=True, frozen=True):
    """The child runs."""

    pid: int


class Ready(msgspec.Struct, tag="ready", array_like=True, frozen=True):
    """The server has imported everything and takes orders."""

    versions: dict[str, str]


Notice: TypeAlias = Forked | Ready


class Ended(msgspec.Struct, array_like=True, frozen=True):
    """The obituary of a child.

    Attributes:
        status: the exit code, or minus the number of the signal that ended it.
        cpu_seconds: user and system time.
        peak_bytes: largest resident size.
    """

    status: int
    cpu_seconds: float
    peak_bytes: int


encode = msgspec.msgpack.Encoder().encode
decode_order = msgspec.msgpack.Decoder(Order).decode
decode_notice: Callable[[bytes], Notice] = msgspec.msgpack.Decoder(Notice).decode
decode_ended = msgspec.msgpack.Decoder(Ended).decode
