"""`python -I -m grader.judge --control FD`: the judge's warm process."""

import os
import sys

from grader.judge.server import main

if __name__ == "__main__":
    # Not sys.exit: taking torch apart lasts longer than most gradings, and nothing is left to be written.
    os._exit(main(sys.argv[1:]))
