"""A grader that is killed itself: whatever it started ends with it."""

import subprocess
import sys
from pathlib import Path

import pytest

from grader.confine.nests import sweep_dead
from tests.polling import eventually, runs
from tests.sandbox.bench import Bench

pytestmark = pytest.mark.sandbox

GRADES_FOR_EVER = """
import sys
from pathlib import Path
from grader.api import Grader, collect, load_exercise
from tests.sandbox.conftest import judges, students, zygotes
import threading

exercise = load_exercise(Path(sys.argv[1]))
submission = collect(exercise, Path(sys.argv[2]), Path(sys.argv[3]))
with Grader() as grader:
    def tell():
        while not (students(grader) and judges(grader)):
            threading.Event().wait(0.01)
        servers = [grader._judges._base.pid, *(kept.server.pid for kept in grader._judges._exercises.values())]
        print(*servers, *judges(grader), *zygotes(grader), *students(grader), flush=True)
    threading.Thread(target=tell).start()
    grader.grade(exercise, submission)
"""


def test_nothing_outlives_a_killed_parent(bench: Bench, private_tmp: Path) -> None:
    """Servers, judges and student processes end with whoever started them, in the middle of whatever they do."""
    exercise = bench.exercise(
        "def test_it(student):\n    equal(student.sleep(), 1)\n", reference="", spec="[limits]\nseconds = 600\n"
    )
    submission = bench.hand_in(exercise, "import time\n\ndef sleep():\n    time.sleep(1000)\n")
    before = set(private_tmp.iterdir())
    arguments = [str(exercise.folder), str(submission.folder), str(bench.folder / "another-copy")]
    with subprocess.Popen(
        [sys.executable, "-c", GRADES_FOR_EVER, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env={"TMPDIR": str(private_tmp), "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        assert len(pids) == 5
        parent.kill()
        parent.wait(30)
    assert eventually(lambda: not any(map(runs, pids)))
    assert set(private_tmp.iterdir()) - before  # a killed parent cannot clean up

    def is_swept() -> bool:
        sweep_dead(private_tmp)
        return set(private_tmp.iterdir()) <= before

    assert eventually(is_swept)
