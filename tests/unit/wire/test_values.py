"""Plain data arrives as it left, by exact type; everything else stays behind."""

import collections
import enum
import math
import typing

import pytest
import torch

from grader.wire.values import (
    MAX_DEPTH,
    MAX_INTEGER_DIGITS,
    MAX_NODES,
    MAX_SAME_HASH,
    BytesNode,
    MappingNode,
    NameNode,
    Node,
    RefNode,
    SequenceNode,
    TensorNode,
    WireValueError,
)
from tests.unit.wire.travel import Journey, decode, stays, travel

pytestmark = pytest.mark.unit

PLAIN = [
    *(None, True, False, 0, -1, 2**31, 2**63 - 1, -(2**63), 2**63, 2**64, -(2**200), 2**4000),
    *(0.0, 1.5, -1e300, 5e-324, math.inf, -math.inf, 1 + 2j, complex(math.inf, -0.0)),
    *("", "text", "行 \N{SNOWMAN} \x00\x1b[31m", b"", b"\x00\xff" * 40),
    *([], (), {}, set(), frozenset(), collections.OrderedDict()),
    *([1, [2, [3]]], (1, (2,), [3]), {"a": {"b": (1, 2)}}, [None, True, 1, 1.0]),
    *({1, 2, 3}, {frozenset({1}), (1, 2)}, frozenset({"a", b"b", None, 2.5})),
    *({None: 0, 1: 1, 2.5: 2, "s": 3, b"b": 4, (1, "t"): 5, frozenset({1}): 6, torch.Size([1]): 7},),
    *({torch.float32: "dtype", torch.device("cpu"): "device"}, collections.OrderedDict(b=1, a=2)),
    *(torch.Size([]), torch.Size([2, 0, 3]), torch.float32, torch.bfloat16, torch.int64, torch.bool),
    *(torch.device("cpu"), torch.device("cuda:3"), torch.device("meta"), torch.device("mps")),
]


def same(one: object, other: object) -> bool:
    """Compare values and, all the way down, exact types."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return same(list(one.items()), list(other.items()))
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


@pytest.mark.parametrize("value", PLAIN, ids=lambda value: type(value).__name__)
def test_plain_data_arrives_with_its_exact_type(value: object) -> None:
    """What a submission returns as plain data is the same over here, in value and type."""
    assert same(travel(value), value)


def test_nan_and_the_sign_of_zero_arrive() -> None:
    """Floats are their bits: NaN stays NaN and -0.0 keeps its sign."""
    assert math.isnan(travel(math.nan))
    assert math.copysign(1, travel(-0.0)) == -1
    assert math.isnan(travel(complex(0, math.nan)).imag)


def test_a_lone_surrogate_is_refused_where_it_is_encoded() -> None:
    """Text that no encoding takes is an error of the process that returns it, with a reason."""
    with pytest.raises(UnicodeEncodeError, match="surrogates not allowed"):
        Journey("half \ud800")


class Liar(int):
    """Equal to everything."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


class Pair(typing.NamedTuple):
    """A tuple with names."""

    one: int
    other: int


class Color(enum.IntEnum):
    """An int with names."""

    RED = 1


SUBCLASSES = [
    *(Liar(3), type("F", (float,), {})(1.0), type("S", (str,), {})("x"), type("B", (bytes,), {})(b"x")),
    *(type("L", (list,), {})([1]), type("D", (dict,), {})(), type("T", (tuple,), {})(), Pair(1, 2)),
    *(collections.defaultdict(int), collections.Counter("a"), type("Z", (set,), {})(), Color.RED),
    *(type("C", (complex,), {})(1j), bytearray(b"x"), memoryview(b"x"), range(3), iter([1])),
]


@pytest.mark.parametrize("value", SUBCLASSES, ids=lambda value: type(value).__name__)
def test_an_instance_of_a_subclass_stays_behind(value: object) -> None:
    """Only exact types count as data: a subclass may lie about its content."""
    journey = Journey(value)
    assert isinstance(journey.arrived, RefNode)
    assert journey.kept == [value]
    assert journey.arrived.type_name == type(value).__qualname__


def test_objects_inside_of_containers_stay_behind_alone() -> None:
    """A list of modules arrives as a list of handles."""
    arrived = travel([torch.nn.ReLU(), 3])
    assert isinstance(arrived[0], RefNode)
    assert arrived[1] == 3


@pytest.mark.parametrize(
    "value",
    [
        {torch.nn.ReLU()},
        {(torch.nn.ReLU(), 1): 2},
        {torch.nn.ReLU(): 1},
        {torch.zeros(1): 1},
        {Liar(1): 2},
        {frozenset({object()})},
        {torch.device("cuda:100"): 1},
    ],
    ids=["set", "tuple in a key", "key", "tensor key", "subclass key", "nested set", "unknown device"],
)
def test_a_container_whose_keys_have_no_equal_here_stays_behind(value: object) -> None:
    """A set of modules is an honest answer, and no malformed bytes: it is a handle."""
    assert stays(value)


def test_a_set_of_tensors_arrives() -> None:
    """Tensors are members by identity on both sides."""
    arrived = travel({torch.zeros(2), torch.ones(2)})
    assert type(arrived) is set
    assert sorted(float(tensor.sum()) for tensor in arrived) == [0, 2]


def test_names_that_the_judge_does_not_know_stay_behind() -> None:
    """A quantized dtype or an unusual device is an object, not a broken wire."""
    assert stays(torch.qint8)
    assert stays(torch.device("privateuseone"))


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


def cyclic() -> object:
    value: list[object] = []
    value.append(value)
    return value


def shared(levels: int) -> object:
    value: object = []
    for _ in range(levels):
        value = [value, value]
    return value


def shared_tuple(levels: int) -> object:
    value: object = ()
    for _ in range(levels):
        value = (value, value)
    return value


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: nested(MAX_DEPTH + 1), "levels deep"),
        (lambda: [None] * 1000, "elements"),
        (cyclic, "levels deep"),
        (lambda: shared(60), "elements"),
        (lambda: {shared_tuple(16): 1}, "elements"),
        (lambda: 1 << (4 * MAX_INTEGER_DIGITS), "integer of"),
        (lambda: torch.empty(2**40, 2**20, device="meta"), "elements"),
        (lambda: torch.empty(0, 2**40, 2**20), "elements"),
    ],
    ids=["deep", "many", "cyclic", "shared lists", "shared tuples", "long integer", "huge meta", "huge empty"],
)
def test_what_is_over_the_bounds_is_refused_where_it_is_encoded(
    make: typing.Callable[[], object], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An honest submission that returns too much gets an error with the reason, not a broken connection."""
    monkeypatch.setattr("grader.wire.encode.MAX_NODES", 1000)
    with pytest.raises(WireValueError, match=reason):
        Journey(make())


def test_the_greatest_depth_arrives() -> None:
    """What is just within the bounds on one side is within them on the other."""
    assert travel(nested(MAX_DEPTH)) == nested(MAX_DEPTH)


SAME_HASH: list[Node] = [NameNode("int", hex((2**61 - 1) * n)) for n in range(MAX_SAME_HASH + 1)]
MALFORMED: list[Node] = [
    *(SequenceNode("?", []), SequenceNode("z", [-1]), SequenceNode("z", [True]), SequenceNode("z", [2**64 - 1])),
    *(SequenceNode("z", [NameNode("int", "f" * 100)]), SequenceNode("s", [SequenceNode("l", [])])),
    *(MappingNode(False, [1], []), MappingNode(True, [SequenceNode("l", [])], [1]), MappingNode(False, [], [1])),
    *(NameNode("dtype", "float31"), NameNode("device", "cuda:999"), NameNode("device", "mkldnn"), NameNode("x", "")),
    *(NameNode("int", ""), NameNode("int", "f" * 10_000), NameNode("int", "0xg"), TensorNode(0), TensorNode(-1)),
    *(MappingNode(False, SAME_HASH, [1] * len(SAME_HASH)), SequenceNode("f", SAME_HASH)),
    SequenceNode("l", [None] * MAX_NODES),
]


@pytest.mark.parametrize("node", MALFORMED, ids=lambda node: repr(node)[:50])
def test_a_node_that_no_encoder_makes_is_refused(node: Node) -> None:
    """Whatever a forged answer holds, decoding it ends in WireValueError."""
    with pytest.raises(WireValueError):
        decode(node)


def test_a_forged_depth_is_refused() -> None:
    """Nesting is bounded on the judge's side too."""
    node: Node = BytesNode(b"")
    for _ in range(MAX_DEPTH + 1):
        node = SequenceNode("l", [node])
    with pytest.raises(WireValueError, match="deeply"):
        decode(node)
