# /// row
# tries = "Announces tensors with negative, overlapping, absurd and missing bytes."
# ends = { test_visible = "crashed", test_shown = "crashed", test_hinted = "crashed", test_remembers = "crashed", test_saves = "crashed" }
# incident = true
# ///
import sys

from grader.wire import messages
from grader.wire.values import SequenceNode, TensorHead, TensorNode


def answer(*heads, body=bytes(64)):
    frame = sys._getframe()
    while not hasattr(frame.f_locals.get("self"), "_requests"):
        frame = frame.f_back
    dispatcher = frame.f_locals["self"]
    nodes = SequenceNode("l", [TensorNode(index) for index in range(len(heads))])
    head = messages.encode(messages.Value(dispatcher._requests[-1], nodes, tuple(heads)))
    dispatcher._channel.send(head, [body])


def scale(x):
    if x.dim() == 1:
        answer(TensorHead("float32", (-2, -3), 0, 24))
    else:
        answer(TensorHead("float32", (4,), 0, 16), TensorHead("float32", (4,), 0, 16))


def mix(X, Y, token):
    answer(TensorHead("float32", (2**31, 2**31, 2**31, 0), 0, 0))


def remember(number):
    answer(TensorHead("float32", (2**20,), 0, 2**22))


def save(name, text):
    answer(TensorHead("qint8; import os", (1,), 0, 1, device="cuda:99"))
