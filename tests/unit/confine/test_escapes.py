"""What a submission may try against the machine, tried as every identity that its process can have."""

import errno
import functools
import os
import platform
import signal
import stat

import pytest

from grader.confine import seccomp
from grader.confine.bpf import ALLOW, ERRNO
from tests.unit.confine.attacks import Attack, all_refused, hostile, raw
from tests.unit.confine.bpf_machine import answer
from tests.unit.confine.children import IDENTITIES, Children, Ground, Who

pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(platform.machine() != "x86_64", reason="the attacks name x86_64's system calls"),
]

Outcomes = dict[str, str]
REFUSALS = {errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EXDEV, errno.ENOTTY, errno.ENOTSUP, errno.EBUSY}


def try_all(attacks: dict[str, Attack]) -> Outcomes:
    """Try one after the other; tell what became of each."""
    outcomes = {}
    for name, attack in attacks.items():
        try:
            outcomes[name] = f"succeeded: {attack()!r}"
        except OSError as refusal:
            code = refusal.errno or 0
            refused = code in REFUSALS
            outcomes[name] = "refused" if refused else f"failed with {errno.errorcode.get(code, '?')}: {refusal}"
        except BaseException as fault:  # noqa: BLE001 -- whatever it is, it is no refusal, and the next one is to be tried
            outcomes[name] = f"raised {fault!r}"
    return outcomes


@pytest.fixture(scope="module")
def outcomes(children: Children, ground: Ground, who: Who) -> Outcomes:
    """Outcomes of all attacks, one child for the lot."""
    ended = children.run(functools.partial(try_all, all_refused(os.getpid(), str(ground.hidden))), who)
    assert ended.value, ended
    found: Outcomes = ended.value
    return found


@pytest.mark.parametrize("attack", all_refused(0, "/"))
def test_refused(outcomes: Outcomes, attack: str) -> None:
    """The kernel refuses the call, and the process goes on."""
    assert outcomes[attack] == "refused"


def test_kernel_answers_as_the_filter_says(children: Children, who: Who) -> None:
    """For every number that the filter refuses, the kernel itself gives the answer that the program computes."""
    blob = seccomp.program("x86_64").for_process(0)
    answers = {number: answer(blob, "x86_64", number) for number in range(600)}
    unfiltered = {335, 336}  # uretprobe and uprobe (Linux 6.14): tracing's own, they do nothing for anybody else
    refused = {n: code - ERRNO for n, code in answers.items() if ERRNO < code < ALLOW and n not in unfiltered}

    def ask() -> dict[int, int]:
        found = {}
        for number in refused:
            try:
                raw(number, 0, 0, 0, 0, 0, 0)
                found[number] = 0
            except OSError as fault:
                found[number] = fault.errno or 0
        return found

    assert len(refused) > 300
    assert {int(number): code for number, code in children.run(ask, who).value.items()} == refused


@pytest.mark.parametrize("attack", hostile())
@pytest.mark.parametrize("identity", IDENTITIES[-1:])
def test_ends_the_process(children: Children, attack: str, identity: Who) -> None:
    """The filter ends a process that makes a call with no use in any computation."""
    assert children.run(hostile()[attack], identity).signal == signal.SIGSYS


def test_nothing_outside_changed(outcomes: Outcomes, ground: Ground) -> None:
    """After all that, the file outside of the policy is what it was."""
    assert outcomes
    assert sorted(path.name for path in ground.hidden.iterdir()) == ["file"]
    assert sorted(path.name for path in ground.read.iterdir()) == ["file"]
    left = (ground.hidden / "file").stat()
    assert (ground.hidden / "file").read_text() == "before"
    assert (stat.S_IMODE(left.st_mode), left.st_uid) == (0o666, os.geteuid())


def test_modes_are_feigned(children: Children, ground: Ground, who: Who) -> None:
    """A change of mode seems to succeed, as `shutil.copy` needs, and changes nothing."""

    def change() -> list[int]:
        found = []
        for path in (ground.work / "file", ground.hidden / "file"):
            path.chmod(0)
            found.append(stat.S_IMODE(path.stat().st_mode))
        return found

    assert children.run(change, who).value == [0o666, 0o666]


def test_times_are_feigned(children: Children, ground: Ground, who: Who) -> None:
    """A file seems to take on another time, as `shutil.copy2` needs, and keeps its own."""

    def change() -> list[bool]:
        found = []
        for path in (ground.work / "file", ground.hidden / "file"):
            before = path.stat().st_mtime_ns
            os.utime(path, (1, 1))
            found.append(path.stat().st_mtime_ns == before)
        return found

    assert children.run(change, who).value == [True, True]


@pytest.mark.parametrize(
    "attack", ["hidden file", "hidden folder", "hidden file through a link", "hidden file by dots", "new hidden folder"]
)
def test_the_walls_are_what_refuses(children: Children, ground: Ground, attack: str) -> None:
    """The same attempt succeeds in a plain child process, so its refusal above means something."""
    attempt = all_refused(os.getpid(), str(ground.hidden))[attack]
    ended = children.run(lambda: str(attempt()), IDENTITIES[-1], mode="process")
    (ground.hidden / "new").rmdir() if (ground.hidden / "new").exists() else None
    assert not ended.raised, ended.text
