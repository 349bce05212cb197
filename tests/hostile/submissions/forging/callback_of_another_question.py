# /// row
# tries = "Calls the judge's function with the nonce of another question, and a number that was never given out."
# ends = { test_asks = ["crashed", "error", "failed"], test_visible = "crashed" }
# incident = true
# ///
import sys

from grader.wire import messages
from grader.wire.values import MappingNode, SequenceNode


def wire():
    frame = sys._getframe()
    while frame:
        found = getattr(frame.f_locals.get("self"), "_channel", None)
        if found is not None:
            return found
        frame = frame.f_back


def collect(report, X):
    return report._dispatcher.call_back(99, (), {})


def scale(x):
    nothing = SequenceNode("t", [SequenceNode("t", []), MappingNode(False, [], [])])
    wire().send(messages.encode(messages.CallbackCall(bytes(16), 0, nothing)))
    return x
