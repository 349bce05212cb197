"""What most checks do, done once in an exercise's judge: whatever the first time costs is then paid for all gradings.

See `grader.student.rehearsal`. Nothing of the exercise runs here, so that its checks find their modules as new; the
generators are seeded before each of them.
"""

import socket
from contextlib import nullcontext
from typing import Any, Final

import pytest
import torch
from torch import nn

from grader.judge.classify import classify, merge
from grader.judge.compare import close, equal
from grader.judge.expect import differs, shape
from grader.judge.plugin import JudgePlugin
from grader.model.exercise import Limits
from grader.sandbox.link import CheckDone, Link, encode
from grader.sandbox.session import Session
from grader.sandbox.student import Student
from grader.wire import messages
from grader.wire.arguments import pack
from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.frames import Channel
from grader.wire.messages import NONCE_BYTES

_ROUNDS: Final = 12
"""So often that Python's interpreter has adapted (PEP 659)."""


def rehearse(plugin: JudgePlugin) -> None:
    """Run a check of no exercise on a submission that does not exist. No backward: its threads would not be forked."""
    first = next((item for items in plugin.items.values() for item in items), None)
    if first is None:
        return
    one, other = socket.socketpair()
    with one, other:
        student = Student(Session(Link(Channel(one)), Limits(), "", 0))
        plugin.use(lambda: student, lambda: nullcontext(student))
        for _ in range(_ROUNDS):
            plugin.attempt(pytest.Function.from_parent(first.parent, name="test_nothing", callobj=_check))


def _check(student: Student) -> None:
    assert student is not None  # noqa: S101
    net, X = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3)), torch.randn(2, 4)  # noqa: N806
    packed, _body = pack((net, X), {}, lambda _: None)
    messages.encode(messages.Invoke(bytes(NONCE_BYTES), 0, packed))
    expected = {"output": torch.cat([net(X), net(X)], dim=-1).detach(), "names": [name for name, _ in _parameters(net)]}
    actual = _sent(expected)
    equal(actual["names"], expected["names"], what="names")
    shape(actual["output"], (2, 6), what="output")
    close(actual, expected, what="an answer")
    differs(actual["output"] + 1, expected["output"], what="another answer")
    torch.optim.SGD(net.parameters(), lr=0.1).zero_grad()
    outcome = merge("test_nothing", [classify(None, observed=1, check="test_nothing")], 0, partial=False)
    encode(CheckDone(outcome.model_dump_json().encode()))


def _parameters(net: nn.Module) -> list[tuple[str, nn.Parameter]]:
    return [(name, parameter) for name, parameter in net.named_parameters() if parameter.requires_grad]


def _sent(value: Any) -> Any:
    """Return what arrives of a value that a student process sends."""
    encoder = Encoder(lambda _: 1)
    head = messages.encode(messages.Value(bytes(NONCE_BYTES), encoder.encode(value), tuple(encoder.tensors.heads)))
    body = bytearray(b"".join(bytes(part) for part in encoder.tensors.buffers))
    reply = messages.decode_reply(head)
    return Decoder(reply.tensors, body, lambda _: None, lambda *_: None).decode(reply.node)  # type: ignore[union-attr]
