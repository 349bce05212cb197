"""What a student process answers."""

import socket
from pathlib import Path

import pytest

from grader.student.dispatch import Dispatcher
from grader.wire import messages
from grader.wire.frames import Channel
from grader.wire.jobs import StudentJob
from tests.unit.student.keeping import HEAD, PLAIN, SHOWN

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("code", "inside", "answer"), [(1, 0, True), (1, 1, True), (1, 2, False), (2, 0, False), (0, 0, False)]
)
def test_a_student_process_answers_the_request(code: int, inside: int, answer: bool, tmp_path: Path) -> None:
    """Of its submission and of `inside`; without a submission nothing is claimed."""
    (tmp_path / "work.py").write_text([PLAIN, PLAIN, HEAD + SHOWN["a list of the module"]][code])
    (tmp_path / "inside.py").write_text(
        ["", "def run(work, X):\n    return work.Parallel(X, X)(X)", "def run(work):\n    work.n = 1"][inside]
    )
    job = StudentJob(
        policy=b"",
        code=str(tmp_path) if code else "",
        modules=(("work", "work.py"),) if code else (),
        inside=str(tmp_path / "inside.py") if inside else "",
        work=str(tmp_path),
        seed=0,
    )
    ours, theirs = socket.socketpair()
    with ours, theirs:
        dispatcher = Dispatcher(Channel(theirs), job, lambda _seed: None)
        asked = messages.Stateless(b"n" * messages.NONCE_BYTES)
        Channel(ours).send(messages.encode(asked))
        dispatcher._step()
        reply = messages.decode_reply(Channel(ours).receive()[0])
    assert reply == messages.Value(asked.nonce, answer)


def test_a_check_that_cannot_begin_is_told_with_its_requests(tmp_path: Path) -> None:
    """`Begin` has no answer: what went wrong is the answer to each request, until another check begins."""
    job = StudentJob(policy=b"", code="", modules=(), inside="", work=str(tmp_path), seed=0)
    seeds: list[int] = []

    def seed(value: int) -> None:
        if value < 0:
            raise KeyError("spoiled")
        seeds.append(value)

    ours, theirs = socket.socketpair()
    with ours, theirs:
        dispatcher, judge = Dispatcher(Channel(theirs), job, seed), Channel(ours)
        asked = messages.Stateless(b"n" * messages.NONCE_BYTES)

        def replies(*seeds_of_checks: int) -> messages.Reply:
            judge.send(
                messages.encode(asked), ahead=[messages.encode(messages.Begin(each)) for each in seeds_of_checks]
            )
            for _ in range(len(seeds_of_checks) + 1):
                dispatcher._step()
            return messages.decode_reply(judge.receive()[0])

        for ahead in ((-1,), ()):
            reply = replies(*ahead)
            assert isinstance(reply, messages.Raised)
            assert (reply.mro[0], reply.nonce) == ("KeyError", asked.nonce)
        assert replies(7) == messages.Value(asked.nonce, False)
        assert seeds == [7]
        assert not judge.is_readable()
