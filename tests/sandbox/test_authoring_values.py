"""What a check asks of a submission and what arrives: handles, values by type, copies, functions of inside."""

import pytest

from tests.sandbox.bench import Bench

pytestmark = pytest.mark.sandbox

NET = """
    import torch
    from torch import nn

    class Net(nn.Module):
        size = 3

        def __init__(self, width=4):
            super().__init__()
            self.inner = nn.Linear(3, width)

        def forward(self, x):
            return self.inner(x)

        def __getitem__(self, key):
            return ["item", key]

        def __len__(self):
            return 7

        def __iter__(self):
            return iter([self.inner, 2])

    def make(width):
        return Net(width)
    """


def test_handles_have_attributes_calls_items_and_iteration(bench: Bench) -> None:
    """An object over there can be used as it can be used here."""
    bench.grade(
        """
        def test_attributes(student):
            assert student.Net.size == 3
            net = student.Net(width=5)
            shape(net.inner.weight, (5, 3))
            equal(net.inner.in_features, 3)

        def test_calls(student):
            net, x = student.make(2), torch.randn(4, 3)
            close(net(x), x @ net.inner.weight.T + net.inner.bias)
            close(net.forward(x=x), net(x))

        def test_items(student):
            net = student.Net()
            equal(net[3], ["item", 3])
            equal(net["k", 1], ["item", ("k", 1)])
            close(net[torch.ones(2)][1], torch.ones(2))

        def test_iteration_and_length(student):
            inner, two = student.Net()
            equal(two, 2)
            shape(inner.weight, (4, 3))
            equal(student.length(student.Net()), 7)
            equal(student.type_name(inner), "Linear")

        def test_handles_travel_back(student):
            net = student.Net()
            x = torch.randn(2, 3)
            close(student.apply(net, [x]), [net(x)])
        """,
        NET + "\n    def apply(net, items):\n        return [net(item) for item in items]\n",
    ).assert_passed()


def test_iteration_is_capped(bench: Bench) -> None:
    """A generator without an end gives its first ten thousand items."""
    bench.grade(
        """
        def test_endless(student):
            items = list(student.endless())
            equal(len(items), 10_000)
            equal(items[:3], [0, 1, 2])
        """,
        """
        import itertools

        def endless():
            return itertools.count()
        """,
    ).assert_passed()


@pytest.mark.parametrize(
    "use",
    [
        "assert net",
        "assert not net",
        "assert net == 3",
        "assert net != 3",
        "len(net)",
        "3 in net",
        "bool(net)",
        "hash(net)",
    ],
)
def test_a_handle_answers_no_question_of_truth_or_equality(bench: Bench, use: str) -> None:
    """`assert student.is_tied(net)` must not pass because any object is truthy: the check is at fault, and says so."""
    graded = bench.grade(f"def test_it(student):\n    net = student.Net()\n    equal(net.size, 3)\n    {use}\n", NET)
    assert (graded.only.status, graded.only.fault) == ("internal", "exercise")
    assert graded.report.score is None


def test_an_object_where_a_value_is_expected_is_the_submissions_fault(bench: Bench) -> None:
    """Where the reference gives a truth value and the submission an object, the submission loses the check."""
    graded = bench.grade(
        "def test_it(student):\n    assert student.is_tied()\n",
        "def is_tied():\n    return object()\n",
        reference="def is_tied():\n    return True\n",
    )
    assert graded.only.status == "error"
    assert "no truth value" in graded.only.message


def test_values_arrive_by_type(bench: Bench) -> None:
    """The table of the documentation: plain data and tensors by value, everything else as a handle."""
    bench.grade(
        """
        def test_values(student):
            expected = {"none": None, "int": 2**80, "text": "snow ☃", "bytes": b"x", "nested": [(1,), {"a": {2}}],
                        "size": torch.Size([1, 2]), "dtype": torch.float64, "device": torch.device("cpu"), "c": 1 + 2j}
            equal(student.values(), expected)

        def test_tensors(student):
            seen = student.tensors()
            for name, (requires_grad, is_parameter) in {
                "plain": (False, False), "leaf": (True, False), "computed": (True, False), "parameter": (True, True),
            }.items():
                head = origin(seen[name])
                equal((head.requires_grad, head.is_parameter), (requires_grad, is_parameter), what=name)
            assert not origin(seen["computed"]).is_leaf
            assert seen["meta"].is_meta
            same_storage(seen["view"], seen["plain"])
            separate_storage(seen["leaf"], seen["plain"])
            assert seen["again"] is seen["plain"]

        def test_handles(student):
            for value in student.handles():
                assert isinstance(value, Handle)
        """,
        """
        import collections, torch

        def values():
            return {"none": None, "int": 2**80, "text": "snow \\N{SNOWMAN}", "bytes": b"x",
                    "nested": [(1,), {"a": {2}}], "size": torch.Size([1, 2]), "dtype": torch.float64,
                    "device": torch.device("cpu"), "c": 1 + 2j}

        def tensors():
            plain, leaf = torch.zeros(4), torch.ones(2, requires_grad=True)
            return {"plain": plain, "again": plain, "view": plain[1:], "leaf": leaf, "computed": leaf * 2,
                    "parameter": torch.nn.Parameter(torch.ones(1)), "meta": torch.empty(3, device="meta")}

        def handles():
            point = collections.namedtuple("Point", "x y")(1, 2)
            return [point, collections.Counter("a"), object(), torch.nn.ReLU(), {torch.nn.ReLU()}, torch.qint8, print,
                    torch.ones(2).to_sparse()]
        """,
    ).assert_passed()


def test_arguments_are_copies_and_put_makes_one_object(bench: Bench) -> None:
    """What is passed twice is two objects over there, what is put once is one."""
    bench.grade(
        """
        def test_copies(student):
            x = torch.zeros(3)
            equal(student.same(x, x), True)
            student.fill(x)
            equal(x, torch.zeros(3))
            one, other = nn.Linear(2, 2), nn.Linear(2, 2)
            equal(student.same(one, other), False)

        def test_put(student):
            net, x = student.put(nn.Linear(2, 2)), student.put(torch.zeros(2))
            student.fill(x)
            close(student.read(x), torch.ones(2))
            equal(student.same(net, net), True)
            equal(student.same(net, student.put(nn.Linear(2, 2))), False)
            shape(net.weight, (2, 2))
        """,
        """
        def same(one, other):
            return one is other

        def fill(x):
            x.fill_(1)

        def read(x):
            return x
        """,
    ).assert_passed()


def test_run_calls_a_function_of_inside_with_the_submission(bench: Bench) -> None:
    """Training loops, hooks and gradients run over there; classes of inside travel by name."""
    bench.grade(
        """
        def test_run(student):
            net, x = nn.Linear(3, 2), torch.randn(4, 3)
            net(x).sum().backward()
            close(student.run(inside.gradients, net, x=x), {"weight": net.weight.grad, "bias": net.bias.grad})

        def test_classes(student):
            equal(student.run(inside.add, inside.Pair(1, 2)), 3 + 10)
        """,
        "def apply(net, x):\n    return net(x)\n\nTEN = 10\n",
        inside="""
        from dataclasses import dataclass

        @dataclass
        class Pair:
            one: int
            other: int

        def gradients(work, net, x):
            work.apply(net, x).sum().backward()
            return {name: parameter.grad for name, parameter in net.named_parameters()}

        def add(work, pair):
            return pair.one + pair.other + work.TEN
        """,
    ).assert_passed()
