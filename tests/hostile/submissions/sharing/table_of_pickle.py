# /// row
# tries = "Keeps state in the table of how objects are pickled."
# ends = { test_visible = "failed", test_shown = "failed" }
# ///
import copyreg


class Mine:
    pass


def scale(x):
    served = Mine in copyreg.dispatch_table
    copyreg.pickle(Mine, str)
    return (2 if served else 0) * x
