"""What confinement costs: a child forked from a process with torch imported, with it and without it.

`python benchmarks/confinement.py [ROUNDS]`. All kinds are measured in one run, in turn, so that a busy machine slows
all of them; what counts is the difference. A child is ready when it has written one byte to its pipe. A second pair
also takes a training step before it says so, which shows whether the filter costs anything afterwards.
"""

import gc
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

import msgspec
import torch
from torch import nn

from grader.confine.apply import MECHANISMS, apply, prepare
from grader.confine.paths import library_paths
from grader.confine.policy import Policy

ROUNDS = 100
TARGET_MS = 5.0

Confine = Callable[[Policy], object]


def free(_policy: Policy) -> None:
    """No confinement."""


def in_parts(policy: Policy) -> None:
    """Confine, and print what each mechanism takes."""
    parts = []
    for name, mechanism in MECHANISMS:
        start = time.perf_counter()
        mechanism(policy)
        parts.append(f"{name} {(time.perf_counter() - start) * 1e6:.0f}")
    print("one child, microseconds:", ", ".join(parts), flush=True)


def step() -> None:
    """One training step of a small net, without an optimizer, whose first use imports half a second of torch."""
    net = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))
    net(torch.ones(4, 8)).sum().backward()
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.add_(parameter if parameter.grad is None else parameter.grad, alpha=-0.1)


def child_ms(policy: Policy, confine: Confine, work: Callable[[], object]) -> float:
    """Milliseconds from before the fork until the child is ready."""
    out, into = os.pipe()
    kept = msgspec.structs.replace(policy, keep=(into,))
    start = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        try:
            confine(kept)
            work()
            os.write(into, b"x")
        finally:
            os._exit(0)
    os.close(into)
    ready = os.read(out, 1)
    spent = time.perf_counter() - start
    os.close(out)
    os.waitpid(pid, 0)
    if not ready:
        raise SystemExit("a child died before it was ready")
    return spent * 1000


def main(rounds: int) -> int:
    """Measure and print; 1 where the target is missed."""
    torch.set_num_threads(1)
    folder = tempfile.mkdtemp(prefix="grader-benchmark-")
    policy = Policy(
        mode="confined",
        read=library_paths(),
        write=(folder,),
        keep=(),
        data_bytes=1 << 30,
        cpu_seconds=60,
        file_bytes=1 << 26,
    )
    prepare()
    gc.collect()
    gc.freeze()
    kinds: dict[str, tuple[Confine, Callable[[], object]]] = {
        "fork, ready": (free, bool),
        "fork, confined, ready": (apply, bool),
        "fork, step, ready": (free, step),
        "fork, confined, step, ready": (apply, step),
    }
    measured: dict[str, list[float]] = {name: [] for name in kinds}
    try:
        child_ms(policy, in_parts, bool)
        for _ in range(rounds):
            for name, (confine, work) in kinds.items():
                measured[name].append(child_ms(policy, confine, work))
    finally:
        shutil.rmtree(folder)
    medians = {name: statistics.median(values) for name, values in measured.items()}
    for name, median in medians.items():
        print(f"{name:28} {median:6.2f} ms median of {rounds}, fastest {min(measured[name]):.2f}")
    bare, confined, step_bare, step_confined = medians.values()
    print(f"confinement adds {confined - bare:.2f} ms (target: at most {TARGET_MS:g} ms)")
    print(f"and {step_confined - step_bare:.2f} ms where a training step follows")
    return 0 if confined - bare <= TARGET_MS else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
