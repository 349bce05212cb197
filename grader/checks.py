"""What a check imports. See docs/authoring.md for how a check is written."""

from grader.judge.compare import close, equal
from grader.judge.diagnose.mistake import Mistake
from grader.judge.evidence import CheckFailed, origin
from grader.judge.expect import (
    complete,
    differs,
    dtype,
    fail,
    prediction,
    raises,
    same_storage,
    separate_storage,
    shape,
)
from grader.judge.nets import device, gradients, registered, tied, trainable, untied
from grader.sandbox.faults import StudentError
from grader.sandbox.handle import Handle
from grader.sandbox.student import Student

__all__ = [
    "CheckFailed",
    "Handle",
    "Mistake",
    "Student",
    "StudentError",
    "close",
    "complete",
    "device",
    "differs",
    "dtype",
    "equal",
    "fail",
    "gradients",
    "origin",
    "prediction",
    "raises",
    "registered",
    "same_storage",
    "separate_storage",
    "shape",
    "tied",
    "trainable",
    "untied",
]
