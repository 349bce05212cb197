# /// row
# tries = "Leaves a program in its folder that would run with its owner's rights."
# ends = { test_visible = "failed", test_saves = "failed" }
# ///
import os


def scale(x):
    for flags in (os.O_CREAT | os.O_WRONLY, os.O_TMPFILE | os.O_WRONLY):
        try:
            number = os.open("program" if flags & os.O_CREAT else ".", flags, 0o6777)
            print("LEAK" ":", oct(os.fstat(number).st_mode) if os.fstat(number).st_mode & 0o6000 else "")
        except OSError:
            pass
    number = os.open("program", os.O_CREAT | os.O_WRONLY, 0o777)
    os.chmod("program", 0o6777)
    os.fchmod(number, 0o6777)
    if os.stat("program").st_mode & 0o6000:
        print("LEAK" ":", "setuid")
    return x


def save(name, text):
    scale(None)
    return len(text)
