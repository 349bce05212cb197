"""The messages, typed: who says what, and in which order.

Between the judge and a student process (both directions carry a nonce)::

    judge                                  student process
    Begin                              ->             (ahead of a request)
    Load, GetAttr, Invoke, ...         ->
                                       <-  Value | Raised
                                       <-  CallbackCall       (any number, while it works)
    CallbackResult | CallbackRaised    ->

A nonce is 16 random bytes, fresh for every request (a `Begin` is none): an answer that was
prepared ahead of its question cannot carry the right one.
"""

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from grader.wire.values import Node, TensorHead, WireValueError

NONCE_BYTES = 16


class Packed(msgspec.Struct, array_like=True, frozen=True):
    """Arguments from the trusted side: a pickle of `(args, kwargs)`, tensors beside it in the body."""

    pickle: bytes
    tensors: tuple[TensorHead, ...] = ()


class Begin(msgspec.Struct, tag="begin", array_like=True, frozen=True):
    """A check begins: seed the random number generators, forget all handles. Has no answer of its own.

    A descriptor comes along where it gets another output file.
    """

    seed: int


class Seed(msgspec.Struct, tag="seed", array_like=True, frozen=True):
    """Seed the random number generators."""

    nonce: bytes
    seed: int


class Load(msgspec.Struct, tag="load", array_like=True, frozen=True):
    """Import the submission. Its module is handle 0 afterwards."""

    nonce: bytes


class GetAttr(msgspec.Struct, tag="getattr", array_like=True, frozen=True):
    """Answer an attribute of a handle."""

    nonce: bytes
    target: int
    name: str


class Invoke(msgspec.Struct, tag="invoke", array_like=True, frozen=True):
    """Call a handle."""

    nonce: bytes
    target: int
    arguments: Packed


class GetItem(msgspec.Struct, tag="getitem", array_like=True, frozen=True):
    """Index a handle with the one argument."""

    nonce: bytes
    target: int
    arguments: Packed


class Take(msgspec.Struct, tag="take", array_like=True, frozen=True):
    """Iterate over a handle and answer its first `count` items."""

    nonce: bytes
    target: int
    count: int


class Measure(msgspec.Struct, tag="len", array_like=True, frozen=True):
    """Answer `len()` of a handle."""

    nonce: bytes
    target: int


class Run(msgspec.Struct, tag="run", array_like=True, frozen=True):
    """Call the first argument, a function of `inside`, with the submission and the other arguments."""

    nonce: bytes
    arguments: Packed


class Put(msgspec.Struct, tag="put", array_like=True, frozen=True):
    """Keep the one argument and answer its handle."""

    nonce: bytes
    arguments: Packed


class Literal(msgspec.Struct, tag="literal", array_like=True, frozen=True):
    """Read the literal that `name` returns, or is, from the source, without running it."""

    nonce: bytes
    name: str


class Settled(msgspec.Struct, tag="settled", array_like=True, frozen=True):
    """Answer whether all that the submission could keep is as after its import. Nobody has to believe it."""

    nonce: bytes


class CallbackResult(msgspec.Struct, tag="result", array_like=True, frozen=True):
    """What the judge's callback returned, as the one argument."""

    nonce: bytes
    arguments: Packed


class CallbackRaised(msgspec.Struct, tag="fault", array_like=True, frozen=True):
    """The judge's callback raised: a builtin exception's name, and a message meant for the student."""

    nonce: bytes
    type_name: str
    message: str


Request: TypeAlias = (
    Begin
    | Seed
    | Load
    | GetAttr
    | Invoke
    | GetItem
    | Take
    | Measure
    | Run
    | Put
    | Literal
    | Settled
    | CallbackResult
    | CallbackRaised
)


class Frame(msgspec.Struct, array_like=True, frozen=True):
    """One frame of a traceback, only of the submission's or the exercise's inside files."""

    file: str
    line: int
    function: str
    text: str


class Raised(msgspec.Struct, tag="raised", array_like=True, frozen=True):
    """The submission's code raised: class names of the MRO, the message, its own frames."""

    nonce: bytes
    mro: tuple[str, ...]
    message: str
    frames: tuple[Frame, ...]


class Value(msgspec.Struct, tag="value", array_like=True, frozen=True):
    """The answer to a request."""

    nonce: bytes
    node: Node
    tensors: tuple[TensorHead, ...] = ()


class CallbackCall(msgspec.Struct, tag="call", array_like=True, frozen=True):
    """The submission called callback `number` with `node`, a pair of arguments and keywords."""

    nonce: bytes
    number: int
    node: Node
    tensors: tuple[TensorHead, ...] = ()


Reply: TypeAlias = Value | Raised | CallbackCall

_encoder = msgspec.msgpack.Encoder()
encode = _encoder.encode
decode_request: Callable[[bytes], Request] = msgspec.msgpack.Decoder(Request).decode
_decode_reply: Callable[[bytes], Reply] = msgspec.msgpack.Decoder(Reply).decode


def decode_reply(head: bytes) -> Reply:
    """Decode what a student process sent.

    Raises:
        msgspec.DecodeError: it is no message.
        WireValueError: nor would any other decoder take it: text that is not UTF-8, nesting without end.
    """
    try:
        return _decode_reply(head)
    except (UnicodeDecodeError, RecursionError) as error:
        raise WireValueError(f"an answer that cannot be read: {error}") from None
