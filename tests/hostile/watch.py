"""Eyes and ears: what arrives on loopback, and which processes there are."""

import contextlib
import select
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

_PATIENCE: Final = 5.0


class Listeners:
    """Ears on loopback: TCP, UDP, a Unix socket in a folder and an abstract one."""

    def __init__(self, path: Path) -> None:
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self._tcp.getsockname()[1]
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", self.port))
        self._unix = socket.socket(socket.AF_UNIX)
        with contextlib.chdir(path.parent):
            self._unix.bind(path.name)
        self._unix.listen()
        self._abstract = socket.socket(socket.AF_UNIX)
        self._abstract.bind(f"\0hostile-{self.port}")
        self._abstract.listen()

    def heard(self) -> list[str]:
        """Tell who came."""
        names = {self._tcp: "TCP", self._udp: "UDP", self._unix: "a Unix socket", self._abstract: "an abstract socket"}
        ready, _, _ = select.select(list(names), [], [], 0)
        for ear in ready:
            ear.recv(1) if ear is self._udp else ear.accept()[0].close()
        return [f"something arrived by {names[ear]}" for ear in ready]

    def close(self) -> None:
        """Stop listening."""
        for ear in (self._tcp, self._udp, self._unix, self._abstract):
            ear.close()


def descendants(pid: int) -> frozenset[int]:
    """The processes that came of one, as far as they are known by their parents."""
    found: set[int] = set()
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):
                for child in (task / "children").read_text("ascii").split():
                    found |= {int(child), *descendants(int(child))}
    return frozenset(found)


def settles(condition: Callable[[], bool]) -> bool:
    """Wait, not for long, until something holds: an ended process is in the table until it is reaped."""
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
