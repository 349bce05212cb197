"""From evidence to a diagnosis: a rule's id and its facts.

Each rule looks for one mistake and speaks only where it is certain: a wrong
guess is worse than none. Its words are in `model/rules/`.

tensors: two tensors that differ. shapes: their shapes alone. values: numbers,
sequences, mappings. errors: what the submission's own code raised.
"""

from grader.judge.diagnose.errors import diagnose_error
from grader.judge.diagnose.shapes import diagnose_shapes
from grader.judge.diagnose.tensors import diagnose_tensors
from grader.judge.diagnose.values import diagnose, diagnose_shape

__all__ = ["diagnose", "diagnose_error", "diagnose_shape", "diagnose_shapes", "diagnose_tensors"]
