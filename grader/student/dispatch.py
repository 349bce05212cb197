"""What a student process does with each request."""

import _thread
import itertools
import linecache
import os
import select
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import torch

from grader.fork.settings import Names, Settings
from grader.student import literal, loader
from grader.student.snapshot import Snapshot
from grader.wire import messages
from grader.wire.arguments import unpack
from grader.wire.encode import Encoder
from grader.wire.frames import Channel
from grader.wire.jobs import StudentJob
from grader.wire.messages import Frame, Raised, Request, Value
from grader.wire.values import RefNode, WireValueError

NAMES: Final = Names()
"""As they are in the zygote, which imports this module and has all others watched too."""

_MOST_OPEN: Final = 64
"""So many descriptors a student process may have."""

_MESSAGE_CAP: Final = 4_000
_FRAMES_CAP: Final = 20
_LINE_CAP: Final = 300


class Dispatcher:
    """Answers the judge's requests, one at a time, nested where a callback asks back.

    Args:
        channel: the wire.
        job: what this process is for.
        seed: seeds the random number generators.
    """

    def __init__(self, channel: Channel, job: StudentJob, seed: Callable[[int], None]) -> None:
        self._channel = channel
        self._job = job
        self._seed = seed
        self._handles: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._count = itertools.count(1)
        self._requests: list[bytes] = []
        self._fault: BaseException | None = None
        self._thread = threading.get_ident()
        self._snapshot = Snapshot({"inside", *(name for name, _file in job.modules)})
        self._settings: Settings | None = None
        self._open = _open_descriptors()
        self._threads = _thread._count()  # noqa: SLF001 -- threading does not know them all
        self._is_unseen = False
        self._note_modes()
        NAMES.remember()

    def serve(self) -> None:
        """Answer requests until the judge closes the wire."""
        while True:
            self._step()

    def _step(self) -> tuple[Request, bytearray] | None:
        """Take one request and answer it; return it instead where it ends a callback."""
        descriptors: list[int] = []
        head, body = self._channel.receive(descriptors)
        request = messages.decode_request(head)
        if isinstance(request, messages.CallbackResult | messages.CallbackRaised):
            return request, body
        if isinstance(request, messages.Begin):
            self._begin(request.seed, descriptors)
            return None
        self._requests.append(request.nonce)
        try:
            value = self._do(request, body)
            self._answer(request.nonce, value)
        except BaseException as error:  # noqa: BLE001 -- whatever a submission raises is its answer, SystemExit too
            self._channel.send(messages.encode(self._describe(request.nonce, error)))
        finally:
            self._requests.pop()
        return None

    def _answer(self, nonce: bytes, value: Any) -> None:
        encoder = Encoder(self._keep)
        node = encoder.encode(value)
        head = messages.encode(Value(nonce, node, tuple(encoder.tensors.heads)))
        self._channel.send(head, encoder.tensors.buffers)

    def _begin(self, seed: int, outputs: list[int]) -> None:
        """Make all as new for a check, as far as that can be. What goes wrong is the answer to its requests."""
        self._fault = None
        try:
            for output in outputs:
                os.dup2(output, 1)
                os.dup2(output, 2)
                os.close(output)
            with warnings.catch_warnings():
                pass  # which makes Python forget what it has warned of once
            self._handles = {0: self._handles[0]} if 0 in self._handles else {}
            self._numbers = {id(value): number for number, value in self._handles.items()}
            torch.set_default_dtype(self._default_dtype)
            torch.set_grad_enabled(self._grad_mode)
            self._seed(seed)
        except BaseException as error:  # noqa: BLE001 -- a submission may have put something in the place of any of these
            self._fault = error

    def _do(self, request: Request, body: bytearray) -> Any:  # noqa: C901 -- one line a message
        if self._fault is not None:
            raise self._fault
        match request:
            case messages.Seed():
                return self._seed(request.seed)
            case messages.Load():
                return self._load()
            case messages.GetAttr():
                return getattr(self._handles[request.target], request.name)
            case messages.Invoke():
                args, kwargs = self._unpack(request.arguments, body)
                return self._handles[request.target](*args, **kwargs)
            case messages.GetItem():
                args, _ = self._unpack(request.arguments, body)
                return self._handles[request.target][args[0]]
            case messages.Take():
                return list(itertools.islice(iter(self._handles[request.target]), request.count))
            case messages.Measure():
                return len(self._handles[request.target])
            case messages.Run():
                args, kwargs = self._unpack(request.arguments, body)
                return args[0](self._handles.get(0), *args[1:], **kwargs)
            case messages.Put():
                args, _ = self._unpack(request.arguments, body)
                return RefNode(self._keep(args[0]), type(args[0]).__qualname__)
            case messages.Literal():
                files = [Path(self._job.code, file) for _name, file in self._job.modules]
                return literal.read(files, request.name)
            case messages.Settled():
                return self._is_settled()
        raise WireValueError("no such request")

    def _load(self) -> None:
        # Not before: where sources are only read, nothing of a submission can be imported.
        files = {name: str(Path(self._job.code, file)) for name, file in self._job.modules if name != "inside"}
        loader.install(files, self.imported)
        self._handles[0] = loader.load(self._job.modules[0][0])
        self._numbers[id(self._handles[0])] = 0
        self._note_modes()
        # What it put into a library's module, or has a thread hold, nobody looks into; nor into a file left open.
        self._is_unseen |= not NAMES.hold() or _thread._count() > self._threads  # noqa: SLF001
        self._settings = Settings(NAMES, to_come={"inside"})

    def imported(self, module: ModuleType) -> None:
        """Remember a module of the submission, or `inside`, as it is after its import."""
        self._is_unseen |= self._settings is not None and module.__name__ != "inside"
        self._snapshot.add(module)

    def _is_settled(self) -> bool:
        """Tell whether all is as after the import, but for what `_begin` resets."""
        return (
            self._settings is not None
            and not self._is_unseen
            and self._open == _open_descriptors()
            and self._snapshot.holds()
            and self._settings.hold()
        )

    def _note_modes(self) -> None:
        """Remember how the submission's import left torch: so each check finds it."""
        self._default_dtype = torch.get_default_dtype()
        self._grad_mode = torch.is_grad_enabled()

    def _keep(self, value: Any) -> int:
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = next(self._count)
            self._handles[number] = value
        return number

    def _unpack(self, packed: messages.Packed, body: bytearray) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return unpack(packed, body, self._resolve)

    def _resolve(self, kind: str, number: int) -> Any:
        return self._handles[number] if kind == "handle" else Callback(self, number)

    def call_back(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Have the judge run callback `number`, answering what it asks meanwhile; return its result."""
        if threading.get_ident() != self._thread:
            raise RuntimeError("this function can only be called from the main thread")
        encoder = Encoder(self._keep)
        node = encoder.encode((args, kwargs))
        nonce = self._requests[-1]
        call = messages.CallbackCall(nonce, number, node, tuple(encoder.tensors.heads))
        self._channel.send(messages.encode(call), encoder.tensors.buffers)
        while True:
            ended = self._step()
            if ended is not None:
                break
        result, body = ended
        if isinstance(result, messages.CallbackRaised):
            kind = getattr(__import__("builtins"), result.type_name, RuntimeError)
            raise kind(result.message)
        assert isinstance(result, messages.CallbackResult)  # noqa: S101 -- for the type checker
        values, _ = self._unpack(result.arguments, body)
        return values[0]

    def _describe(self, nonce: bytes, error: BaseException) -> Raised:
        try:
            message = _encodable(str(error)[:_MESSAGE_CAP])
        except BaseException:  # noqa: BLE001 -- a submission's own __str__
            message = "(its message cannot be shown: __str__ raised)"
        mro = tuple(_encodable(kind.__name__[:200]) for kind in type(error).__mro__[:50])
        return Raised(nonce, mro, message, self._frames(error))

    def _frames(self, error: BaseException) -> tuple[Frame, ...]:
        frames, running = [], set()
        code = self._job.code.rstrip("/") + "/"
        traceback = error.__traceback__
        while traceback is not None:
            file = traceback.tb_frame.f_code.co_filename
            if self._job.code and file.startswith(code):
                name = file.removeprefix(code)
            elif self._job.inside and file == self._job.inside:
                name = "inside.py"
            else:
                traceback = traceback.tb_next
                continue
            running.add(file)
            line = _encodable(linecache.getline(file, traceback.tb_lineno).strip()[:_LINE_CAP])
            frames.append(Frame(name, traceback.tb_lineno, traceback.tb_frame.f_code.co_name[:200], line))
            traceback = traceback.tb_next
        # What runs has been parsed: a text that was compiled under its name is none of its lines.
        file = str(error.filename) if isinstance(error, SyntaxError) else ""
        if isinstance(error, SyntaxError) and file.startswith(code) and file not in running:
            text = _encodable(str(error.text or "").strip()[:_LINE_CAP])
            frames.append(Frame(file.removeprefix(code), error.lineno or 0, "<module>", text))
        return tuple(frames[-_FRAMES_CAP:])


def _open_descriptors() -> frozenset[int]:
    """Return the descriptors that are open."""
    poll = select.poll()
    for descriptor in range(_MOST_OPEN):
        poll.register(descriptor, 0)
    closed = {descriptor for descriptor, event in poll.poll(0) if event & select.POLLNVAL}
    return frozenset(range(_MOST_OPEN)) - closed


def _encodable(text: str) -> str:
    """Return the text without half characters, which no encoding takes."""
    return text.encode("utf-8", "replace").decode()


class Callback:
    """Stands in a student process for a function of the judge."""

    def __init__(self, dispatcher: Dispatcher, number: int) -> None:
        self._dispatcher = dispatcher
        self._number = number

    def __deepcopy__(self, memo: dict[int, Any]) -> "Callback":
        """Return itself, as copying a function does: a module that holds it can be copied."""
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the function in the judge and return what it returns."""
        return self._dispatcher.call_back(self._number, args, kwargs)
