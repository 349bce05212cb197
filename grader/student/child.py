"""A student process: confines itself, then answers requests until the judge closes the wire.

Whatever this module promises, a submission can break: it runs in here. Nothing
of the verdict depends on it. What does matter happens before the first request:
the process is confined, and holds nothing worth stealing.
"""

import os
import random
import socket
import tempfile

import msgspec
import numpy as np

from grader.confine.apply import apply
from grader.confine.cgroups import join
from grader.confine.policy import ConfinementError, Policy
from grader.student import loader, streams
from grader.student import record as recorder
from grader.student.dispatch import Dispatcher
from grader.wire.frames import Channel, PeerClosedError
from grader.wire.jobs import CONFINEMENT_FAILED, Hello, StudentJob, encode
from grader.wire.tensors import seed_generators


def run(job: StudentJob, wire: int, output: int, record: int | None = None) -> int:
    """Do the job; return the exit code. Called in a process that was just forked.

    Args:
        job: what to do.
        wire: the descriptor of the wire.
        output: the descriptor of the output file.
        record: where to write what lines of the submission run; only audits of the course's own code pass it.
    """
    streams.install(output)
    os.chdir(job.work)
    channel = Channel(socket.socket(fileno=wire))
    try:
        join(job.cgroup)
        policy = msgspec.msgpack.decode(job.policy, type=Policy)
        held = apply(msgspec.structs.replace(policy, keep=(wire,) if record is None else (wire, record)))
    except ConfinementError as error:
        channel.send(encode(Hello("process", fault=str(error))))
        return CONFINEMENT_FAILED
    os.environ.update(TMPDIR=job.work, HOME=job.work, USER="student", TORCHINDUCTOR_CACHE_DIR=job.work)
    tempfile.tempdir = job.work
    seed(job.seed)
    if record is not None:
        recorder.start(record, job.code)
    dispatcher = Dispatcher(channel, job, seed)
    if job.inside:
        loader.install({"inside": job.inside}, dispatcher.imported)
    # The last thing before requests: what went wrong until here was no fault of a submission.
    channel.send(encode(Hello(held.isolation, held.mechanisms, held.missing)))
    try:
        dispatcher.serve()
    except PeerClosedError:
        return 0
    return 0


def seed(value: int) -> None:
    """Seed every random number generator that a submission is likely to use."""
    seed_generators(value)
    random.seed(value)
    np.random.seed(value % 2**32)  # noqa: NPY002 -- the legacy generator is the one students call
