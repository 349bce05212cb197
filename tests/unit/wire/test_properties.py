"""Properties of the wire over values that nobody thought of."""

import contextlib
import socket
from typing import Any

import msgspec
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.wire import messages
from grader.wire.frames import HEADER, MAGIC, Channel, FrameError, PeerClosedError
from grader.wire.values import Node, TensorHead, WireValueError
from tests.fuzz import fuzz_wire
from tests.unit.wire.strategies import HEADS, NODES, SCALARS, plain, tensors
from tests.unit.wire.travel import decode, hand_over, travel

pytestmark = [pytest.mark.unit, pytest.mark.filterwarnings("ignore:ComplexHalf:UserWarning")]
quick = settings(max_examples=150, deadline=None)


def bits(tensor: torch.Tensor) -> list[int]:
    octets: list[int] = tensor.detach().clone(memory_format=torch.contiguous_format).view(-1).view(torch.uint8).tolist()
    return octets


def same(one: Any, other: Any) -> bool:
    """Compare values and exact types; tensors bit by bit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, torch.Tensor):
        said = [(tensor.shape, tensor.dtype, tensor.requires_grad) for tensor in (one, other)]
        return said[0] == said[1] and bits(one) == bits(other)
    if isinstance(one, dict):
        return same(list(one.items()), list(other.items()))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


@quick
@given(plain(SCALARS | tensors()))
def test_what_is_returned_arrives(value: object) -> None:
    """Whatever plain data and tensors a submission returns is the same over here."""
    assert same(travel(value), value)


@quick
@given(plain(SCALARS | tensors()))
def test_what_is_passed_arrives(value: object) -> None:
    """Whatever plain data and tensors a check passes is the same over there."""
    assert same(hand_over(value)[0], value)


@quick
@given(st.data())
def test_views_of_one_storage_stay_views_of_one_storage(data: st.DataObject) -> None:
    """Any two views: the same values there, and a write through one changes the other exactly as here."""
    base = torch.arange(24, dtype=torch.int32)
    views = [base.as_strided(*data.draw(strided())) for _ in range(2)]
    arrived = hand_over(*views)
    assert same(list(arrived), views)
    arrived[0].fill_(-1)
    views[0].fill_(-1)
    assert same(list(arrived), views)


@st.composite
def strided(draw: st.DrawFn) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """Draw sizes, strides and an offset inside of 24 elements, without internal overlap."""
    inner_size, inner_step = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    outer_size, outer_step = draw(st.integers(1, 3)), draw(st.integers(6, 7))
    reach = (inner_size - 1) * inner_step + (outer_size - 1) * outer_step
    return (outer_size, inner_size), (outer_step, inner_step), draw(st.integers(0, 23 - reach))


@settings(max_examples=500, deadline=None)
@given(NODES, st.lists(HEADS, max_size=3).map(tuple), st.binary(max_size=200))
def test_a_forged_value_is_decoded_or_refused(node: Node, heads: tuple[TensorHead, ...], body: bytes) -> None:
    """No node, head or body makes the decoder raise anything but its own error."""
    with contextlib.suppress(WireValueError):
        decode(node, heads, body)


@quick
@given(st.binary(max_size=200))
def test_forged_bytes_are_no_message(octets: bytes) -> None:
    """Random bytes are refused as msgspec or the wire itself refuses them."""
    with contextlib.suppress(msgspec.DecodeError, WireValueError):
        messages.decode_reply(octets)


@quick
@given(st.lists(st.tuples(st.binary(max_size=20), st.binary(max_size=40)), max_size=5), st.data())
def test_frames_survive_any_fragmentation(parts: list[tuple[bytes, bytes]], data: st.DataObject) -> None:
    """However a stream of frames is cut, the same frames come out, and then the end."""
    stream = b"".join(HEADER.pack(MAGIC, len(head), len(body)) + head + body for head, body in parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    pieces = [stream[one:other] for one, other in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    ours, theirs = socket.socketpair()
    with ours, theirs:

        def feed(_sock: socket.socket, _events: int, /) -> None:
            if pieces:
                theirs.sendall(pieces.pop(0))
            else:
                theirs.shutdown(socket.SHUT_WR)

        channel = Channel(ours, wait=feed)
        for head, body in parts:
            assert tuple(map(bytes, channel.receive())) == (head, body)
        with pytest.raises(PeerClosedError) as closed:
            channel.receive()
        assert not closed.value.partial


@quick
@given(st.binary(max_size=100))
def test_random_bytes_are_no_frame(octets: bytes) -> None:
    """A stream of anything ends in the reader's own errors."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(octets)
        theirs.close()
        with contextlib.suppress(FrameError, PeerClosedError):
            while True:
                Channel(ours).receive()


def test_every_kept_frame_is_taken() -> None:
    """The corpus of earlier fuzzing: each frame ends in a value or in the reader's own errors."""
    frames = fuzz_wire.load_corpus()
    assert len(frames) > 20
    for sent in frames:
        fuzz_wire.swallow(sent)


def test_damaged_frames_are_taken() -> None:
    """Some seconds of the fuzzer, with the damage of a fixed seed; minutes are for development."""
    *_, (done, seen) = fuzz_wire.fuzz(8_000, seed=20)
    assert done == sum(seen.values()) - len(fuzz_wire.seeds()) - len(fuzz_wire.load_corpus())
    assert any(ending.startswith("Value of") for ending in seen)
    assert any(ending.startswith("WireValueError") for ending in seen)
