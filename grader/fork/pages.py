"""Put a warm process's memory on huge pages, so that a fork of it, and that fork's end, cost a fraction.

A fork copies an entry for each page that the parent holds, and the child's end takes each of them down again: some
forty thousand for a process that has imported torch. On huge pages of 2 MiB they are a few hundred, and of a huge page
that a child writes to, only 4 KiB get copied.

See madvise(2), `MADV_COLLAPSE`, Linux 6.1 or newer; where that is missing, nothing changes.
"""

import ctypes
from pathlib import Path
from typing import Final

_MADV_COLLAPSE: Final = 25
_HUGE: Final = 2 * 2**20


def collapse() -> int:
    """Collapse what can be collapsed of this process's private memory; return how many huge pages there are now.

    Takes a third of a second for a process with torch, so it pays for who forks often.
    """
    try:
        madvise = ctypes.CDLL(None).madvise
        ranges = _private_ranges(Path("/proc/self/maps").read_text(encoding="ascii", errors="replace"))
    except (AttributeError, OSError):
        return 0
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    # One at a time: the first that cannot be collapsed would end a longer call.
    return sum(madvise(at, _HUGE, _MADV_COLLAPSE) == 0 for low, high in ranges for at in range(low, high, _HUGE))


def _private_ranges(maps: str) -> list[tuple[int, int]]:
    """Return the writable ranges that belong to no file, cut to whole huge pages. See proc_pid_maps(5)."""
    ranges = []
    for line in maps.splitlines():
        addresses, mode, *_numbers, inode = line.split()[:5]
        name = line.split()[5:]
        if mode != "rw-p" or inode != "0" or name not in ([], ["[heap]"]):
            continue
        low, high = (int(address, 16) for address in addresses.split("-"))
        low, high = -(-low // _HUGE) * _HUGE, high // _HUGE * _HUGE
        if low < high:
            ranges.append((low, high))
    return ranges
