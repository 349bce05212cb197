"""The list as a whole: it holds, or the process ends; and what did not hold is told."""

import errno
import os
import sys
from collections.abc import Callable

import pytest

from grader.confine import apply as applying
from grader.confine import kernel, landlock, privileges, seccomp
from grader.confine.apply import MECHANISMS, apply
from grader.confine.policy import ConfinementError, Mode, Policy
from tests.unit.confine.children import Children, Ground, Who

pytestmark = pytest.mark.unit

NAMES = tuple(name for name, _ in MECHANISMS)


def refusing(name: str, code: int) -> Callable[..., int]:
    """The kernel, but for one call, which it answers with this errno."""
    real = kernel.call

    def call(asked: str, *arguments: int) -> int:
        if asked == name:
            raise OSError(code, f"{name}: refused by the test")
        return real(asked, *arguments)

    return call


def test_everything_holds(children: Children, who: Who) -> None:
    """On a kernel that has it all, all of it holds and nothing is missing."""
    held = children.run(bool, who).held
    assert held is not None
    assert held.isolation == "confined"
    assert held.mechanisms == (*NAMES, *(["uid"] if who == "own uid" else []))
    assert held.landlock_abi >= landlock.LEAST
    assert held.missing == ()


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("landlock_create_ruleset", errno.ENOSYS),
        ("landlock_create_ruleset", errno.EOPNOTSUPP),
        ("landlock_add_rule", errno.ENOMEM),
        ("landlock_restrict_self", errno.E2BIG),
        ("seccomp", errno.ENOSYS),
        ("seccomp", errno.EINVAL),
        ("seccomp", errno.ENOMEM),
        ("prctl", errno.EINVAL),
        ("capset", errno.EPERM),
        ("close_range", errno.ENOMEM),
    ],
)
def test_fails_closed(children: Children, monkeypatch: pytest.MonkeyPatch, call: str, code: int) -> None:
    """Whatever the kernel refuses while it confines, the submission is not run, and the error names the call."""
    monkeypatch.setattr(kernel, "call", refusing(call, code))
    landlock.version.cache_clear()
    ran = children.run(lambda: "ran")
    landlock.version.cache_clear()
    assert ran.value is None
    assert ran.raised in {"ConfinementError", "UnavailableError"}
    assert ran.held is None


@pytest.mark.parametrize(
    ("call", "code", "missing"),
    [("landlock_create_ruleset", errno.EOPNOTSUPP, "landlock"), ("seccomp", errno.ENOSYS, "seccomp")],
)
def test_auto_tells_what_is_missing(
    children: Children, monkeypatch: pytest.MonkeyPatch, call: str, code: int, missing: str
) -> None:
    """For a person's own folder the rest is applied, and the report will say `process` and why."""
    monkeypatch.setattr(kernel, "call", refusing(call, code))
    landlock.version.cache_clear()
    held = children.run(bool, mode="auto").held
    landlock.version.cache_clear()
    assert held is not None
    assert held.isolation == "process"
    assert held.mechanisms == tuple(name for name in NAMES if name != missing)
    assert len(held.missing) == 1
    assert missing in held.missing[0].lower()


def test_auto_is_as_strong_as_it_can_be(children: Children, who: Who) -> None:
    """Where everything is there, `auto` is `confined`."""
    held = children.run(bool, who, mode="auto").held
    assert held is not None
    assert held.isolation == "confined"


def test_auto_with_an_old_landlock(children: Children, monkeypatch: pytest.MonkeyPatch) -> None:
    """Landlock before ABI 3 is applied and does not count as confined."""
    monkeypatch.setattr(landlock, "version", lambda: 2)
    held = children.run(bool, mode="auto").held
    assert held is not None
    assert (held.isolation, held.landlock_abi) == ("process", 2)
    assert "Linux 6.2" in held.missing[0]


@pytest.mark.parametrize("abi", range(landlock.LEAST, landlock.LATEST + 1))
def test_confined_with_older_landlocks(children: Children, monkeypatch: pytest.MonkeyPatch, abi: int) -> None:
    """Every Landlock from ABI 3 on counts as confined."""
    if landlock.version() < abi:
        pytest.skip(f"this kernel has no ABI {abi}")
    monkeypatch.setattr(landlock, "version", lambda: abi)
    held = children.run(bool).held
    assert held is not None
    assert (held.isolation, held.landlock_abi) == ("confined", abi)


def test_auto_does_not_forgive_a_wrong_policy(children: Children) -> None:
    """What is wrong with the policy, and not with the machine, ends the process in every mode."""
    assert children.run(bool, mode="auto", read=("/nowhere",)).raised == "ConfinementError"


def test_process_takes_no_walls(children: Children, ground: Ground, who: Who) -> None:
    """A plain child process has limits and no new privileges, and sees the files of its user."""
    ended = children.run((ground.hidden / "file").read_text, who, mode="process")
    assert ended.value == "before"
    assert ended.held is not None
    assert ended.held.isolation == "process"
    assert ended.held.mechanisms == ("descriptors", "limits", "no_new_privs", "privileges")
    assert ended.held.landlock_abi == 0


def test_a_machine_without_any(children: Children, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the platform is not Linux, a plain process gets what there is and each lack is named once."""
    monkeypatch.setattr(sys, "platform", "darwin")
    held = children.run(bool, mode="process").held
    assert held is not None
    assert held.mechanisms == ("descriptors", "limits")
    assert len(held.missing) == 2
    assert all("Linux" in sentence for sentence in held.missing)


@pytest.mark.parametrize("mode", ["auto", "process"])
def test_windows_is_a_plain_process(ground: Ground, monkeypatch: pytest.MonkeyPatch, mode: Mode) -> None:
    """On Windows nothing can be held; it does not crash, and says so."""
    monkeypatch.setattr(sys, "platform", "win32")
    landlock.version.cache_clear()
    held = apply(ground.policy(mode=mode))
    landlock.version.cache_clear()
    assert (held.isolation, held.mechanisms) == ("process", ())
    assert len(held.missing) == (6 if mode == "auto" else 4)


def test_windows_cannot_confine(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other people's work is refused there."""
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(ConfinementError, match="has no descriptors"):
        apply(ground.policy())


@pytest.mark.parametrize("machine", ["riscv64", "i686", "armv7l"])
def test_a_machine_without_a_table(monkeypatch: pytest.MonkeyPatch, machine: str) -> None:
    """An architecture that the filter does not know is refused by name."""
    monkeypatch.setattr(os, "uname", lambda: type("Names", (), {"machine": machine}))
    with pytest.raises(ConfinementError, match=machine):
        kernel.arch()


def test_a_lie_is_found_out(children: Children, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel that says yes and does nothing is not believed."""

    def no_walls(policy: Policy) -> object:
        monkeypatch.setattr(
            applying,
            "MECHANISMS",
            tuple((name, (lambda _policy: 7) if name in applying.WALLS else hold) for name, hold in MECHANISMS),
        )
        return apply(policy)

    ended = children.run(bool, confine=no_walls)
    assert ended.raised == "ConfinementError"
    assert "can still be listed" in ended.text


def test_each_lie_is_found_out(children: Children) -> None:
    """Both proofs fail in a process without walls."""

    def confine(policy: Policy) -> list[str]:
        privileges.no_new_privs(policy)
        return []

    for prove in (applying.prove_landlock, applying.prove_seccomp):
        assert children.run(prove, confine=confine).raised == "ConfinementError"


def test_prepare_never_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a machine lacks is for `apply` to say."""
    seccomp.program.cache_clear()
    applying.prepare()
    assert seccomp.program.cache_info().currsize == 1
    monkeypatch.setattr(sys, "platform", "win32")
    applying.prepare()
