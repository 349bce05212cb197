# /// row
# tries = "Greets a second time, as a process that could not be confined."
# ends = { test_visible = "crashed", test_shown = "crashed" }
# ///
import gc

from grader.student.dispatch import Dispatcher
from grader.wire.jobs import CONFINEMENT_FAILED, Hello, encode


def scale(x):
    channel = next(each for each in gc.get_objects() if isinstance(each, Dispatcher))._channel
    channel.send(encode(Hello("process", fault="it could not be confined")))
    raise SystemExit(CONFINEMENT_FAILED)
