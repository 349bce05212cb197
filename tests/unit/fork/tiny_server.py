"""A fork server without torch: each child does one small thing, named by its job."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

from grader.fork.server import ForkServer
from grader.wire.frames import Channel


def work(job: bytes, descriptors: list[int]) -> int:  # noqa: C901, PLR0912 -- one case a job
    """Do what the job says, with the descriptors that came along."""
    name, _, argument = job.decode().partition(" ")
    match name:
        case "exit":
            return int(argument)
        case "signal":
            os.kill(os.getpid(), int(argument))
        case "raise":
            raise RuntimeError(argument)
        case "wait":
            tell(descriptors)
            signal.pause()
        case "stubborn":
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            tell(descriptors)
            signal.pause()
        case "burn":
            until = time.process_time() + float(argument)
            while time.process_time() < until:
                pass
        case "fill":
            bytearray(int(argument)).count(1)
        case "leave":
            leave_behind(descriptors, int(argument))
        case "descriptors":
            names = sorted(int(name) for name in os.listdir("/proc/self/fd"))  # noqa: PTH208 -- numbers
            Channel(socket.socket(fileno=descriptors[0])).send(repr(names).encode())
        case "serve":
            ForkServer(socket.socket(fileno=descriptors[0]), work, {}).serve()
        case "thread":
            threading.Timer(0.05, os._exit, [int(argument)]).start()
            tell(descriptors)
            signal.pause()
    return 0


def tell(descriptors: list[int]) -> None:
    """Say that the child is where the test wants it."""
    os.write(descriptors[0], b"%d\n" % os.getpid())


def leave_behind(descriptors: list[int], count: int) -> None:
    """Start processes that outlive the child: in its session, and in sessions of their own."""
    for number in range(count):
        waits = subprocess.Popen(["sleep", "1000"], start_new_session=bool(number % 2))
        os.write(descriptors[0], b"%d\n" % waits.pid)


def main(arguments: Sequence[str]) -> int:
    """Serve; with `--sleep`, be slow to get ready; with `--fail`, end instead."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--control", type=int, required=True)
    parser.add_argument("--fail", default="")
    parser.add_argument("--mute", action="store_true")
    options = parser.parse_args(arguments)
    if options.fail:
        sys.exit(options.fail)
    if options.mute:
        signal.pause()
    ForkServer(socket.socket(fileno=options.control), work, {"tiny": "1"}).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
