"""The checks that you may read and run yourself."""

import random

import torch

from grader.checks import Mistake, close, complete

SPEEDS = {"right", "too short", "too long"}
CHOICES = {
    "small": {"cpu", "gpu"},
    "large": {"cpu", "gpu"},
    "without_last_sync": SPEEDS,
    "without_first_sync": SPEEDS,
    "without_warm_up": SPEEDS,
    "sync_each_small": SPEEDS,
    "sync_each_large": SPEEDS,
    "cpu_without_sync": SPEEDS,
}


def test_mean_of_several_products(student):
    """On a device where each product takes some seconds, 4 repetitions give the time of one."""
    now, readings, products = [50.0], [], []
    cost = random.uniform(0.1, 2)  # noqa: S311

    def matmul(A, B):
        now[0] += cost
        products.append(1)
        return torch.matmul(A, B)

    def clock():
        readings.append(1)
        return now[0]

    seconds = student.time_matmul(
        3,
        "cpu",
        4,
        clock=student.callback(clock),
        sync=student.callback(lambda: None),
        matmul=student.callback(matmul),
    )
    total = Mistake(
        4 * cost,
        en="It is the time of all 4 products together, not of one.",
        zh="这是 4 次乘法的总时间，不是一次的时间。",
    )
    means = "clock_not_used" if not readings else "not_called" if not products else ""
    close(seconds, cost, what="time_matmul(3, 'cpu', 4, ...)", mistakes=[total], means=means)


def test_predictions_are_complete(student):
    """predict() returns one dict of literals, with every key of the table, and one of the possible answers for each."""
    complete(student.literal("predict"), CHOICES)
