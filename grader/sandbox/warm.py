"""The parent's side: zygotes kept warm, and student processes forked from them."""

import os
import shutil
import site
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

import grader
from grader.confine.policy import Policy
from grader.fork.client import Child, ForkClient, clean_environment
from grader.model.exercise import Limits
from grader.sandbox.link import NeedStudent
from grader.wire import jobs

Isolation = Literal["auto", "confined", "process"]


class Zygotes:
    """One zygote for each set of modules that exercises want preloaded, started when first needed."""

    def __init__(self) -> None:
        self._clients: dict[tuple[str, ...], ForkClient] = {}

    def start(self, preload: Sequence[str] = ()) -> ForkClient:
        """Return the zygote for this preload, starting it (without waiting) where it does not run."""
        key = tuple(sorted(set(preload)))
        client = self._clients.get(key)
        if client is None or not client.is_alive:
            if client is not None:
                client.close()
            arguments = [word for module in key for word in ("--preload", module)]
            client = self._clients[key] = ForkClient("grader.student", arguments, clean_environment())
        return client

    def close(self) -> None:
        """End all zygotes, and with them every student process."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()


class Yard:
    """A private folder for one grading: copies of what a student process may read, and its work folders.

    Args:
        submission: the private copy of the submission; the caller keeps it.
        reference: the reference solution's files, or None.
        inside: the exercise's inside.py, or None.
        modules: importable names and files of a submission; the first is the work.
    """

    def __init__(
        self, submission: Path, reference: Path | None, inside: Path | None, modules: tuple[tuple[str, str], ...]
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="grader-"))
        self.folder.chmod(0o711)
        self.modules = modules
        self._code = {False: submission, True: None if reference is None else self.folder / "reference"}
        if reference is not None:
            shutil.copytree(reference, self.folder / "reference", ignore=shutil.ignore_patterns("__pycache__"))
        self._inside = ""
        if inside is not None:
            (self.folder / "inside").mkdir()
            self._inside = str(shutil.copyfile(inside, self.folder / "inside" / "inside.py"))

    def job(self, need: NeedStudent, limits: Limits, isolation: Isolation) -> jobs.StudentJob:
        """Return the job of a student process, its work folder made."""
        code = self._code[need.reference] if need.code else None
        if need.code and code is None:
            raise FileNotFoundError("the exercise has no reference solution")
        work = self.folder / f"work-{'r' if need.reference else 's'}{need.work}"
        work.mkdir(exist_ok=True)
        inside = self._inside if need.inside else ""
        readable = [str(code)] if code else []
        if inside:
            readable.append(str(Path(inside).parent))
        policy = Policy(
            mode=isolation,
            read=(*readable, *runtime_folders()),
            write=(str(work),),
            keep=(),
            data_bytes=limits.memory,
            # Only a backstop: the judge's clock measures each check.
            cpu_seconds=int(limits.seconds * 20) + 60,
            file_bytes=limits.disk,
            threads=limits.threads,
            uid=None,
            gid=None,
        )
        return jobs.StudentJob(
            policy=msgspec.msgpack.encode(policy),
            code=str(code) if code else "",
            modules=self.modules,
            inside=inside,
            work=str(work),
            seed=need.seed,
        )

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


def start_student(zygote: ForkClient, job: jobs.StudentJob, wire: int, output: int) -> Child:
    """Fork a student process that does `job`, with its end of the wire and its output file."""
    return zygote.fork(jobs.encode(job), [wire, output])


def runtime_folders() -> tuple[str, ...]:
    """Return the folders that Python, torch and the grader are read from, outermost only."""
    named = [sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")]
    named += [*site.getsitepackages(), str(Path(grader.__file__).parent)]
    named += ["/lib", "/lib64", "/usr/lib", "/usr/local/lib", "/etc/ld.so.cache"]
    real = sorted({os.path.realpath(path) for path in named if Path(path).exists()})
    return tuple(path for path in real if not any(path != other and path.startswith(f"{other}/") for other in real))
