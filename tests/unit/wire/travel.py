"""Sends values the way a student process answers them, and arguments the way a judge sends them."""

from collections.abc import Callable
from typing import Any

import torch

from grader.wire import messages
from grader.wire.arguments import Refer, pack, unpack
from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.messages import Value
from grader.wire.values import Node, RefNode, TensorHead


class Journey:
    """What one value left behind on its way: objects that stayed, tensors' heads, and what arrived."""

    def __init__(self, value: Any) -> None:
        self.kept: list[object] = []
        self.heads: list[TensorHead] = []
        encoder = Encoder(self._keep)
        node = encoder.encode(value)
        self.head = messages.encode(Value(b"n" * 16, node, tuple(encoder.tensors.heads)))
        self.body = bytearray(b"".join(encoder.tensors.buffers))
        reply = messages.decode_reply(self.head)
        assert isinstance(reply, Value)
        decoder = Decoder(reply.tensors, self.body, lambda ref: ref, self._note)
        self.arrived = decoder.decode(reply.node)

    def _keep(self, value: object) -> int:
        self.kept.append(value)
        return len(self.kept)

    def _note(self, _tensor: torch.Tensor, head: TensorHead) -> None:
        self.heads.append(head)


def travel(value: Any) -> Any:
    """Return what arrives of `value`; objects that stay behind arrive as RefNode."""
    return Journey(value).arrived


def decode(node: Node, heads: tuple[TensorHead, ...] = (), body: bytes = b"") -> Any:
    """Decode a node that no encoder made."""
    return Decoder(heads, bytearray(body), lambda ref: ref, lambda _tensor, _head: None).decode(node)


def stays(value: Any) -> bool:
    """Tell whether `value` stays behind as a handle."""
    return isinstance(travel(value), RefNode)


def nothing(_value: object, /) -> None:
    """Refer to nothing: every argument is copied."""


def hand_over(
    *args: Any, refer: Refer = nothing, resolve: Callable[[str, int], Any] = lambda kind, number: (kind, number)
) -> tuple[Any, ...]:
    """Return copies of `args` as they arrive in a student's process."""
    packed, buffers = pack(args, {}, refer)
    arrived, keywords = unpack(packed, bytearray(b"".join(buffers)), resolve)
    assert keywords == {}
    return arrived


def sent_bytes(*args: Any) -> bytes:
    """Return every byte that a call with `args` puts on the wire."""
    packed, buffers = pack(args, {}, nothing)
    return messages.encode(packed) + b"".join(buffers)
