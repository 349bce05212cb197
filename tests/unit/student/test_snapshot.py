# ruff: noqa: E501 -- sources in a line, as wide as they are
"""What a call left behind is seen, wherever plain code keeps something; and what keeps nothing is not taken for it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from grader.fork.settings import Names, Settings, make_each_optimizer
from grader.student.snapshot import MOST_BYTES, MOST_OBJECTS, Snapshot
from tests.unit.student.keeping import HEAD, PLAIN, SETTINGS, SHOWN

pytestmark = pytest.mark.unit

KEEPS_NOTHING = {
    "constants": "WIDTH, PI2 = 3, 2 * math.pi\ndef probe(X=2.0):\n    return X * PI2 + WIDTH",
    "tables": "SIZES = {'a': [1, 2]}\nACT = {'relu': F.relu, 'none': lambda X: X}\ndef probe():\n    return sum(SIZES['a']), ACT['relu'](torch.ones(2))",
    "no gradients": "@torch.no_grad()\ndef probe():\n    for p in nn.Linear(2, 2).parameters():\n        p.mul_(2)",
    "training": (
        "def probe():\n    net, X = nn.Sequential(nn.Linear(2, 1)), torch.ones(3, 2)\n    optimizer = torch.optim.Adam(net.parameters(), lr=0.1)\n"
        "    for _ in range(3):\n        optimizer.zero_grad()\n        loss = F.mse_loss(net(X), torch.ones(3, 1))\n        loss.backward()\n        optimizer.step()"
    ),
    "a net of the module": "NET = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)).eval()\ndef probe():\n    with torch.no_grad():\n        return NET(torch.ones(4, 2))",
    "an optimizer of the module": "NET = nn.Linear(2, 2)\nOPT = torch.optim.SGD(NET.parameters(), lr=0.1)\ndef probe():\n    return len(OPT.param_groups)",
    "copies": "class Own(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.one = nn.Linear(1, 1)\ndef probe():\n    return [copy.deepcopy(Own()) for _ in range(3)]",
    "an import in a function": "def probe():\n    import colorsys\n    return colorsys.rgb_to_hsv(0, 0, 0)",
    "a dataclass and an enum": "import dataclasses, enum\n@dataclasses.dataclass\nclass P:\n    x: int = 1\nclass C(enum.Enum):\n    A = 1\ndef probe():\n    return P(2), C(1), C.A.name",
    "a path, a pattern and a logger": "import logging, re, pathlib\nLOG, PATTERN, HERE = logging.getLogger('x'), re.compile('a'), pathlib.Path('a/b')\ndef probe():\n    LOG.debug('x')\n    return PATTERN.match('a'), str(HERE), HERE.parts",
    "a warning": "import warnings\ndef probe():\n    warnings.warn('look')",
    "an abstract class": "import abc\nclass A(abc.ABC):\n    @abc.abstractmethod\n    def f(self): ...\nclass B(A):\n    def f(self):\n        return 1\ndef probe():\n    return isinstance(B(), A), isinstance(3, A)",
    "functions of generators that are seeded": "from random import random\nfrom numpy.random import rand\ndef probe():\n    return random(), rand(), torch.default_generator.seed()",
    "functions of libraries": "import numpy as np\nTABLE = [torch.relu, F.gelu, F.relu, math.sin, np.dot, np.sum, len, torch.tensor, [].append.__class__]\ndef probe():\n    return TABLE[0](torch.ones(2))",
    "generators that are not used": "RNG, R = torch.Generator(), __import__('random').Random(1)\ndef probe():\n    return 1",
}


@pytest.fixture
def imported(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that makes a module of a source, and a snapshot of it."""
    monkeypatch.delenv("GRADER_TEST_COUNT", raising=False)
    make_each_optimizer()

    def make(source: str) -> tuple[ModuleType, Snapshot, Settings]:
        module = ModuleType("kept_by_a_test")
        monkeypatch.setitem(sys.modules, module.__name__, module)
        exec(compile(HEAD + source, "<kept>", "exec"), vars(module))  # noqa: S102 -- written above
        snapshot = Snapshot([module.__name__])
        snapshot.add(module)
        return module, snapshot, Settings(Names())

    yield make
    os.environ.pop("GRADER_TEST_COUNT", None)


@pytest.mark.parametrize("name", SHOWN)
def test_what_keeps_something_is_seen(name: str, imported: Any) -> None:
    """A second call does not answer what the first did; so the snapshot does not hold after the first."""
    module, snapshot, settings = imported(PLAIN.removeprefix(HEAD) + SHOWN[name])
    first = module.probe()
    assert not (snapshot.holds() and settings.hold())
    assert first != module.probe()


@pytest.mark.filterwarnings("ignore:look")
@pytest.mark.parametrize("name", KEEPS_NOTHING)
def test_what_keeps_nothing_goes_on(name: str, imported: Any) -> None:
    """However often it is called."""
    module, snapshot, settings = imported(KEEPS_NOTHING[name])
    for _ in range(3):
        module.probe()
        assert snapshot.holds()
        assert settings.hold()


SCRIPT = """
import json, os, sys, types
import torch
from grader.fork.settings import Names, Settings, make_each_optimizer
from grader.student.snapshot import Snapshot
make_each_optimizer()
torch.set_num_threads(2)
names = Names()
for name, source in json.load(sys.stdin).items():
    reading, writing = os.pipe()
    if os.fork() == 0:
        module = types.ModuleType("work")
        sys.modules["work"] = module
        exec(source, vars(module))
        snapshot = Snapshot(["work"])
        snapshot.add(module)
        settings = Settings(names)
        before = snapshot.holds() and settings.hold()
        module.probe()
        after = snapshot.holds() and settings.hold()
        os.write(writing, json.dumps([before, after]).encode())
        os._exit(0)
    os.close(writing)
    print(json.dumps([name, *json.loads(os.read(reading, 100) or b'["died"]')]))
    os.close(reading)
    os.wait()
"""


def test_changed_settings_are_seen(tmp_path: Path) -> None:
    """Of torch, Python and the process; each tried in a process of its own, where nothing had been seen before."""
    sources = {name: HEAD + source for name, source in SETTINGS.items()}
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT],
        input=json.dumps(sources),
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )
    told = {name: tuple(held) for name, *held in map(json.loads, ran.stdout.splitlines())}
    assert told == dict.fromkeys(SETTINGS, (True, False)), ran.stderr


def test_what_is_too_much_counts_as_changed(imported: Any) -> None:
    """Of objects and of bytes; so a check is never held up, nor its verdict made to rest on what nobody looked at."""
    for source in (f"X = [[] for _ in range({MOST_OBJECTS})]", f"X = torch.zeros({MOST_BYTES // 4 + 1})"):
        _module, snapshot, _settings = imported(source)
        assert not snapshot.holds()


def test_an_object_that_resists_counts_as_changed(imported: Any) -> None:
    """Whatever it raises when it is asked for its parts."""
    source = "class Odd:\n    __slots__ = ('x',)\n    def __getattr__(self, name):\n        raise KeyError(name)\nodd = Odd()"
    _module, snapshot, _settings = imported(source)
    assert not snapshot.holds()
