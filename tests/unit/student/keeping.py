# ruff: noqa: E501 -- sources in a line, as wide as they are
"""Honest ways to keep something from one call to the next, each in a module that looks right."""

from typing import Final

HEAD: Final = "import copy\nimport math\n\nimport torch\nfrom torch import nn\nfrom torch.nn import functional as F\n\n"
PLAIN: Final = HEAD + (
    "class Parallel(nn.Module):\n    def __init__(self, net1, net2, dim=-1):\n        super().__init__()\n"
    "        self.net1, self.net2, self.dim = net1, net2, dim\n\n"
    "    def forward(self, X):\n        return torch.cat((self.net1(X), self.net2(X)), dim=self.dim)\n\n\n"
)

SHOWN: Final = {
    "a list of the module": "CALLS = []\ndef probe():\n    CALLS.append(1)\n    return len(CALLS)",
    "a dict of the module": "CACHE = {}\ndef probe():\n    CACHE[len(CACHE)] = 1\n    return len(CACHE)",
    "setdefault": "CACHE = {}\ndef probe():\n    CACHE.setdefault(len(CACHE), 1)\n    return len(CACHE)",
    "update": "CACHE = {}\ndef probe():\n    CACHE.update({len(CACHE): 1})\n    return len(CACHE)",
    "a list that is extended": "CALLS = []\ndef probe():\n    for x in [1]:\n        CALLS.extend([x])\n    return len(CALLS)",
    "a slice that is assigned": "CALLS = []\ndef probe():\n    CALLS[:] = [*CALLS, 1]\n    return len(CALLS)",
    "deleting from a table": "LEFT = [1, 2, 3, 4]\ndef probe():\n    del LEFT[0]\n    return len(LEFT)",
    "popping": "LEFT = [1, 2, 3, 4]\ndef probe():\n    return LEFT.pop()",
    "an alias": "CALLS = []\ndef probe():\n    mine = CALLS\n    mine.append(1)\n    return len(mine)",
    "an alias in a container": "CALLS = []\ndef probe():\n    mine = (CALLS,)\n    mine[0].append(1)\n    return len(mine[0])",
    "an alias by a loop": "CALLS = []\ndef probe():\n    for mine in [CALLS]:\n        mine.append(1)\n    return len(CALLS)",
    "an alias by a comprehension": "CALLS = []\ndef probe():\n    [mine.append(1) for mine in [CALLS]]\n    return len(CALLS)",
    "an alias by a default": "CALLS = []\ndef probe(mine=CALLS):\n    mine.append(1)\n    return len(mine)",
    "an alias by a function": "CALLS = []\ndef own():\n    return CALLS\ndef probe():\n    own().append(1)\n    return len(CALLS)",
    "an alias by or": "CALLS = []\ndef probe(mine=None):\n    mine = mine or CALLS\n    mine.append(1)\n    return len(mine)",
    "an alias by a walrus": "CALLS = []\ndef probe():\n    (mine := CALLS).append(1)\n    return len(mine)",
    "an alias by with": (
        "import contextlib\nCALLS = []\ndef probe():\n    with contextlib.nullcontext(CALLS) as mine:\n"
        "        mine.append(1)\n    return len(CALLS)"
    ),
    "an alias by match": (
        "CALLS = []\ndef probe():\n    match CALLS:\n        case mine:\n            mine.append(1)\n    return len(CALLS)"
    ),
    "an alias through self": (
        "CALLS = []\nclass Net:\n    def __init__(self):\n        self.calls = CALLS\n    def run(self):\n"
        "        self.calls.append(1)\n        return len(self.calls)\ndef probe():\n    return Net().run()"
    ),
    "a global": "count = 0\ndef probe():\n    global count\n    count += 1\n    return count",
    "globals": "count = 0\ndef probe():\n    globals()['count'] += 1\n    return count",
    "a mutable default": "def probe(calls=[]):\n    calls.append(1)\n    return len(calls)",
    "a mutable keyword default": "def probe(*, calls={}):\n    calls[len(calls)] = 1\n    return len(calls)",
    "a default that counts": "import itertools\ndef probe(count=itertools.count()):\n    return next(count)",
    "a tensor as a default": "def probe(total=torch.zeros(1)):\n    total += 1\n    return total.item()",
    "a layer as a default": (
        "def probe(layer=nn.BatchNorm1d(2)):\n    layer(torch.ones(2, 2))\n    return layer.running_mean[0].item()"
    ),
    "a tensor of the module": "TOTAL = torch.zeros(1)\ndef probe():\n    TOTAL.add_(1)\n    return TOTAL.item()",
    "a layer of the module": (
        "NET = nn.BatchNorm1d(2)\ndef probe():\n    NET(torch.ones(2, 2))\n    return NET.running_mean[0].item()"
    ),
    "a generator of numbers": "RNG = torch.Generator()\ndef probe():\n    return torch.rand(1, generator=RNG).item()",
    "a generator": "def numbers():\n    n = 0\n    while True:\n        yield n\n        n += 1\nN = numbers()\ndef probe():\n    return next(N)",
    "itertools": "import itertools\nN = itertools.count()\ndef probe():\n    return next(N)",
    "lru_cache": "import functools\n@functools.lru_cache\ndef make():\n    return [0]\ndef probe():\n    make().append(1)\n    return len(make())",
    "cache by name": "from functools import cache\n@cache\ndef make():\n    return [0]\ndef probe():\n    make().append(1)\n    return len(make())",
    "a decorator of its own": (
        "def counted(function):\n    calls = []\n    def inner():\n        calls.append(1)\n        return len(calls)\n"
        "    return inner\n@counted\ndef probe():\n    pass"
    ),
    "a closure of the module": (
        "def make():\n    calls = []\n    def inner():\n        calls.append(1)\n        return len(calls)\n    return inner\n"
        "probe = make()"
    ),
    "a closure with nonlocal": (
        "def make():\n    n = 0\n    def inner():\n        nonlocal n\n        n += 1\n        return n\n    return inner\n"
        "probe = make()"
    ),
    "an attribute of a function": "def probe():\n    probe.calls = getattr(probe, 'calls', 0) + 1\n    return probe.calls",
    "an attribute of a function set outside": "def probe():\n    probe.calls += 1\n    return probe.calls\nprobe.calls = 0",
    "setattr on a function": (
        "def probe():\n    setattr(probe, 'calls', getattr(probe, 'calls', 0) + 1)\n    return probe.calls"
    ),
    "vars of a function": "def probe():\n    vars(probe)['calls'] = len(vars(probe)) and vars(probe)['calls'] + 1\n    return probe.calls",
    "the dict of a function": "def probe():\n    probe.__dict__[len(probe.__dict__)] = 1\n    return len(probe.__dict__)",
    "the defaults of a function": (
        "def width(d=1):\n    return d\ndef probe():\n    width.__defaults__ = (width() + 1,)\n    return width()"
    ),
    "a function handed on": (
        "def count(function):\n    function.calls = getattr(function, 'calls', 0) + 1\n    return function.calls\n"
        "def probe():\n    return count(probe)"
    ),
    "an attribute of a class": "class Net:\n    count = 0\ndef probe():\n    Net.count += 1\n    return Net.count",
    "an attribute of self's class": (
        "class Net:\n    count = 0\n    def __init__(self):\n        self.__class__.count += 1\ndef probe():\n    return Net().count"
    ),
    "type of self": (
        "class Net:\n    count = 0\n    def __init__(self):\n        type(self).count += 1\ndef probe():\n    return Net().count"
    ),
    "the class in a local": (
        "class Net:\n    count = 0\ndef probe():\n    mine = Net\n    mine.count += 1\n    return mine.count"
    ),
    "the class cell": (
        "class Net:\n    count = 0\n    def __init__(self):\n        __class__.count += 1\ndef probe():\n    return Net().count"
    ),
    "the class of super": (
        "class Net:\n    count = 0\n    def __init__(self):\n        super().__thisclass__.count += 1\ndef probe():\n    return Net().count"
    ),
    "a list of a class": (
        "class Net:\n    made = []\n    def __init__(self):\n        self.made.append(1)\ndef probe():\n    return len(Net().made)"
    ),
    "a list of a class, in place": (
        "class Net:\n    made = []\n    def __init__(self):\n        self.made += [1]\ndef probe():\n    return len(Net().made)"
    ),
    "a list of a base": (
        "class Base:\n    made = []\nclass Net(Base):\n    def __init__(self):\n        self.made.append(1)\ndef probe():\n    return len(Net().made)"
    ),
    "a class method": (
        "class Net:\n    count = 0\n    @classmethod\n    def make(cls):\n        cls.count += 1\n        return cls()\ndef probe():\n    return Net.make().count"
    ),
    "new": (
        "class Net:\n    count = 0\n    def __new__(cls):\n        cls.count += 1\n        return object.__new__(cls)\ndef probe():\n    return Net().count"
    ),
    "a singleton": (
        "class Net:\n    one = None\n    def __new__(cls):\n        if cls.one is None:\n            cls.one = object.__new__(cls)\n            cls.one.n = 0\n"
        "        return cls.one\ndef probe():\n    net = Net()\n    net.n += 1\n    return net.n"
    ),
    "init_subclass": (
        "class Net:\n    count = 0\n    def __init_subclass__(cls):\n        Net.count += 1\ndef probe():\n    class Mine(Net):\n        pass\n    return Net.count"
    ),
    "a metaclass": (
        "class Meta(type):\n    def __call__(cls):\n        cls.count = getattr(cls, 'count', 0) + 1\n        return type.__call__(cls)\n"
        "class Net(metaclass=Meta):\n    pass\ndef probe():\n    return Net().count"
    ),
    "class_getitem": (
        "class Net:\n    count = 0\n    def __class_getitem__(cls, key):\n        cls.count += 1\n        return cls.count\ndef probe():\n    return Net[0]"
    ),
    "a method called with its class": (
        "class Net:\n    count = 0\n    def bump(self):\n        self.count += 1\n        return self.count\ndef probe():\n    return Net.bump(Net)"
    ),
    "a method called with a class, handed on": (
        "class Net:\n    count = 0\n    def bump(self):\n        self.count += 1\n        return self.count\n"
        "def run(kind):\n    return kind.bump(kind)\ndef probe():\n    return run(Net)"
    ),
    "a static method, replaced": (
        "class Net:\n    @staticmethod\n    def bump(n):\n        return n\n    def bump(self):\n        self.n = getattr(self, 'n', 0) + 1\n"
        "        return self.n\ndef probe():\n    return Net.bump(Net)"
    ),
    "a method's function": (
        "class Net:\n    def forward(self):\n        self.forward.__func__.n = getattr(self.forward, 'n', 0) + 1\n        return self.forward.n\n"
        "def probe():\n    return Net().forward()"
    ),
    "a method replaced": (
        "class Net:\n    def run(self):\n        Net.run = lambda self: 2\n        return 1\ndef probe():\n    return Net().run()"
    ),
    "an instance of the module": (
        "class Counter:\n    def __init__(self):\n        self.n = 0\n    def __call__(self):\n        self.n += 1\n        return self.n\nprobe = Counter()"
    ),
    "an instance in a class": (
        "class Counter:\n    def __init__(self):\n        self.n = 0\n    def up(self):\n        self.n += 1\n        return self.n\n"
        "class Net:\n    counter = Counter()\n    def run(self):\n        return self.counter.up()\ndef probe():\n    return Net().run()"
    ),
    "a registry by decorator": (
        "MADE = {}\ndef register(kind):\n    MADE[len(MADE)] = kind\n    return kind\ndef probe():\n    register(object)\n    return len(MADE)"
    ),
    "a dataclass with a factory outside": (
        "import dataclasses\nHELD = []\n@dataclasses.dataclass\nclass Net:\n    held: list = dataclasses.field(default_factory=lambda: HELD)\n"
        "def probe():\n    Net().held.append(1)\n    return len(HELD)"
    ),
    "partial": "from functools import partial\nCALLS = []\nnote = partial(CALLS.append, 1)\ndef probe():\n    note()\n    return len(CALLS)",
    "a method in a variable": "CALLS = []\nnote = CALLS.append\ndef probe():\n    note(1)\n    return len(CALLS)",
    "map": "CALLS = []\ndef probe():\n    list(map(CALLS.append, [1]))\n    return len(CALLS)",
    "a frame": "import sys\nn = 0\ndef probe():\n    sys._getframe().f_globals['n'] += 1\n    return n",
    "a generator's frame": (
        "n = 0\ndef one():\n    yield 1\ndef probe():\n    one().gi_frame.f_globals['n'] += 1\n    return n"
    ),
    "an error's frame": (
        "n = 0\ndef probe():\n    try:\n        raise ValueError\n    except ValueError as error:\n        error.__traceback__.tb_frame.f_globals['n'] += 1\n    return n"
    ),
    "exec": "n = 0\ndef probe():\n    exec('n += 1', globals())\n    return n",
    "the module's own import": "import sys\nn = 0\ndef probe():\n    me = sys.modules[__name__]\n    me.n += 1\n    return n",
    "operator": "import operator\nHELD = {0: 0}\ndef probe():\n    operator.setitem(HELD, 0, HELD[0] + 1)\n    return HELD[0]",
    "shadowed names": "CALLS = []\ndef len(x):\n    x.append(1)\n    return sum(x)\ndef probe():\n    return len(CALLS)",
    "shadowed in a comprehension": (
        "nets = []\ndef probe():\n    total = [nets for nets in [[1]]]\n    nets.append(total)\n    return len(nets)"
    ),
    "bound twice": "CALLS = ()\nCALLS = []\ndef probe():\n    CALLS.append(1)\n    return len(CALLS)",
    "bound in a condition": "if True:\n    CALLS = []\ndef probe():\n    CALLS.append(1)\n    return len(CALLS)",
    "bound by a loop": "for CALLS in [[]]:\n    pass\ndef probe():\n    CALLS.append(1)\n    return len(CALLS)",
    "a thread's own": "import threading\nHELD = threading.local()\nHELD.n = 0\ndef probe():\n    HELD.n += 1\n    return HELD.n",
    "weak references": (
        "import weakref\nHELD = weakref.WeakKeyDictionary()\nclass K:\n    pass\nALIVE = []\n"
        "def probe():\n    ALIVE.append(K())\n    HELD[ALIVE[-1]] = 1\n    return len(HELD)"
    ),
    "a table in a table": "HELD = {'a': []}\ndef probe():\n    HELD['a'].append(1)\n    return len(HELD['a'])",
    "a table in a tuple": "HELD = ([],)\ndef probe():\n    HELD[0].append(1)\n    return len(HELD[0])",
    "module getattr": "HELD = []\ndef __getattr__(name):\n    HELD.append(name)\n    return len(HELD)\ndef probe():\n    return __getattr__('x')",
    "a lambda in a table": "HELD = []\nDO = {'a': lambda: HELD.append(1)}\ndef probe():\n    DO['a']()\n    return len(HELD)",
    "getattr with a name": (
        "class Net:\n    count = 0\ndef probe():\n    kind = getattr(Net(), '__class__')\n    kind.count += 1\n    return Net.count"
    ),
    "getattr with a name put together": (
        "HELD = []\ndef probe(name='app'):\n    getattr(HELD, name + 'end')(1)\n    return len(HELD)"
    ),
    "the environment": (
        "import os\ndef probe():\n    os.environ['GRADER_TEST_COUNT'] = str(int(os.environ.get('GRADER_TEST_COUNT', '0')) + 1)\n"
        "    return os.environ['GRADER_TEST_COUNT']"
    ),
}
"""Called twice, `probe` returns two different things."""

TOLD: Final = {
    "torch patched": "def probe():\n    torch.relu = F.gelu",
    "a layer patched": "def probe():\n    nn.Module.forward = lambda self, X: X",
    "a layer patched through a local": "def probe():\n    kind = nn.Linear\n    kind.bias = None",
    "a layer patched through an instance": "def probe():\n    nn.Linear(1, 1).__class__.extra = 1",
    "the submission patched": "def probe(work):\n    work.Parallel = nn.Linear",
    "the submission's class patched": "def probe(work):\n    work.Parallel.dim = 1",
    "the submission's torch": "def probe(work):\n    work.torch.set_num_threads(1)",
    "threads": "def probe():\n    torch.set_num_threads(1)",
    "the default dtype": "def probe():\n    torch.set_default_dtype(torch.float64)",
    "the default device": "def probe():\n    torch.set_default_device('meta')",
    "gradients off": "def probe():\n    torch.set_grad_enabled(False)",
    "gradients off by hand": "def probe():\n    torch.no_grad().__enter__()",
    "gradients off in a generator": "def probe():\n    with torch.no_grad():\n        yield 1",
    "deterministic algorithms": "def probe():\n    torch.use_deterministic_algorithms(True)",
    "backends": "def probe():\n    torch.backends.mkldnn.enabled = False",
    "print options": "def probe():\n    torch.set_printoptions(precision=2)",
    "hooks for all": (
        "from torch.nn.modules.module import register_module_forward_hook\ndef probe():\n    register_module_forward_hook(print)"
    ),
    "compile": "def probe(net):\n    return torch.compile(net)",
    "compile in place": "def probe(net):\n    net.compile()",
    "script": "def probe(net):\n    return torch.jit.script(net)",
    "shared memory": "def probe(X):\n    return X.share_memory_()",
    "a file": "def probe(net):\n    torch.save(net.state_dict(), 'net.pt')",
    "a file of Python's": "def probe():\n    open('x', 'a').write('x')",
    "a file mapped": "def probe():\n    return torch.from_file('x', shared=True, size=3)",
    "output": "def probe():\n    print('x' * 1000)",
    "a hook at exit": "import atexit\ndef probe():\n    atexit.register(len)",
    "a thread": "import threading\ndef probe():\n    threading.Thread(target=len).start()",
    "warnings": "import warnings\ndef probe():\n    warnings.simplefilter('ignore')",
    "recursion": "import sys\ndef probe():\n    sys.setrecursionlimit(99)",
    "memory that is not filled": "def probe():\n    total = torch.empty(3)\n    total += 1\n    return total",
    "memory that is not filled, by a tensor": "def probe(X):\n    return X.new_empty(3)",
    "memory that is not filled, by the class": "def probe():\n    return torch.Tensor(3)",
    "memory that is not filled, asked by init": "def probe():\n    return nn.init.calculate_gain(torch.empty(3))",
    "a table changed by a key": "HELD = [1]\ndef probe():\n    return sorted(HELD, key=lambda x: HELD.append(x))",
    "a table changed by a loop's target": "HELD = [1]\ndef probe(X):\n    return [0 for HELD[0] in X]",
    "a module handed on": "def set_it(t):\n    t.set_num_threads(1)\ndef probe():\n    import torch as t\n    set_it(t)",
    "a class changed by a method taken from it": "class Net:\n    def up(self):\n        self.n = 1\ndef probe():\n    up = Net.up\n    up(Net)",
    "addresses": "def probe(X):\n    return id(X)",
    "addresses of data": "def probe(X):\n    return X.data_ptr()",
    "the order of a set": "def probe(nets):\n    return [net for net in set(nets)]",
    "the order of a set built": "def probe(nets):\n    return [net for net in {each for each in nets}]",
    "everything of a module": "from math import *\ndef probe():\n    return sqrt(2)",
    "an unknown package": "import pandas\ndef probe():\n    return 1",
    "a relative import": "from . import other\ndef probe():\n    return 1",
    "a clock": "import time\ndef probe():\n    return time.perf_counter()",
    "async": "async def probe():\n    return 1",
    "an annotation that acts": "def probe():\n    HELD = []\n    def inner(x: HELD.append(1)):\n        return x\n    return inner",
    "a shared setting of a copied function": "from shutil import copy as copy_\ndef probe(work):\n    return work.copy_('a', 'b')",
    "an unbound method of a layer": "def probe():\n    return nn.Module.train(nn.Linear)",
    "a setter": "class Net:\n    @property\n    def x(self):\n        return 1\n    @x.setter\n    def x(self, value):\n        Net.y = value",
    "an attribute of a parameter": "def probe(net):\n    net.calls = 1",
    "an attribute of a rebound self": "class Net:\n    def run(self, other):\n        self = other\n        self.n = 1",
    "an attribute of a parameter named self": "def run(self):\n    self.n = 1",
    "self of an inner function": "class Net:\n    def run(self, net):\n        def inner(self):\n            self.n = 1\n        inner(net)",
    "an attribute by a loop": "def probe(work):\n    for work.n in [1]:\n        pass",
    "an attribute deleted": "def probe(work):\n    del work.Parallel",
    "an attribute by with": "def probe(work, ctx):\n    with ctx as work.n:\n        pass",
    "an attribute by unpacking": "def probe(work):\n    work.n, x = 1, 2",
}
"""Not to be tried in a process that goes on."""
