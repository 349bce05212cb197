"""Answers that no honest process gives: each ends the process, and the instructor learns how it was tried."""

import pytest

from grader.sandbox.faults import StudentFault
from grader.sandbox.process import StudentProcess
from grader.wire.frames import HEADER, MAGIC
from grader.wire.values import MappingNode, NameNode, Node, SequenceNode, TensorNode
from tests.polling import eventually
from tests.unit.sandbox.peer import Peer, Script, Stand, ask, calls

pytestmark = pytest.mark.unit


def with_nonce(nonce: bytes) -> Script:
    def script(peer: Peer) -> None:
        peer.take()
        peer.answer(1, nonce=nonce)
        peer.take()

    return script


def old_nonce(peer: Peer) -> None:
    nonce = peer.take().nonce
    peer.answer(0)
    peer.take()
    peer.answer(1, nonce=nonce)


def twice(peer: Peer) -> None:
    peer.take()
    peer.answer(0)
    peer.answer(0)
    peer.take()


def octets(*parts: bytes) -> Script:
    def script(peer: Peer) -> None:
        peer.take()
        peer.send_bytes(b"".join(parts))
        peer.take()

    return script


def node(value: Node) -> Script:
    def script(peer: Peer) -> None:
        peer.take()
        peer.answer(value)
        peer.take()

    return script


FORGED: list[tuple[str, Script, str]] = [
    ("empty nonce", with_nonce(b""), "does not belong to the question"),
    ("made-up nonce", with_nonce(bytes(16)), "does not belong to the question"),
    ("used nonce", old_nonce, "does not belong to the question"),
    ("answer twice", twice, "ahead of its question"),
    ("no frame", octets(b"HTTP/1.1 200 OK\r\n\r\n"), "no frame starts here"),
    ("huge head", octets(HEADER.pack(MAGIC, 2**31, 0)), "over the bound"),
    ("huge body", octets(HEADER.pack(MAGIC, 0, 2**40)), "over the bound"),
    ("body over the memory", octets(HEADER.pack(MAGIC, 0, 2**30 + 1)), "over the bound"),
    ("empty head", octets(HEADER.pack(MAGIC, 0, 0)), "malformed bytes"),
    ("no message", octets(HEADER.pack(MAGIC, 1, 0), b"\xc0"), "malformed bytes"),
    ("no text", octets(HEADER.pack(MAGIC, 4, 0), b"\x91\xa2\xff\xff"), "malformed bytes"),
    ("deep", octets(HEADER.pack(MAGIC, 100_000, 0), b"\x91" * 100_000), "malformed bytes"),
    ("no such tensor", node(TensorNode(3)), "no such tensor"),
    ("no such dtype", node(NameNode("dtype", "float31")), "no such dtype"),
    ("keys without values", node(MappingNode(False, [1], [])), "no value"),
    ("callback without arguments", calls(SequenceNode("t", [])), "callback without arguments"),
    ("callback keywords", calls(SequenceNode("t", [SequenceNode("t", []), MappingNode(False, [1], [1])])), "callback"),
]


def ask_until_it_ends(process: StudentProcess, incident: str) -> None:
    for _ in range(3):
        ask(process)
        # What came ahead of its question is met by the next question.
        assert "ahead" not in incident or eventually(process._channel.is_readable)


@pytest.mark.parametrize(("script", "incident"), [case[1:] for case in FORGED], ids=[case[0] for case in FORGED])
def test_a_forged_answer_ends_the_process_and_is_an_incident(stand: Stand, script: Script, incident: str) -> None:
    """The student reads that the connection was interfered with, the instructor how."""
    process = stand.start(script)
    with pytest.raises(StudentFault) as fault:
        ask_until_it_ends(process, incident)
    assert fault.value.status == "crashed"
    assert "interfered" in fault.value.message
    assert incident in fault.value.incident
    assert not process.is_usable
    with pytest.raises(StudentFault) as again:
        ask(process)
    assert again.value is fault.value
