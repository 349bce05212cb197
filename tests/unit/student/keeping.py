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
    "a counter by its method": "import itertools\ntick = itertools.count().__next__\ndef probe():\n    return tick()",
    "a list by its method": "push = [].append\ndef probe():\n    push(1)\n    return len(push.__self__)",
    "a list in a slice": "PLACE = slice([])\ndef probe():\n    PLACE.stop.append(1)\n    return len(PLACE.stop)",
    "a module of another name": "__name__ = 'other'\ncount = 0\ndef probe():\n    global count\n    count += 1\n    return count",
    "a class of another module": "class Net:\n    __module__, count = 'other', 0\ndef probe():\n    Net.count += 1\n    return Net.count",
    "a class made by a function": (
        "import dataclasses\nState = dataclasses.make_dataclass('State', ['x'])\nState.x = 0\ndef probe():\n    State.x += 1\n    return State.x"
    ),
    "an annotation": "def probe():\n    probe.__annotations__[len(probe.__annotations__)] = 1\n    return len(probe.__annotations__)",
    "the name of a function": "def probe():\n    probe.__name__ += 'x'\n    return probe.__name__",
    "the name of a class": "class Net: pass\ndef probe():\n    Net.__name__ += 'x'\n    return Net.__name__",
    "a number with attributes": (
        "import numpy as np\nclass Mine(np.float64): pass\nN = Mine(0)\nN.calls = 0\ndef probe():\n    N.calls += 1\n    return N.calls"
    ),
    "a logger": (
        "import logging\nLOG = logging.getLogger('of-a-test')\ndef probe():\n    LOG.addHandler(logging.NullHandler())\n    return len(LOG.handlers)"
    ),
    "a tensor changed and changed back": "T = torch.zeros(1)\ndef probe():\n    T.add_(1).sub_(1)\n    return T._version",
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

SETTINGS: Final = {
    "a module as a name of torch": "def probe():\n    torch.mine = copy",
    "a module as a name of a class": "def probe():\n    nn.Linear.mine = copy",
    "a thread without an object": "import _thread, time\ndef probe():\n    _thread.start_new_thread(time.sleep, (9,))\n    time.sleep(0.1)",
    "a timer": "import signal\ndef probe():\n    signal.alarm(99)",
    "how often threads take turns": "import sys\ndef probe():\n    sys.setswitchinterval(0.1)",
    "the mask of new files": "import os\ndef probe():\n    os.umask(0o77)",
    "how objects are pickled": "import copyreg\nclass Own: pass\ndef probe():\n    copyreg.pickle(Own, str)",
    "a finalizer": "import weakref\ndef probe():\n    weakref.finalize(nn.Linear, len, ())",
    "a callback of the garbage collector": "import gc\ndef probe():\n    gc.callbacks.append(lambda *_: None)",
    "a signal that is blocked": "import signal\ndef probe():\n    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])",
    "torch patched": "def probe():\n    torch.relu = F.gelu",
    "a name added to torch": "def probe():\n    torch.mine = 1",
    "a layer patched": "def probe():\n    nn.Module.forward = lambda self, X: X",
    "a layer patched through a local": "def probe():\n    kind = nn.Linear\n    kind.bias = None",
    "a layer patched through an instance": "def probe():\n    nn.Linear(1, 1).__class__.extra = 1",
    "a builtin": "def probe():\n    import builtins\n    builtins.mine = 1",
    "a module put into sys.modules": "def probe():\n    import sys, types\n    sys.modules['mine'] = types.ModuleType('mine')",
    "threads": "def probe():\n    torch.set_num_threads(1)",
    "the default device": "def probe():\n    torch.set_default_device('meta')",
    "inference mode": "def probe():\n    probe.mode = torch.inference_mode()\n    probe.mode.__enter__()",
    "a function mode": "from torch.overrides import TorchFunctionMode\ndef probe():\n    TorchFunctionMode().__enter__()",
    "deterministic algorithms": "def probe():\n    torch.use_deterministic_algorithms(True)",
    "print options": "def probe():\n    torch.set_printoptions(precision=2)",
    "numpy's errors": "def probe():\n    import numpy\n    numpy.seterr(all='raise')",
    "hooks for all": (
        "from torch.nn.modules.module import register_module_forward_hook\ndef probe():\n    register_module_forward_hook(print)"
    ),
    "a hook at exit": "import atexit\ndef probe():\n    atexit.register(len)",
    "a thread": "import threading, time\ndef probe():\n    threading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
    "warnings": "import warnings\ndef probe():\n    warnings.simplefilter('error')",
    "recursion": "import sys\ndef probe():\n    sys.setrecursionlimit(999)",
    "the folder": "import os\ndef probe():\n    os.chdir('/')",
    "a signal": "import signal\ndef probe():\n    signal.signal(signal.SIGUSR1, signal.SIG_IGN)",
    "a trace": "import sys\ndef probe():\n    sys.setprofile(lambda *_: None)",
    "standard output": "import io, sys\ndef probe():\n    sys.stdout = io.StringIO()",
    "a context variable": "import contextvars\ndef probe():\n    contextvars.ContextVar('mine').set(1)",
    "garbage collection": "import gc\ndef probe():\n    gc.disable()",
}
"""Settings that `probe` changes; tried in processes of their own."""
