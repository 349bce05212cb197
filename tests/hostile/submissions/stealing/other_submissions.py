# /// row
# tries = "Reads somebody else's work, by its path and through every yard in the temporary folder."
# ends = { test_visible = "failed" }
# ///
import glob
import os

import inside


def scale(x):
    yard = os.path.dirname(os.path.dirname(inside.__file__))
    places = ["@OTHERS@/target.py", f"{yard}/code/target.py", f"{yard}/inside/../code/target.py"]
    places += glob.glob("@TEMPORARY@/*/*/*") + glob.glob("/tmp/*/*/target.py") + glob.glob(f"{yard}/*/*")
    places += glob.glob(f"{yard}/../*/code/*") + glob.glob("/dev/shm/*/*/*") + glob.glob(os.path.dirname(os.getcwd()) + "/*/*")
    for place in places:
        try:
            print("LEAK" ":" if __file__ != place and not os.path.samefile(place, __file__) else "", open(place).read()[:80])
        except OSError:
            pass
    return x
