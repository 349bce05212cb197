"""What a failed comparison saw: plain data from which a diagnosis speaks."""

from grader.model.clean import CleanLine, CleanText
from grader.model.text import Frozen


class TensorFacts(Frozen):
    """What is told of a tensor: its shape, dtype, device, and its values where they are few."""

    shape: tuple[int, ...]
    dtype: CleanLine
    device: CleanLine = "cpu"
    requires_grad: bool = False
    values: CleanText = ""


class Evidence(Frozen):
    """The evidence of one failed comparison.

    `kind` names the comparison (`close`, `equal`, `shape`, `raises`, ...);
    `where` the place inside a nested value (`["net.0.weight"]`); `index` the
    first element that differs, with both values; `max_error` the largest
    absolute difference.
    """

    kind: str
    summary: CleanText
    where: CleanLine = ""
    expected: CleanText = ""
    actual: CleanText = ""
    expected_tensor: TensorFacts | None = None
    actual_tensor: TensorFacts | None = None
    index: tuple[int, ...] | None = None
    max_error: float | None = None
    mismatched: int | None = None
    total: int | None = None
    diagnosis: tuple[CleanText, ...] = ()
