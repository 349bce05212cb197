"""What holds for all tests: hypothesis keeps nothing in the checkout, a busy machine has its time, all is English."""

import os

from hypothesis import settings

os.environ["GRADER_LANG"] = "en"  # whatever the locale of whoever runs them

settings.register_profile("grader", database=None, deadline=None, print_blob=True)
settings.load_profile("grader")
