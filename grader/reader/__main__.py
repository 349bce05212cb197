"""`python -I -m grader.reader`, for `grader.submission.reading` alone."""

import sys

from grader.reader.process import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
