# /// row
# tries = "Registers a codec when it is imported, and names it in the file that is only read."
# ends = { test_predicts = ["failed", "error"] }
# ///
import codecs

import more

codecs.register(lambda name: more.getregentry() if name == 'evil' else None)
