"""`python -I -m grader.judge --control FD`: the judge's warm process."""

import sys

from grader.judge.server import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
