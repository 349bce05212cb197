"""All peers, and which of them an interpreter has."""

import subprocess

from benchmarks.peers.check50 import Check50
from benchmarks.peers.gradescope import Gradescope
from benchmarks.peers.nbgrader import Nbgrader
from benchmarks.peers.otter import Otter
from benchmarks.peers.peer import Peer

PEERS: tuple[type[Peer], ...] = (Gradescope, Check50, Otter, Nbgrader)
_FIND = "import importlib.util, sys; print(*(name for name in sys.argv[1:] if importlib.util.find_spec(name)))"
_OURS = ("torch", "msgspec", "pydantic")
"""What the checks import."""


def found(python: str) -> list[type[Peer]]:
    """Return the peers that an interpreter can import.

    Raises:
        SystemExit: it is no interpreter, or has peers but not what the checks need.
    """
    modules = [peer.module for peer in PEERS]
    try:
        said = subprocess.run(
            [python, "-c", _FIND, *_OURS, *modules], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(f"{python} is no Python interpreter: {error}") from error
    importable = set(said.split())
    installed = [peer for peer in PEERS if peer.module in importable]
    lacking = [name for name in _OURS if name not in importable]
    if installed and lacking:
        raise SystemExit(f"{python} has no {', '.join(lacking)}: install this project beside the peers")
    return installed
