"""What a check leaves behind in its judge is found, whatever it is; what leaves nothing is not suspected."""

import importlib
import importlib.util
import os
import random
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from grader.fork.settings import make_each_optimizer
from grader.judge.residue import Residue

SOURCE = """
import collections, functools, itertools, random, re
import numpy as np
import torch
from torch import nn

NUMBER = 1
LIST = [1, [2]]
TABLE = {"a": {"b": [1]}}
COUNTS = collections.Counter()
TENSOR = torch.zeros(2, 2)
NET = nn.Linear(2, 2)
LEAF = torch.ones(2, requires_grad=True)
PATTERN = re.compile("a+")
RANDOM = random.Random(1)
SAMPLES = np.random.default_rng(1)
NUMBERS = itertools.count()
alias = torch.cat

class Thing:
    seen = []
    count = 0

    def __init__(self, child=None):
        self.child = child

    def method(self, known={}):
        return known

    @staticmethod
    def still(known=[]):
        return known

    @classmethod
    def of_class(cls):
        return cls.seen

    @property
    def shown(self):
        return self.child

THING = Thing(Thing())
THING.child.child = THING

def helper(value, *, known=[]):
    known.append(value)
    return known

def make():
    kept = []
    def remember(value):
        kept.append(value)
        return kept
    return remember

remember = make()

@functools.cache
def cached(value):
    return value + 1

def test_it(student):
    assert NUMBER
"""


@pytest.fixture
def module(tmp_path: Path) -> Iterator[ModuleType]:
    """Return the module of an exercise's checks."""
    file = tmp_path / "checks_of_residue.py"
    file.write_text(SOURCE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = made
    spec.loader.exec_module(made)
    yield made
    del sys.modules[file.stem]


def remembered(module: ModuleType) -> Residue:
    """Remember how all is, not in a fixture: pytest sets filters of warnings for each phase."""
    found = Residue(Path(str(module.__file__)).parent)
    found.remember([module])
    return found


def replace(of: Any, name: str, value: Any) -> None:
    setattr(of, name, value)


CHANGES: dict[str, Callable[[Any], object]] = {
    "number": lambda m: replace(m, "NUMBER", 2),
    "new name": lambda m: replace(m, "OTHER", 2),
    "deleted name": lambda m: delattr(m, "NUMBER"),
    "list": lambda m: m.LIST.append(3),
    "inner list": lambda m: m.LIST[1].append(3),
    "inner dict": lambda m: m.TABLE["a"]["b"].clear(),
    "counter": lambda m: m.COUNTS.update("a"),
    "tensor": lambda m: m.TENSOR.add_(1),
    "one element": lambda m: m.TENSOR[1].fill_(1e-30),
    "parameter": lambda m: m.NET.weight.data.mul_(2),
    "buffer": lambda m: m.NET.register_buffer("more", torch.ones(1)),
    "gradient": lambda m: replace(m.LEAF, "grad", torch.ones(2)),
    "gradient of a net": lambda m: replace(m.NET.bias, "grad", torch.ones(2)),
    "whether it needs a gradient": lambda m: m.NET.requires_grad_(requires_grad=False),
    "mode": lambda m: m.NET.eval(),
    "hook": lambda m: m.NET.register_forward_hook(print),
    "random numbers": lambda m: m.RANDOM.random(),
    "samples": lambda m: m.SAMPLES.random(),
    "counting": lambda m: next(m.NUMBERS),
    "attribute of a class": lambda m: replace(m.Thing, "count", 1),
    "list of a class": lambda m: m.Thing.seen.append(1),
    "method": lambda m: replace(m.Thing, "method", lambda _: 1),
    "default of a method": lambda m: m.Thing().method().update(a=1),
    "default of a static method": lambda m: m.Thing.still().append(1),
    "property": lambda m: replace(m.Thing, "shown", property(lambda _: 1)),
    "object": lambda m: replace(m.THING, "more", 1),
    "inner object": lambda m: replace(m.THING.child, "more", 1),
    "default": lambda m: m.helper(1),
    "closure": lambda m: m.remember(1),
    "attribute of a function": lambda m: replace(m.helper, "seen", 1),
    "code": lambda m: replace(m.helper, "__code__", m.make.__code__),
    "another function": lambda m: replace(m, "helper", lambda _: 1),
    "module in a module's place": lambda m: replace(m, "torch", nn),
    "patched torch": lambda _: replace(torch, "cat", print),
    "patched class": lambda _: replace(nn.Linear, "forward", print),
    "patched module": lambda _: replace(nn.Module, "__call__", print),
    "patched function": lambda _: replace(nn.functional, "relu", print),
    "patched builtin": lambda _: replace(__import__("builtins"), "ascii", print),
    "patched random": lambda _: replace(random, "random", lambda: 3),
    "threads": lambda _: torch.set_num_threads(torch.get_num_threads() + 1),
    "device": lambda _: torch.set_default_device("meta"),
    "determinism": lambda _: torch.use_deterministic_algorithms(mode=True),
    "anomaly": lambda _: torch.autograd.set_detect_anomaly(mode=True),
    "precision": lambda _: torch.set_float32_matmul_precision("medium"),
    "global hook": lambda _: nn.modules.module.register_module_forward_hook(print),
    "print options": lambda _: torch.set_printoptions(precision=9),  # type: ignore[no-untyped-call]
    "errors of numpy": lambda _: np.seterr(all="raise"),
    "environment": lambda _: os.environ.update(GRADER_TEST="1"),
    "folder": lambda _: os.chdir("/"),
    "path": lambda _: sys.path.append("/nowhere"),
    "filter of warnings": lambda _: warnings.simplefilter("always", ResourceWarning),
    "recursion": lambda _: sys.setrecursionlimit(sys.getrecursionlimit() + 1),
}


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Put back what the changes change."""
    monkeypatch.chdir(tmp_path)
    for place, name in (
        *((torch, "cat"), (nn.Linear, "forward"), (nn.Module, "__call__"), (nn.functional, "relu")),
        *((random, "random"), (sys, "path"), (__import__("builtins"), "ascii")),
    ):
        value = getattr(place, name)
        monkeypatch.setattr(place, name, list(value) if name == "path" else value)
    monkeypatch.delenv("GRADER_TEST", raising=False)
    threads, limit, errors = torch.get_num_threads(), sys.getrecursionlimit(), np.geterr()
    precision, options = torch.get_float32_matmul_precision(), dict(vars(torch._tensor_str.PRINT_OPTS))
    hooks = nn.modules.module._global_forward_hooks
    with warnings.catch_warnings():
        yield
    torch.set_num_threads(threads)
    torch.set_default_device(None)
    torch.use_deterministic_algorithms(mode=False)
    torch.autograd.set_detect_anomaly(mode=False)
    torch.set_float32_matmul_precision(precision)
    vars(torch._tensor_str.PRINT_OPTS).update(options)
    sys.setrecursionlimit(limit)
    np.seterr(**errors)
    hooks.clear()


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_found(module: ModuleType, change: str) -> None:
    """Whatever a check can change and a later one can see."""
    residue = remembered(module)
    assert residue.is_nothing()
    CHANGES[change](module)
    assert not residue.is_nothing()


def test_nothing_is_nothing(module: ModuleType) -> None:
    """Computing with what is there, caches, seeds and imports leave nothing."""
    residue = remembered(module)
    assert residue.is_nothing()
    made: Any = module
    made.cached(3)
    torch.manual_seed(3)
    random.seed(3)
    made.NET(torch.ones(1, 2))
    made.LEAF.square().sum()
    made.Thing(made.THING)
    importlib.import_module("colorsys")
    assert residue.is_nothing()
    assert made.cached.cache_info().currsize == 0


def test_what_cannot_be_described_is_never_nothing(module: ModuleType) -> None:
    """A lock or a running generator cannot be looked into: such a judge judges once."""
    for thing in (threading.Lock(), (number for number in range(3))):
        replace(module, "THING", thing)
        assert not remembered(module).is_nothing()


def test_a_module_of_the_exercise_that_is_imported_later_is_found(module: ModuleType, tmp_path: Path) -> None:
    """A check may import a helper when it runs; what that holds was never described."""
    residue = remembered(module)
    file = tmp_path / "late_helper.py"
    file.write_text("KEPT = []\n", encoding="utf-8")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    sys.modules[file.stem] = importlib.util.module_from_spec(spec)
    try:
        assert not residue.is_nothing()
    finally:
        del sys.modules[file.stem]
    assert residue.is_nothing()


def test_the_first_optimizer_of_a_kind_is_no_residue(tmp_path: Path) -> None:
    """Torch wraps the `step` of a class when it makes the first one, which is nothing that a check has done."""
    make_each_optimizer()  # as a warm process does before it forks
    residue = Residue(tmp_path)
    residue.remember([])
    for kind in (torch.optim.Adadelta, torch.optim.RAdam):
        kind([nn.Parameter(torch.zeros(1))])
    assert residue.is_nothing()
