"""What a failed comparison saw: plain data from which a diagnosis speaks."""

from typing import Final

from grader.model.clean import CleanLine, CleanText
from grader.model.message import AnyDiagnosis, Fact, Message
from grader.model.text import Frozen

IMPORT: Final = "import"
"""The kind of evidence where the submission could not be imported: every check that needs it ends the same way."""

ERROR: Final = "error"
"""The kind of evidence where the submission's code raised."""


class TensorFacts(Frozen):
    """What is told of a tensor: its shape, dtype, device, and its values where they are few."""

    shape: tuple[int, ...]
    dtype: CleanLine
    device: CleanLine = "cpu"
    requires_grad: bool = False
    values: CleanText = ""

    @property
    def described(self) -> Message:
        """What the tensor is, with its values where they are told."""
        facts: dict[str, Fact] = {"dtype": self.dtype, "shape": self.shape}
        head = Message(id="tensor_of", facts=facts)
        if self.device != "cpu":
            head = Message(id="tensor_on", facts={**facts, "device": self.device})
        return Message(id="tensor_values", facts={"tensor": head, "values": self.values}) if self.values else head


class Evidence(Frozen):
    """The evidence of one failed comparison.

    `kind` names the comparison (`close`, `equal`, `shape`, `raises`, ...);
    `where` the place inside a nested value (`["net.0.weight"]`); `index` the
    first element that differs, with both values; `max_error` the largest
    absolute difference; `said` the summary as id and facts, for other languages.
    An exception of the submission is evidence too: of kind `error`, or `import`
    where the submission did not even come to be there.
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
    said: Message | None = None
    diagnosis: tuple[AnyDiagnosis, ...] = ()
