"""The checks that you may read and run yourself."""

import torch
from torch import nn

from grader.checks import Mistake, complete, differs, equal, shape

TYPES = {
    "before": list,
    "after": list,
    "shape_error": (str, type(None)),
    "numel_error": (str, type(None)),
    "class_after": str,
    "after_loading": list,
    "class_after_loading": str,
    "counts_as_linear": bool,
    "early_optimizer_trains": bool,
    "same_seed_same_values": bool,
    "saved_state_opens": bool,
    "failed_forward_changes_nothing": bool,
    "second_width_is_accepted": bool,
}


def test_build_runs(student):
    """build() makes a net that turns three examples of width 20 into three rows of width 10, no two of them equal."""
    output = student.build()(torch.randn(3, 20))
    shape(output, (3, 10), what="build()(X)")
    differs(output, output[:1].expand_as(output), what="the rows of build()(X)")


def test_status_of_one_layer(student):
    """A Linear layer is ready, and a LazyLinear layer is lazy, alone and in a row of ten layers."""
    equal(student.status(nn.Linear(4, 3)), ["ready", "ready"], what="status(nn.Linear(4, 3))", sequence=True)
    ready = Mistake(
        ["ready", "ready"],
        en="A parameter of a lazy layer is taken for a ready one.",
        zh="延迟初始化层的参数被当成了已就绪的参数。",
    )
    status = student.status(nn.LazyLinear(3))
    equal(status, ["lazy", "lazy"], what="status(nn.LazyLinear(3))", sequence=True, mistakes=[ready])
    lazy = [1, *torch.randint(2, (9,)).tolist()]
    row = nn.Sequential(*[nn.LazyLinear(4) if kind else nn.Linear(4, 4) for kind in lazy])
    expected = ["lazy" if kind else "ready" for kind in lazy for _ in range(2)]
    equal(student.status(row), expected, what="status(row)", sequence=True)


def test_predictions_are_complete(student):
    """predict() returns one dict of literals, with every key and every type of the table."""
    complete(student.literal("predict"), TYPES)
