"""The process: confines itself, reads one file, tells what is in it, ends."""

import argparse
import importlib
import socket
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, Final

import msgspec

from grader.confine.apply import apply
from grader.confine.policy import ConfinementError, Policy
from grader.reader.messages import Bounds, Content, Done, Job, No, Refusal, decode_job, encode
from grader.wire.frames import Channel, PeerClosedError
from grader.wire.jobs import CONFINEMENT_FAILED, Hello

Read = Callable[[BinaryIO, Bounds], Iterator[tuple[Content, bytes]]]

_READERS: Final = {
    "archive": ("grader.reader.archive", "read_archive"),
    "notebook": ("grader.reader.notebook", "read_notebook"),
}


def main(arguments: Sequence[str]) -> int:
    """Do the job that comes over the wire; return the exit code."""
    parser = argparse.ArgumentParser(prog="grader.reader", description=__doc__)
    parser.add_argument("--wire", type=int, required=True, help="descriptor of the socket")
    wire = parser.parse_args(arguments).wire
    channel = Channel(socket.socket(fileno=wire))
    try:
        job = decode_job(channel.receive()[0])
        module, name = _READERS[job.kind]
        read: Read = getattr(importlib.import_module(module), name)  # while files can still be opened
        try:
            policy = msgspec.msgpack.decode(job.policy, type=Policy)
            held = apply(msgspec.structs.replace(policy, keep=(wire,)))
        except ConfinementError as error:
            channel.send(encode(Hello("process", fault=str(error))))
            return CONFINEMENT_FAILED
        channel.send(encode(Hello(held.isolation, held.mechanisms, held.missing)))
        channel.send(encode(_tell(read, job, channel)))
    except PeerClosedError:  # whoever asked has heard enough
        return 0
    return 0


def _tell(read: Read, job: Job, channel: Channel) -> No | Done:
    """Send what is in the file; return how that ended."""
    try:
        with open(0, "rb", closefd=False) as file:
            for message, body in read(file, job.bounds):
                channel.send(encode(message), [body])
    except Refusal as refusal:
        return refusal.no
    except (MemoryError, RecursionError):
        return No("exhausting")
    except PeerClosedError:
        raise
    except Exception as error:  # noqa: BLE001 - parsers raise anything over hostile bytes, and all of it means the same
        return No("damaged", detail=type(error).__name__)
    return Done()
