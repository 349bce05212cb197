"""What a student process answers."""

import importlib
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.student import loader
from grader.student.dispatch import Dispatcher
from grader.wire import messages
from grader.wire.frames import Channel
from grader.wire.jobs import StudentJob
from tests.unit.student.keeping import HEAD, PLAIN, SHOWN

pytestmark = pytest.mark.unit


def ask(dispatcher: Dispatcher, judge: Channel, request: messages.Request) -> messages.Reply:
    """Send a request, have it answered, return the reply."""
    judge.send(messages.encode(request))
    dispatcher._step()
    return messages.decode_reply(judge.receive()[0])


@pytest.fixture
def imports() -> Iterator[None]:
    """What a test makes importable is not found by the next one."""
    finders, modules = list(sys.meta_path), set(sys.modules)
    yield
    sys.meta_path[:] = finders
    for name in set(sys.modules) - modules:
        del sys.modules[name]


@pytest.mark.usefixtures("imports")
@pytest.mark.parametrize(
    ("source", "inside", "settled"),
    [
        (PLAIN + "def probe():\n    return 1", "def run(work):\n    return work.probe()", True),
        (HEAD + SHOWN["a list of the module"], "def run(work):\n    return work.probe()", False),
        (PLAIN, "CALLS = []\ndef run(work):\n    CALLS.append(1)", False),
        (PLAIN, "def run(work):\n    work.n = 1", False),
        (PLAIN, "import helper\ndef run(work):\n    return helper.x", False),
    ],
)
def test_a_process_tells_whether_it_is_as_after_the_import(
    source: str, inside: str, settled: bool, tmp_path: Path
) -> None:
    """Of its submission and of `inside`, whose import comes later; what the submission imports late counts as kept."""
    (tmp_path / "work_of_a_test.py").write_text(source)
    (tmp_path / "helper.py").write_text("x = 1")
    (tmp_path / "inside.py").write_text(inside)
    files = {name: str(tmp_path / f"{name}.py") for name in ("work_of_a_test", "helper", "inside")}
    job = StudentJob(
        policy=b"",
        code=str(tmp_path),
        modules=(("work_of_a_test", "work_of_a_test.py"), ("helper", "helper.py")),
        inside=files["inside"],
        work=str(tmp_path),
        seed=0,
    )
    nonce = b"n" * messages.NONCE_BYTES
    ours, theirs = socket.socketpair()
    with ours, theirs:
        dispatcher, judge = Dispatcher(Channel(theirs), job, lambda _seed: None), Channel(ours)
        loader.install({"inside": files["inside"]}, dispatcher.imported)
        assert ask(dispatcher, judge, messages.Settled(nonce)) == messages.Value(nonce, False)
        assert ask(dispatcher, judge, messages.Load(nonce)) == messages.Value(nonce, None)
        assert ask(dispatcher, judge, messages.Settled(nonce)) == messages.Value(nonce, True)
        run = importlib.import_module("inside").run
        run(sys.modules["work_of_a_test"])
        assert ask(dispatcher, judge, messages.Settled(nonce)) == messages.Value(nonce, settled)


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
        asked = messages.Settled(b"n" * messages.NONCE_BYTES)

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
