"""The checks that you may read and run yourself."""

import torch

from grader.checks import complete, differs, shape

TYPES = {
    "raises_at": str,
    "exception": str,
    "mat1": (tuple, list),
    "mat2": (tuple, list),
    "first_layer_runs": bool,
    "single_example_raises": bool,
    "three_dimensions_raise": bool,
    "transposed_input_raises": bool,
    "second_width_raises": bool,
    "loss_raises": bool,
    "dtype_error": (str, type(None)),
    "channels_error": (str, type(None)),
    "features_error": (str, type(None)),
    "batch_of_one_error": (str, type(None)),
    "index_error": (str, type(None)),
}


def test_fitting_widths_run(student):
    """Where the widths fit, build_bad makes a net that runs."""
    output = student.build_bad(5, 7, 7, 3)(torch.randn(4, 5))
    shape(output, (4, 3), what="build_bad(5, 7, 7, 3)(X)")
    differs(output, output[:1].expand_as(output), what="the rows of build_bad(5, 7, 7, 3)(X)")


def test_good_net_runs(student):
    """build_good makes a net that runs without being told the width of X."""
    output = student.build_good(7, 3)(torch.randn(4, 5))
    shape(output, (4, 3), what="build_good(7, 3)(X)")
    differs(output, output[:1].expand_as(output), what="the rows of build_good(7, 3)(X)")


def test_predictions_are_complete(student):
    """predict() returns one dict of literals, with every key and every type of the table."""
    complete(student.literal("predict"), TYPES)
