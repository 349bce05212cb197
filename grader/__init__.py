"""An exercise grader for PyTorch courses whose verdict no submission can forge."""

__version__ = "0.1.0"
