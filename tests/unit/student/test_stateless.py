# ruff: noqa: E501 -- sources in a line, as wide as they are
"""What is proven to leave nothing behind, and what is not: never anything that keeps something."""

import functools
from pathlib import Path
from typing import Any

import pytest

from grader.student import sample
from grader.student.stateless import MAX_SOURCE, is_stateless
from tests.unit.student.keeping import HEAD, PLAIN, SHOWN, TOLD

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[3]
NAMES = {**SHOWN, **TOLD}
KEEPS_NOTHING = {
    "an old super": "class Net(nn.Module):\n    def __init__(self):\n        super(Net, self).__init__()",
    "a base called": "class Net(nn.Module):\n    def __init__(self):\n        nn.Module.__init__(self)",
    "constants": "WIDTH, DEPTH = 3, 4\nEPS: float = 1e-5\nPI2 = 2 * math.pi\ndef f(X):\n    return X * EPS + PI2 * WIDTH",
    "a table that is read": "SIZES = {'a': 1}\ndef f(k):\n    return SIZES[k] + len(SIZES) + sum(v for v in SIZES.values())",
    "a table of functions": "ACT = {'relu': F.relu, 'none': lambda X: X}\ndef f(k, X):\n    return ACT[k](X)",
    "no gradients": "@torch.no_grad()\ndef f(net):\n    for p in net.parameters():\n        p.mul_(2)",
    "initialization": "def init(m):\n    if type(m) is nn.Linear:\n        nn.init.zeros_(m.bias)\ndef f(net):\n    net.apply(init)",
    "training": (
        "def f(net, X, Y, lr=0.1):\n    optimizer = torch.optim.SGD(net.parameters(), lr=lr)\n    losses = []\n"
        "    for _ in range(3):\n        optimizer.zero_grad()\n        loss = F.mse_loss(net(X), Y)\n        loss.backward()\n"
        "        optimizer.step()\n        losses.append(loss.item())\n    return losses"
    ),
    "setattr on self": (
        "class Net(nn.Module):\n    def __init__(self, *nets):\n        super().__init__()\n        for i, net in enumerate(nets):\n"
        "            setattr(self, f'net{i}', net)"
    ),
    "a counter of its own": (
        "class Net(nn.Module):\n    count = 0\n    def forward(self, X):\n        self.count += 1\n        return X * self.count"
    ),
    "memory that is filled": "def f(n):\n    return nn.init.normal_(torch.empty(n)), torch.empty(n).fill_(0)",
    "an error": "def f(n):\n    if n < 0:\n        raise ValueError(f'{n} is negative')\n    try:\n        return 1 / n\n    except ZeroDivisionError:\n        return None",
    "a static method": "class Net:\n    @staticmethod\n    def f(x):\n        return x\ndef f(x):\n    return Net.f(x)",
    "a script": "def f():\n    return 1\nif __name__ == '__main__':\n    print(f())\n    f.calls = 1",
    "copies": "def f(net):\n    return nn.Sequential(*[copy.deepcopy(net) for _ in range(3)])",
}


@pytest.fixture
def proven(tmp_path: Path) -> Any:
    """Return a function that writes a module and asks about it."""

    def ask(source: str, name: str = "work") -> bool:
        file = tmp_path / f"{name}.py"
        file.write_text(source, encoding="utf-8")
        return is_stateless([file])

    return ask


@pytest.mark.parametrize("name", NAMES)
def test_what_keeps_something_is_not_proven(name: str, proven: Any) -> None:
    """Neither alone nor beside a class that keeps nothing."""
    assert not proven(HEAD + NAMES[name])
    assert not proven(PLAIN + NAMES[name].replace("Net", "Own"))


@pytest.mark.parametrize("name", SHOWN)
def test_these_do_keep_something(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second call does not answer what the first did."""
    import sys
    import types

    monkeypatch.delenv("GRADER_TEST_COUNT", raising=False)
    module = types.ModuleType("kept_by_a_test")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(HEAD + SHOWN[name], "<kept>", "exec"), vars(module))  # noqa: S102 -- written above
    try:
        assert module.probe() != module.probe()
    finally:
        monkeypatch.delenv("GRADER_TEST_COUNT", raising=False)


@pytest.mark.parametrize("name", KEEPS_NOTHING)
def test_what_keeps_nothing_is_proven(name: str, proven: Any) -> None:
    """The ways of plain code are known."""
    assert proven(PLAIN + KEEPS_NOTHING[name])


def _files(pattern: str) -> list[Path]:
    found = sorted(ROOT.glob(pattern))
    assert found
    return found


@functools.cache
def _unproven(pattern: str) -> set[str]:
    return {file.stem for file in _files(pattern) if not is_stateless([file])}


def test_a_parallel_block_is_proven_but_where_it_prints_or_takes_memory_as_it_is() -> None:
    """So the promise is not empty: all others of the exercise's wrong solutions leave nothing behind."""
    exercise = "exercises/5.1.2-parallel-block"
    assert _unproven(f"{exercise}/wrong/*.py") == {"reads_out_features", "runs_net_for_its_width"}
    assert len(_files(f"{exercise}/wrong/*.py")) == 17
    assert _unproven(f"{exercise}/right/*.py") == set()


SHARES = {
    "5.1.1": 12,
    "5.1.3": 13,
    "5.2.2": 29,
    "5.2.3": 26,
    "5.3.1": 13,
    "5.3.2": 17,
    "5.3.3": 13,
    "5.4.1": 18,
    "5.4.2": 19,
}


@pytest.mark.parametrize("exercise", SHARES)
def test_most_of_the_course_is_proven(exercise: str) -> None:
    """At least as many wrong solutions as when this was written."""
    pattern = f"exercises/{exercise}-*/wrong/*.py"
    assert len(_files(pattern)) - len(_unproven(pattern)) >= SHARES[exercise]


KEEPERS = ["cached", "mutable_default", "one_layer_for_all_nets", "one_global_net", "remembers_in_a_variable"]


@pytest.mark.parametrize("stem", KEEPERS)
def test_those_of_the_course_that_keep_something_are_not(stem: str) -> None:
    """They are the reason for all this."""
    assert stem in _unproven("exercises/*/wrong/*.py")


@pytest.mark.parametrize(
    "exercise", ["5.1.1", "5.1.2", "5.1.3", "5.2.2", "5.2.3", "5.3.1", "5.3.2", "5.3.3", "5.4.1", "5.4.2"]
)
def test_a_reference_with_the_inside_of_its_exercise_is_proven(exercise: str) -> None:
    """`inside.py` asks for what the submission defines: the proof is about both."""
    assert is_stateless(
        [*_files(f"reference_solutions/{exercise}-*/*.py"), *_files(f"exercises/{exercise}-*/inside.py")]
    )


def test_modules_that_import_each_other_are_looked_at_together(tmp_path: Path) -> None:
    """A name of a helper stands for what it is there."""
    work, helper = tmp_path / "work.py", tmp_path / "helper.py"
    work.write_text("import helper\nfrom helper import double as twice\ndef f(x):\n    return helper.double(twice(x))")
    helper.write_text("def double(x):\n    return 2 * x")
    assert is_stateless([work, helper])
    assert not is_stateless([work])
    helper.write_text("held = []\ndef double(x):\n    return 2 * x")
    assert is_stateless([work, helper])
    work.write_text("import helper\ndef f(x):\n    helper.held.append(x)")
    assert not is_stateless([work, helper])
    work.write_text("from helper import held\ndef f(x):\n    held.append(x)")
    assert not is_stateless([work, helper])
    work.write_text("import helper\ndef f(x):\n    helper.n = x")
    assert not is_stateless([work, helper])


@pytest.mark.parametrize("name", ["torch", "copy", "math", "numpy"])
def test_a_module_named_like_a_library_is_not_proven(name: str, proven: Any) -> None:
    """What the library's name stands for is not known then."""
    assert not proven("def f():\n    return 1", name)


@pytest.mark.parametrize(
    "source", ["", "def f(:", "\x00", "# coding: nonsense\n", "x = " + "(" * 5000, "x = " + "-" * 20_000 + "1"]
)
def test_what_cannot_be_read_does_not_raise(source: str, proven: Any) -> None:
    """An empty module is proven; what is no Python, or too deep, is not."""
    assert proven(source) == (source == "")


def test_nothing_too_long_missing_or_absent_is_proven(tmp_path: Path) -> None:
    """Nor the same name twice."""
    long = tmp_path / "work.py"
    long.write_text("#" * (MAX_SOURCE + 1))
    assert not is_stateless([long])
    assert not is_stateless([])
    assert not is_stateless([tmp_path / "missing.py"])
    assert not is_stateless([tmp_path])
    long.write_text("X = 1")
    assert not is_stateless([long, long])


def test_the_sample_of_rehearsals_is_proven() -> None:
    """Or they would stop at its first line, and warm nothing."""
    assert is_stateless([Path(sample.__file__)])
