"""Grade many submissions side by side, each on its own: nothing one of them does stops another."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Literal, Protocol

from grader.batch.entries import SINGLE_FILES, Entry
from grader.batch.ledger import Ledger
from grader.batch.standing import Standing
from grader.confine import nests
from grader.confine.private import home
from grader.errors import EnvironmentFault, GraderError
from grader.model.clean import clean_line
from grader.model.exercise import Exercise
from grader.model.names import shown
from grader.model.report import Report
from grader.model.scoring import summarize
from grader.model.submission import Submission
from grader.model.text import Language
from grader.sandbox.yard import Isolation
from grader.submission.collect import collect, locate
from grader.submission.problems import Problem
from grader.submission.unpack import unpack, unwrap


class BatchGrader(Protocol):
    """What a batch needs of `grader.grading.Grader`."""

    def seed_for(self, exercise: Exercise, submission: Submission) -> str:
        """Return the seed that a grading would have."""

    def grade(
        self,
        exercise: Exercise,
        submission: Submission,
        *,
        learner: str,
        seed: str,
        authority: Literal["self", "course"],
    ) -> Report:
        """Grade one submission of one exercise. Called from several threads."""


@dataclass(frozen=True)
class Done:
    """What came of one entry: its standing, or why there is none. `reused` counts reports of an earlier run."""

    entry: Entry
    standing: Standing | None
    reused: int = 0
    fault: str = ""


@dataclass(frozen=True)
class Batch:
    """How a batch grades.

    Args:
        exercises: what everybody was asked.
        grader: grades; it is shared by all threads.
        ledger: takes each report as soon as it is known.
        isolation: how the processes that take archives apart are held.
        language: of reasons for refusals.
    """

    exercises: Sequence[Exercise]
    grader: BatchGrader
    ledger: Ledger
    isolation: Isolation
    language: Language = "en"

    def run(self, entries: Sequence[Entry], jobs: int, on_done: Callable[[Done], None]) -> list[Done]:
        """Grade every entry, `jobs` at a time, and tell of each when it is done.

        An interruption leaves what is known in the ledger; a later run goes on from there.
        """
        done: list[Done] = []
        waiting = iter(entries)
        with ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="batch") as pool:
            running: set[Future[Done]] = set()
            try:
                while True:
                    # No more than are graded at once: ten thousand waiting futures would be held for nothing.
                    running |= {pool.submit(self.grade, entry) for entry in _take(waiting, jobs - len(running))}
                    if not running:
                        return done
                    finished, running = wait(running, return_when=FIRST_COMPLETED)
                    for future in finished:
                        result = future.result()
                        on_done(result)
                        done.append(result)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def grade(self, entry: Entry) -> Done:
        """Grade one entry. Never raises for what a submission holds.

        Raises:
            EnvironmentFault: this machine cannot grade any more, which is nobody's fault who handed in.
        """
        try:
            with self._open(entry) as folder, nests.scratch(home()) as scratch:
                return self._grade_folder(entry, folder, scratch)
        except Problem as problem:
            return Done(entry, None, fault=clean_line(problem.sentence(self.language)))
        except EnvironmentFault:
            raise
        except GraderError as error:
            return Done(entry, None, fault=clean_line(error.message))
        except OSError as error:
            return Done(entry, None, fault=f"{shown(entry.path.name)} cannot be read: {error.strerror}")

    def _grade_folder(self, entry: Entry, folder: Path, scratch: Path) -> Done:
        reports: list[Report] = []
        reused = 0
        for exercise in self.exercises:
            submission = collect(
                exercise,
                locate(exercise, folder),
                scratch / exercise.spec.folder_name,
                language=self.language,
                isolation=self.isolation,
            )
            seed = self.grader.seed_for(exercise, submission)
            report = self.ledger.reuse(entry.learner, exercise.spec.id, exercise.digest, submission.digest, seed)
            if report is None:
                report = self.grader.grade(exercise, submission, learner=entry.learner, seed=seed, authority="course")
                self.ledger.write(entry.learner, report)
            else:
                reused += 1
            reports.append(report)
        return Done(entry, Standing.of(summarize(reports, entry.learner)), reused)

    @contextmanager
    def _open(self, entry: Entry) -> Iterator[Path]:
        """Yield the folder to grade: the entry's, or a private one with what its archive or single file holds."""
        if entry.path.is_dir():
            yield entry.path
            return
        with nests.scratch() as private:
            into = private / "unpacked"
            if entry.path.suffix.lower() in SINGLE_FILES:
                into.mkdir()
                stem = Path(self.exercises[0].spec.files[0]).stem
                copyfile(entry.path, into / f"{stem}{entry.path.suffix.lower()}")
                yield into
            else:
                unpack(entry.path, into, isolation=self.isolation)
                yield unwrap(into, {exercise.spec.folder_name for exercise in self.exercises})


def _take(entries: Iterator[Entry], count: int) -> list[Entry]:
    return [entry for _, entry in zip(range(count), entries, strict=False)]
