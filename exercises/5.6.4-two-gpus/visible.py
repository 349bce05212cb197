"""The checks that you may read and run yourself."""

import inside

from grader.checks import close, equal, fail

KEYS = {
    "equal_jobs",
    "unequal_jobs",
    "one_device_twice",
    "sync_after_each_launch",
    "slow_launch",
    "only_first_awaited",
}


def test_one_device_takes_the_sum(student):
    """On a device that is busy for 2 s with each job, three jobs take 6 s."""
    now, done = [10.0], [10.0]

    def launch(_name, job):
        done[0] = max(done[0], now[0]) + 2.0
        return f"result of {job}"

    def sync(_name):
        now[0] = max(now[0], done[0])

    callbacks = student.callback(launch), student.callback(sync), student.callback(lambda: now[0])
    answer = student.run(inside.run_sequential, "gpu", ["a", "b", "c"], *callbacks)
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        fail(f"run_sequential returns {answer!r}, expected a pair of seconds and results")
    seconds, results = answer
    close(seconds, 6.0, what="the seconds that run_sequential returns")
    equal(results, ["result of a", "result of b", "result of c"], what="the results that run_sequential returns")


def test_speedup(student):
    """Half the time is a speed-up of 2."""
    for t_seq, t_par in ((3.0, 1.5), (1.0, 4.0), (0.7, 0.3)):
        close(student.speedup(t_seq, t_par), t_seq / t_par, what=f"speedup({t_seq}, {t_par})")


def test_predictions_are_complete(student):
    """predict() returns one dict of literals, with every key of the table, and a number for each."""
    answers = student.literal("predict")
    if not isinstance(answers, dict):
        fail("predict() returns no dict")
    missing, unknown = KEYS - answers.keys(), answers.keys() - KEYS
    if missing or unknown:
        fail(f"keys that are missing: {sorted(missing)}; keys that nobody asked for: {sorted(map(str, unknown))}")
    for key in sorted(KEYS):
        if not isinstance(answers[key], int | float) or isinstance(answers[key], bool):
            fail(f"the value of {key!r} is {answers[key]!r}, expected a number")
