"""The checks that you may read and run yourself."""

import random

import inside

from grader.checks import Mistake, close, complete, equal, fail

KEYS = {
    "equal_jobs",
    "unequal_jobs",
    "one_device_twice",
    "sync_after_each_launch",
    "slow_launch",
    "only_first_awaited",
}


def test_one_device_takes_the_sum(student):
    """On a device that is busy for some seconds with each job, three jobs take three times as long as one."""
    now, done, readings = [10.0], [10.0], []
    cost = random.uniform(1, 3)  # noqa: S311

    def launch(_name, job):
        done[0] = max(done[0], now[0]) + cost
        return f"result of {job}"

    def sync(_name):
        now[0] = max(now[0], done[0])

    def clock():
        readings.append(1)
        return now[0]

    callbacks = student.callback(launch), student.callback(sync), student.callback(clock)
    answer = student.run(inside.run_sequential, "gpu", ["a", "b", "c"], *callbacks)
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        means = "no_pair" if isinstance(answer, int | float) else ""
        zh = f"run_sequential 返回了 {answer!r}，应为秒数和结果这一对"
        fail(f"run_sequential returns {answer!r}, expected a pair of seconds and results", zh=zh, means=means)
    seconds, results = answer
    mistakes = [Mistake(0.0, rule="unsynchronized")] if readings and done[0] > now[0] else []
    means = "" if readings else "clock_not_used"
    close(seconds, 3 * cost, what="the seconds that run_sequential returns", mistakes=mistakes, means=means)
    equal(results, ["result of a", "result of b", "result of c"], what="the results that run_sequential returns")


def test_speedup(student):
    """Half the time is a speed-up of 2, a quarter of it one of 4, and so on."""
    for ratio in (2.0, random.uniform(0.2, 0.6), random.uniform(2.5, 6)):  # noqa: S311
        t_par = random.uniform(0.5, 3)  # noqa: S311
        t_seq = ratio * t_par
        mistakes = [Mistake(t_par / t_seq, rule="reciprocal")]
        if ratio != 2.0:
            mistakes.append(
                Mistake(2.0, en="It is 2 again, as for other times.", zh="仍然是 2，与其他时间的结果相同。")
            )
        close(student.speedup(t_seq, t_par), t_seq / t_par, what=f"speedup({t_seq}, {t_par})", mistakes=mistakes)


def test_predictions_are_complete(student):
    """predict() returns one dict of literals, with every key of the table, and a number for each."""
    complete(student.literal("predict"), dict.fromkeys(KEYS, (int, float)))
