"""The judge's side of the wire is a small state machine that believes nothing."""

import select
import signal
from typing import Any

import pytest

from grader.judge.evidence import CheckFailed
from grader.model.evidence import Evidence
from grader.model.exercise import Limits
from grader.sandbox.faults import GraderFault, StudentError, StudentFault
from grader.wire import jobs, messages
from grader.wire.frames import HEADER, MAGIC
from grader.wire.values import MappingNode, Node, RefNode, SequenceNode
from tests.unit.sandbox.peer import Peer, Script, Stand, ask, calls

pytestmark = pytest.mark.unit


def answers(*nodes: Node) -> Script:
    def script(peer: Peer) -> None:
        for node in nodes:
            peer.take()
            peer.answer(node)
        peer.take()

    return script


def test_answers_are_values_and_handles(stand: Stand) -> None:
    """Each question has its answer; what could be compared is counted."""
    process = stand.start(answers(3, None, RefNode(7, "Net"), "text"))
    assert [ask(process) for _ in range(4)] == [3, None, ("handle", 7), "text"]
    # None and a handle say nothing that a check could compare; this stand's handles are no Handle.
    assert process.answers == 3
    process.begin(1)
    assert process.answers == 0


def test_every_question_has_a_nonce_of_its_own(stand: Stand) -> None:
    """No answer can be prepared ahead."""
    nonces: list[bytes] = []

    def script(peer: Peer) -> None:
        for _ in range(3):
            nonces.append(peer.take().nonce)
            peer.answer(None)
        peer.take()

    process = stand.start(script)
    for _ in range(3):
        ask(process)
    assert len(set(nonces)) == 3
    assert {len(nonce) for nonce in nonces} == {messages.NONCE_BYTES}


@pytest.mark.parametrize(
    ("status", "expected", "says"),
    [(0, "crashed", "exit status 0"), (97, "crashed", "exit status 97"), (-signal.SIGSEGV, "crashed", "segmentation")],
)
def test_an_end_in_the_middle_is_told_by_how_it_ended(stand: Stand, status: int, expected: str, says: str) -> None:
    """Death is a fault of the submission, of its own status, that no `except Exception` catches."""
    process = stand.start(lambda peer: peer.take() and None, status=status)
    with pytest.raises(StudentFault) as fault:
        ask(process)
    assert not isinstance(fault.value, Exception)
    assert (fault.value.status, fault.value.incident) == (expected, "")
    assert says in fault.value.message


@pytest.mark.parametrize(
    "greeting",
    [
        lambda peer: peer.close(),
        lambda peer: peer.send_bytes(b"nonsense" * 10),
        lambda peer: peer.send(b"\xc0"),
        lambda peer: peer.send(jobs.encode(jobs.Hello("process", fault="no Landlock"))),
    ],
    ids=["dies", "nonsense", "no hello", "not confined"],
)
def test_a_process_that_does_not_greet_is_the_graders_fault(stand: Stand, greeting: Script) -> None:
    """No line of the submission has run by then."""
    with pytest.raises(GraderFault, match=r"could not be confined: no Landlock|before the submission had a part"):
        stand.start(greeting, greets=False)


def test_an_exception_over_there_is_bounded_here(stand: Stand) -> None:
    """Names, message and frames are cut again on this side; the process goes on."""

    def script(peer: Peer) -> None:
        nonce = peer.take().nonce
        frames = (messages.Frame("f" * 10_000, 1, "g", "t" * 10_000),) * 200
        peer.send(messages.encode(messages.Raised(nonce, ("N" * 10_000,) * 200, "m" * 10**6, frames)))
        answers(5)(peer)

    process = stand.start(script)
    with pytest.raises(StudentError) as raised:
        ask(process)
    assert len(raised.value.message) <= 10_000
    assert sum(map(len, raised.value.mro)) <= 20_000
    assert len(raised.value.traceback()) <= 100_000
    assert ask(process) == 5


@pytest.mark.parametrize(
    ("mro", "message"),
    [
        (("MemoryError", "Exception"), ""),
        (("RuntimeError",), "[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 4 bytes"),
        (("OutOfMemoryError", "RuntimeError"), "CUDA out of memory"),
    ],
    ids=["python", "torch", "cuda"],
)
def test_an_exception_about_memory_is_the_limit(stand: Stand, mro: tuple[str, ...], message: str) -> None:
    """What says that no memory was left has the status of the limit."""

    def script(peer: Peer) -> None:
        peer.send(messages.encode(messages.Raised(peer.take().nonce, mro, message, ())))
        peer.take()

    with pytest.raises(StudentFault) as fault:
        ask(stand.start(script))
    assert fault.value.status == "memory"


def test_callbacks_are_served_until_the_answer(stand: Stand) -> None:
    """Arguments arrive, the result goes back, the question is still answered."""
    stand.result = lambda: 41
    sent: list[Any] = []

    def script(peer: Peer) -> None:
        peer.take()
        for number in (3, 4):
            arguments = SequenceNode("t", [SequenceNode("t", [number]), MappingNode(False, ["key"], [None])])
            peer.call(number, arguments)
            sent.append(messages.decode_request(peer.channel.receive()[0]))
        peer.answer("done")
        peer.take()

    assert ask(stand.start(script)) == "done"
    assert stand.calls == [(3, (3,), {"key": None}), (4, (4,), {"key": None})]
    assert all(isinstance(message, messages.CallbackResult) for message in sent)


@pytest.mark.parametrize("error", [ValueError("no"), StopIteration(), KeyError("k")], ids=repr)
def test_a_builtin_exception_of_a_callback_goes_over(stand: Stand, error: Exception) -> None:
    """It is part of what the check injects."""

    def fails() -> None:
        raise error

    stand.result = fails
    got: list[Any] = []

    def script(peer: Peer) -> None:
        peer.take()
        peer.call(1)
        got.append(messages.decode_request(peer.channel.receive()[0]))
        peer.answer(None)
        peer.take()

    ask(stand.start(script))
    assert (got[0].type_name, got[0].message) == (type(error).__name__, str(error))


@pytest.mark.parametrize(
    "error",
    [CheckFailed(Evidence(kind="fail", summary="no")), AssertionError("no"), StudentError(("E",), "nested")],
    ids=["failed", "assert", "nested error"],
)
def test_a_verdict_in_a_callback_ends_the_process(stand: Stand, error: Exception) -> None:
    """The submission waits for an answer that does not come; whoever asks it later hears the same."""

    def fails() -> None:
        raise error

    stand.result = fails

    def script(peer: Peer) -> None:
        peer.take()
        peer.call(1)
        peer.take()

    process = stand.start(script)
    for _ in range(2):
        with pytest.raises(type(error)) as raised:
            ask(process)
        assert raised.value is error


def test_callbacks_without_end_are_an_incident(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their number and their depth are bounded."""
    monkeypatch.setattr("grader.sandbox.process.MAX_CALLBACK_CALLS", 5)
    with pytest.raises(StudentFault, match="interfered") as fault:
        ask(stand.start(calls(SequenceNode("t", [SequenceNode("t", []), MappingNode(False, [], [])]), times=10)))
    assert "too many" in fault.value.incident
    assert len(stand.calls) == 5


def test_what_cannot_be_answered_to_a_callback_is_the_checks_fault(stand: Stand) -> None:
    """A lambda as a result cannot travel: a TypeError for the check, and no process left waiting."""
    stand.result = lambda: lambda: None
    process = stand.start(calls(SequenceNode("t", [SequenceNode("t", []), MappingNode(False, [], [])])))
    with pytest.raises(TypeError, match="cannot travel"):
        ask(process)
    assert not process.is_usable


def test_arguments_that_are_too_large_are_the_checks_fault(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was sent, so the process is as it was."""
    process = stand.start(answers(1))
    with monkeypatch.context() as small:
        small.setattr("grader.wire.frames.MAX_BODY", 10)
        with pytest.raises(TypeError, match="over the bounds"):
            process.ask(lambda nonce: messages.GetAttr(nonce, 0, "name"), [bytes(100)])
    assert ask(process) == 1


def test_a_slow_answer_meets_the_clock(stand: Stand) -> None:
    """A byte now and then does not keep the judge waiting for longer than the wall clock allows."""

    def trickle(peer: Peer) -> None:
        peer.take()
        peer.send_bytes(HEADER.pack(MAGIC, 10_000, 0))
        for _ in range(10_000):
            peer.send_bytes(b"\xc0")
            select.poll().poll(5)

    with pytest.raises(StudentFault) as fault:
        ask(stand.start(trickle, limits=Limits(seconds=0.01).model_copy(update={"memory": 2**40})))
    assert fault.value.status == "timeout"
    assert stand.link is not None
    assert stand.link.ends == []  # whoever catches the fault ends the process
