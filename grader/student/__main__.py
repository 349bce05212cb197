"""`python -I -m grader.student --control FD [--preload MODULE]...`: the zygote."""

import os
import sys

from grader.student.zygote import main

if __name__ == "__main__":
    # Not sys.exit: taking torch apart lasts longer than most gradings, and nothing is left to be written.
    os._exit(main(sys.argv[1:]))
