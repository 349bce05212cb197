# /// row
# tries = "Throws pages of a library out of the cache that everybody shares, by advice on its own memory."
# ends = { test_visible = "failed", test_shown = "failed" }
# ///
import itertools
import mmap
import os
import resource
import sysconfig


def library():
    for folder, _, names in os.walk(sysconfig.get_path("purelib")):
        for place in (f"{folder}/{name}" for name in names if name.endswith((".h", ".pyi", ".txt"))):
            if os.path.isfile(place) and not os.path.islink(place) and os.path.getsize(place) > 4096:
                yield place


def has_to_be_fetched(file):
    """Whether touching its first page is a major fault, see getrusage(2)."""
    with mmap.mmap(file.fileno(), 4096, prot=mmap.PROT_READ) as view:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_majflt
        view[0]
        return resource.getrusage(resource.RUSAGE_SELF).ru_majflt > before


def scale(x):
    for place in itertools.islice(library(), 30):
        with open(place, "rb") as file:
            file.read()
            with mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as view:
                sum(view[::4096])
                for advice in (20, 21):  # MADV_COLD, MADV_PAGEOUT
                    try:
                        view.madvise(advice)
                    except OSError:
                        pass
            if has_to_be_fetched(file):
                print("LEAK" ":", place)
    return x
