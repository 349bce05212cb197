"""What a check may ask of a net's parts: gradients, what learns, what is registered, where it lies."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import torch

from grader.judge.compare import RESULT, close, equal, fail_with, keys_differ
from grader.judge.diagnose.gradients import diagnose_gradients
from grader.judge.diagnose.names import listed
from grader.judge.evidence import CheckFailed, kind_of, origin
from grader.model.message import Diagnosis, Fact, Message
from grader.sandbox.faults import StudentError
from grader.sandbox.handle import Handle, attributes_of

_INTERNAL: Final = ("_modules", "_parameters", "_buffers", "_non_persistent_buffers_set", "training")


def gradients(
    actual: Mapping[str, torch.Tensor | None],
    expected: Mapping[str, torch.Tensor],
    *,
    examples: int = 0,
    earlier: Mapping[str, torch.Tensor] | None = None,
    rtol: float | None = None,
    atol: float | None = None,
    what: str = "",
) -> None:
    """Fail unless the gradients are those that are expected, as `close` does.

    Args:
        actual: gradients by parameter, None where there is none.
        expected: those that are right.
        examples: how many there are in the batch, for the diagnosis of a sum instead of a mean.
        earlier: the gradients of an earlier step, for the diagnosis of a missing `zero_grad`.
        rtol: relative tolerance; by default that of the dtype.
        atol: absolute tolerance; by default that of the dtype.
        what: names the gradients in the message.

    Raises:
        CheckFailed: with what the difference looks like.
    """
    try:
        close(actual, expected, rtol=rtol, atol=atol, what=what)
    except CheckFailed as failure:
        found = diagnose_gradients(actual, expected, examples, earlier) if _is_mapping(actual) else ()
        raise _with(failure, found) from None


def trainable(actual: Mapping[str, bool], expected: Mapping[str, bool], *, what: str = "") -> None:
    """Fail unless the parameters that require gradients are those that should.

    Args:
        actual: `requires_grad` by parameter.
        expected: the same as it should be.
        what: names the net in the message.
    """
    try:
        equal(actual, expected, what=what)
    except CheckFailed as failure:
        found: tuple[Diagnosis, ...] = ()
        if _is_mapping(actual) and actual.keys() == expected.keys():
            frozen = [name for name, flag in expected.items() if flag and actual[name] is False]
            thawed = [name for name, flag in expected.items() if not flag and actual[name] is True]
            if frozen or thawed:
                rule, names = ("gradient_frozen", frozen) if frozen else ("gradient_not_frozen", thawed)
                found = (Diagnosis(rule=rule, facts={"names": listed(names)}),)
        raise _with(failure, found) from None


def registered(net: Handle, parameters: Sequence[str], *, buffers: Sequence[str] = (), what: str = "") -> None:
    """Fail unless the state of a net has exactly these parameters and buffers.

    What is missing is looked for where PyTorch does not look: in lists, dicts and
    plain attributes of the net itself.

    Args:
        net: a module of the submission.
        parameters: names as in `state_dict()`, in any order.
        buffers: names of persistent buffers, as in `state_dict()`.
        what: names the net in the message.
    """
    # The student's process answers both; a net that lies here has a wrong state to show for it.
    there = list(net.state_dict())
    learned = [name for name, _ in net.named_parameters()]
    wanted = [*parameters, *buffers]
    missing, extra = [name for name in wanted if name not in there], [name for name in there if name not in wanted]
    turned = [name for name in buffers if name in learned] + [
        name for name in parameters if name in there and name not in learned
    ]
    if not missing and not extra and not turned:
        return
    if not missing and not extra:
        first = turned[0]
        rule = "unregistered_buffer" if first in buffers else "unregistered_tensor"
        said = Message(id="unregistered", facts={"what": what or RESULT, "names": listed(turned)})
        fail_with("keys", said, there, wanted, diagnosis=(Diagnosis(rule=rule, facts={"holder": first}),))
    found = _unregistered(attributes_of(net), missing) if missing else ()
    fail_with("keys", keys_differ(what or RESULT, missing, extra), there, wanted, diagnosis=found or None)


def _unregistered(attributes: Mapping[str, Any], missing: Sequence[str]) -> tuple[Diagnosis, ...]:
    for holder, value in attributes.items():
        if holder in _INTERNAL:
            continue
        if isinstance(value, torch.Tensor) and holder in missing:
            return (Diagnosis(rule="unregistered_tensor", facts={"holder": holder}),)
        names = [name for name in missing if name.partition(".")[0] == holder]
        inside = list(value.values()) if isinstance(value, Mapping) else value
        if names and isinstance(inside, list | tuple) and inside and all(map(_is_part, inside)):
            rule = "unregistered_dict" if isinstance(value, Mapping) else "unregistered_list"
            return (Diagnosis(rule=rule, facts={"names": listed(names), "holder": holder}),)
    return ()


def _is_part(value: Any) -> bool:
    """Tell whether a value is a tensor or a module, as far as the other side says."""
    if not isinstance(value, Handle):
        return isinstance(value, torch.Tensor)
    try:
        return isinstance(value.state_dict, Handle)
    except StudentError:
        return False


def tied(net: Handle, first: str, second: str, *, what: str = "") -> None:
    """Fail unless two places of a net hold one parameter: one tensor with one gradient.

    Args:
        net: a module of the submission.
        first: a name as in `state_dict()`, such as "2.weight".
        second: the other one.
        what: names the two in the message.
    """
    _Pair(net, first, second, what).must_be(tied=True)


def untied(net: Handle, first: str, second: str, *, what: str = "") -> None:
    """Fail where two places of a net hold one parameter, or two in the same memory. Arguments as those of `tied`."""
    _Pair(net, first, second, what).must_be(tied=False)


class _Pair:
    """Two places of a net. What the other process says of both can be forged: prove it by effect too."""

    def __init__(self, net: Handle, first: str, second: str, what: str) -> None:
        self._state = net.state_dict()  # one answer, in which tensors that share memory can be told
        self._first, self._second = first, second
        # Of a parameter with two places only the first is named.
        self._is_one = not {first, second} <= {name for name, _ in net.named_parameters()}
        self._what: Fact = what or Message(id="the_two_tensors")

    def must_be(self, *, tied: bool) -> None:
        missing = [name for name in (self._first, self._second) if name not in self._state]
        if missing:
            said = keys_differ(self._what, missing, [])
            fail_with("keys", said, list(self._state), [self._first, self._second])
        one, other = self._state[self._first], self._state[self._second]
        heads = origin(one), origin(other)
        shares = None not in heads and heads[0].storage == heads[1].storage != 0  # type: ignore[union-attr]
        if (self._is_one and shares) if tied else not shares:
            return
        rule = "shared" if not tied else "data_tie" if shares else "copied"
        sentence = "shares" if not tied else "two_parameters" if shares else "copies"
        said = Message(id=sentence, facts={"what": self._what})
        fail_with("storage", said, one, other, diagnosis=(Diagnosis(rule=rule),))


def device(actual: Any, expected: str, *, what: str = "") -> None:
    """Fail unless a tensor was on this device over there, such as "cpu" or "cuda:0"."""
    name = what or RESULT
    if not isinstance(actual, torch.Tensor):
        told = {"what": name, "seen": kind_of(actual), "wanted": Message(id="a_kind", facts={"name": "tensor"})}
        fail_with("type", Message(id="is_expected", facts=told), actual, expected, diagnosis=())
    head = origin(actual)
    seen = head.device if head else str(actual.device)
    if seen != expected:
        facts = {"seen": seen, "wanted": expected}
        said = Message(id="device", facts={"what": name, **facts})
        fail_with("device", said, actual, expected, diagnosis=(Diagnosis(rule="device", facts=dict(facts)),))


def _is_mapping(value: object) -> bool:
    return isinstance(value, Mapping)


def _with(failure: CheckFailed, found: tuple[Diagnosis, ...]) -> CheckFailed:
    return CheckFailed(failure.evidence.model_copy(update={"diagnosis": found})) if found else failure
