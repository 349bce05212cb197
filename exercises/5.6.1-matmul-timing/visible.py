"""The checks that you may read and run yourself."""

import torch

from grader.checks import close, fail

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
    """On a device where each product takes 0.25 s, 4 repetitions give 0.25 s."""
    now = [50.0]

    def matmul(A, B):
        now[0] += 0.25
        return torch.matmul(A, B)

    seconds = student.time_matmul(
        3,
        "cpu",
        4,
        clock=student.callback(lambda: now[0]),
        sync=student.callback(lambda: None),
        matmul=student.callback(matmul),
    )
    close(seconds, 0.25, what="time_matmul(3, 'cpu', 4, ...)")


def test_predictions_are_complete(student):
    """predict() returns one dict of literals, with every key of the table, and one of the possible answers for each."""
    answers = student.literal("predict")
    if not isinstance(answers, dict):
        fail("predict() returns no dict")
    missing, unknown = CHOICES.keys() - answers.keys(), answers.keys() - CHOICES.keys()
    if missing or unknown:
        fail(f"keys that are missing: {sorted(missing)}; keys that nobody asked for: {sorted(map(str, unknown))}")
    for key, choices in CHOICES.items():
        if answers[key] not in sorted(choices):
            fail(f"the value of {key!r} is {answers[key]!r}, expected one of {sorted(choices)}")
