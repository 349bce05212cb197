"""What a confined process no longer is, has or survives."""

import os
import select
import signal
import time

import msgspec
import pytest

from grader.confine.apply import apply
from grader.confine.policy import Held, Policy
from tests.unit.confine.children import IDENTITIES, LONE_UID, ORDINARY_UID, Children, Ground, Who, live

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def account(children: Children, who: Who) -> dict[str, str]:
    """`/proc/self/status` of a confined process, by way of a descriptor that was open before."""
    opened: list[int] = []

    def confine(policy: Policy) -> Held:
        opened.append(os.open("/proc/self/status", os.O_RDONLY))
        return apply(msgspec.structs.replace(policy, keep=(*policy.keep, *opened)))

    text = children.run(lambda: os.read(opened[0], 1 << 14).decode(), who, confine=confine).value
    return {name: value.strip() for name, _, value in (line.partition(":") for line in text.splitlines())}


@pytest.mark.parametrize("kind", ["Inh", "Prm", "Eff", "Amb"])
def test_no_capabilities(account: dict[str, str], kind: str) -> None:
    """Root or not, a confined process has no capability."""
    assert int(account[f"Cap{kind}"], 16) == 0


def test_no_capability_can_come_back(account: dict[str, str], who: Who) -> None:
    """Root's bounding set is emptied; an ordinary user's is void by no_new_privs."""
    assert account["NoNewPrivs"] == "1"
    if who != "ordinary user":
        assert int(account["CapBnd"], 16) == 0


def test_filtered(account: dict[str, str]) -> None:
    """The kernel says that a filter judges this process's calls."""
    assert account["Seccomp"] == "2"


def test_user_id(account: dict[str, str], who: Who) -> None:
    """Where a user id of its own can be had, all four are that one, and there are no other groups."""
    uid = {"root": 0, "own uid": LONE_UID, "ordinary user": ORDINARY_UID if os.geteuid() == 0 else os.geteuid()}[who]
    real, *others = map(int, account["Uid"].split())
    assert others == [uid] * 3
    assert real == uid if who != "root" else real > 0x7100_0000  # counted alone, see limits
    if who == "own uid":
        assert account["Gid"].split() == [str(uid)] * 4
        assert account["Groups"] == ""


@pytest.mark.skipif("own uid" not in IDENTITIES, reason="needs root")
@pytest.mark.parametrize(("uid", "gid"), [(0, 5), (5, 0), (0, None)])
def test_root_is_no_identity(children: Children, uid: int, gid: int | None) -> None:
    """A policy that names root as the student's user id ends the process."""
    ended = children.run(bool, "root", uid=uid, gid=gid)
    assert ended.raised == "ConfinementError"
    assert "unprivileged" in ended.text


def test_dies_with_its_parent(ground: Ground, who: Who) -> None:
    """A confined process does not outlive the zygote, however that ends."""
    alive, held_open = os.pipe()
    zygote = os.fork()
    if zygote == 0:
        student = os.fork()
        if student == 0:

            def linger() -> None:
                os.write(held_open, b"x")
                time.sleep(60)

            policy = ground.policy(keep=(held_open,), uid=LONE_UID if who == "own uid" else None)
            live(linger, who, lambda: apply(policy), held_open, ground.work)
        signal.pause()
    os.close(held_open)
    assert os.read(alive, 1) == b"x"
    os.kill(zygote, signal.SIGKILL)
    os.waitpid(zygote, 0)
    ready = select.select([alive], [], [], 10)[0]
    ended = bool(ready) and os.read(alive, 1) == b""
    os.close(alive)
    assert ended
