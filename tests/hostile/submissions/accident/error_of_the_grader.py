# /// row
# tries = "Raises errors that are named as the grader's own, at import as well."
# ends = { test_visible = "error", test_even = "error", test_raises = "failed" }
# ///
class GraderFault(BaseException):
    pass


class ExerciseFault(GraderFault):
    pass


class ConfinementError(Exception):
    pass


def scale(x):
    raise GraderFault("a student process could not be started: out of memory")


def is_even(number):
    raise ExerciseFault("the reference solution failed")


def root(number):
    raise ConfinementError("a student process could not be confined")
