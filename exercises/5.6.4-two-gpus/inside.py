"""Runs in the student's process: devices whose work is done elsewhere, and devices that are real GPUs."""

import torch

_real = {}


class Device:
    """A device that reports what it is asked to do.

    Args:
        name: tells devices apart.
        launch: called with the name and a job; returns the job's result.
        sync: called with the name.
    """

    def __init__(self, name, launch, sync):
        self._name, self._launch, self._sync = name, launch, sync

    def launch(self, job):
        """Put a job into the queue."""
        return self._launch(self._name, job)

    def sync(self):
        """Wait until the queue is empty."""
        self._sync(self._name)


def run_sequential(work, name, jobs, launch, sync, clock):
    """Do all jobs on one device."""
    return work.run_sequential(Device(name, launch, sync), jobs, clock=clock)


def run_parallel(work, names, jobs, launch, sync, clock):
    """Do each job on the device of that name; the same name is the same device."""
    devices = {name: Device(name, launch, sync) for name in names}
    return work.run_parallel([devices[name] for name in names], jobs, clock=clock)


class Gpu:
    """A real GPU."""

    def __init__(self, index):
        self._index = index

    def launch(self, job):
        """Start the products of a job, whose matrices are on this GPU."""
        A, B, products = job
        for _ in range(products):
            C = A @ B
        return C

    def sync(self):
        """Wait for this GPU."""
        torch.cuda.synchronize(self._index)


def place(_work, indices, matrices, products):
    """Put the matrices of each job on its GPU, and start a first product there; wait for all that."""
    _real["devices"] = [Gpu(index) for index in indices]
    _real["jobs"] = [
        (A.to(f"cuda:{index}"), B.to(f"cuda:{index}"), products)
        for index, (A, B) in zip(indices, matrices, strict=True)
    ]
    for device, (A, B, _) in zip(_real["devices"], _real["jobs"], strict=True):
        device.launch((A, B, 1))
        device.sync()


def run_on_gpus(work, *, parallel):
    """Do the jobs that were placed; return the seconds, and the first row of each result, for which all is waited."""
    if parallel:
        seconds, results = work.run_parallel(_real["devices"], _real["jobs"])
    else:
        seconds, results = work.run_sequential(_real["devices"][0], _real["jobs"])
    return {"seconds": seconds, "rows": [C[0].cpu() for C in results]}
