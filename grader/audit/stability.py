"""The reference passes whatever the seed, the number of threads and the load; its checks are far from their limits."""

import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Final

from grader.audit.bench import Trial, Verdicts
from grader.audit.family import Subject
from grader.audit.figures import CheckTime, Examination, StabilityFigures
from grader.audit.finding import Finding, Rule

FLAKE: Final = Rule(
    id="T601",
    name="flake",
    severity="error",
    holds="The reference passes every check in every run: other seeds, other numbers of threads, a busy machine.",
)
SLOW: Final = Rule(
    id="T602",
    name="slow",
    severity="warning",
    holds="No check takes more than a fifth of its time limit on the reference.",
)

THREADS: Final = (1, 2, 4)
NEAR: Final = 0.2
_FIRST_SEED: Final = 100
_BURNERS: Final = 2
_BURN: Final = "while True:\n    pass"
_SET_THREADS: Final = "\n\n__import__('torch').set_num_threads({threads})\n"


class Stability:
    """Grades the reference again and again."""

    name = "stability"
    quick = False
    needs_sound = True
    rules = (FLAKE, SLOW)

    def examine(self, subject: Subject) -> Examination:
        """Run all but a third of the runs on the machine as it is, and the rest beside processes that never rest."""
        trials = _trials(subject)
        under_load = max(1, len(trials) // 3)
        quiet = subject.run(trials[under_load:])
        with load():
            busy = subject.run(trials[:under_load])
        times = _times(quiet, subject)
        findings = (*_flakes(quiet, ""), *_flakes(busy, " on a busy machine"), *_slow(times))
        return Examination(findings=findings, figures=StabilityFigures(runs=len(trials), times=times))


def _trials(subject: Subject) -> list[Trial]:
    first = subject.exercise.spec.files[0]
    source = (subject.reference_folder / first).read_text(encoding="utf-8")
    made = []
    for number, threads in zip(range(subject.plan.runs), cycle(THREADS), strict=False):
        label = f"seed {_FIRST_SEED + number}, {threads} thread{'s' * (threads > 1)}"
        seed = _FIRST_SEED + number
        if threads == 1 or Path(first).suffix != ".py":
            made.append(Trial(label, source=subject.reference_folder, seed=seed, arbitrate=False, remembered=False))
        else:
            text = (first, source + _SET_THREADS.format(threads=threads))
            made.append(Trial(label, text=text, seed=seed, arbitrate=False, remembered=False))
    return made


@contextmanager
def load() -> Iterator[None]:
    """Keep cores busy, with processes that do nothing else."""
    burners = [subprocess.Popen([sys.executable, "-I", "-S", "-c", _BURN]) for _ in range(_BURNERS)]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


def _flakes(runs: Sequence[Verdicts], where: str) -> Iterator[Finding]:
    for verdicts in runs:
        for name in sorted(verdicts.lost):
            yield FLAKE.at(
                name,
                f"the reference loses it with {verdicts.trial.label}{where}: {verdicts.reason(name)}",
                advice="Whoever hands in a right answer must never lose to chance.",
            )


def _times(runs: Sequence[Verdicts], subject: Subject) -> tuple[CheckTime, ...]:
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for verdicts in runs:
        for check in verdicts.checks:
            if check.seconds is not None:
                seconds[check.name].append(check.seconds)
    limit = subject.exercise.spec.limits.seconds
    return tuple(
        CheckTime(check=name, median=statistics.median(taken), longest=max(taken), limit=limit)
        for name, taken in seconds.items()
    )


def _slow(times: Sequence[CheckTime]) -> Iterator[Finding]:
    for time in times:
        if time.median > NEAR * time.limit:
            yield SLOW.at(
                time.check,
                f"takes {time.median:.2f} s of {time.limit:g} s on the reference",
                advice="Shrink its inputs, or raise limits.seconds: a right answer may be five times slower.",
            )
