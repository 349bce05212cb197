"""`python -I -m grader.student --control FD [--preload MODULE]...`: the zygote."""

import sys

from grader.student.zygote import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
