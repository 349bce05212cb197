# /// row
# tries = "Takes the judge's callback apart for its code, its closure and what it has already answered."
# ends = { test_asks = "failed", test_visible = "failed" }
# ///
import gc


def collect(report, X):
    for name in ("__closure__", "__code__", "__globals__", "__self__", "__wrapped__", "func"):
        if getattr(report, name, None) is not None:
            print("LEAK" ":", name)
    for thing in gc.get_referents(report):
        if callable(thing) and getattr(thing, "__name__", "") == "answer":
            print("LEAK" ": the function itself")
    return 0


def scale(x):
    return x
