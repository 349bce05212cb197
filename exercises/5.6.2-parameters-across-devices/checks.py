"""Hidden checks of 5.6.2: parameters arrive on any device, whatever device they come from."""

import random

import inside
import torch
from torch import nn

from grader.checks import close, equal, fail, raises


def some_net():
    """Return a net with buffers that are not the initial ones."""
    net = nn.Sequential(nn.Linear(5, 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Linear(4, 3))
    nn.init.normal_(net[1].running_mean)
    nn.init.uniform_(net[1].running_var, 0.5, 2)
    net[1].num_batches_tracked += torch.randint(1, 100, ())
    return net


def state_of(net):
    """Return copies of parameters and buffers by name."""
    return {name: value.clone() for name, value in net.state_dict().items()}


class Seals:
    """Tells the pretended machine that something was put on a device, and knows afterwards on which."""

    def __init__(self, student):
        self._devices = {}
        self.callback = student.callback(self.seal)

    def seal(self, number):
        """Return a number that nobody knows beforehand, for a device."""
        seal = torch.rand((), dtype=torch.float64)
        self._devices[seal.item()] = "cpu" if number < 0 else f"cuda:{number}"
        return seal

    def places(self, seals):
        """Return the devices that go with seals; what was never put anywhere is on the CPU."""
        return {name: "cpu" if seal is None else self._devices.get(float(seal), "?") for name, seal in seals.items()}


def write(student, files):
    """Write files where nothing of the submission runs, then start a process with it."""
    student.fresh(code=False)
    student.run(inside.write_files, files)
    student.fresh(keep=[path for path, *_ in files])


def test_loads_any_location_without_gpu(student):
    """Without a GPU, files load whose tensors were on cuda:0, on cuda:1, and on several devices, buffers included."""
    locations = (["cuda:0"], ["cuda:1"], ["cuda:1", "cpu", "cuda:0"], ["cpu"])
    nets = [some_net() for _ in locations]
    write(student, [(f"{i}.pt", state_of(net), locations[i]) for i, net in enumerate(nets)])
    for number, net in enumerate(nets):
        for device in ("cpu", torch.device("cpu")):
            state = student.run(inside.load_without_gpu, some_net(), f"{number}.pt", device)
            equal(state, state_of(net), what=f"the state that was loaded from tensors on {locations[number]}")


def load_on_machine(student, gpus, start, path, device):
    """Load on a pretended machine; return the state and the devices."""
    seals = Seals(student)
    answer = student.run(inside.load_on_machine, gpus, some_net(), start, path, device, seals.callback)
    return answer["state"], seals.places(answer["seals"])


def test_moves_everything_to_the_gpu(student):
    """On a machine with one GPU, parameters and buffers arrive there, whatever device they come from."""
    locations = (["cpu"], ["cuda:0"], ["cuda:1", "cpu"])
    nets = [some_net() for _ in locations]
    write(student, [(f"{i}.pt", state_of(net), locations[i]) for i, net in enumerate(nets)])
    for number, net in enumerate(nets):
        for device in ("cuda:0", torch.device("cuda", 0), "cuda"):
            state, places = load_on_machine(student, 1, "cpu", f"{number}.pt", device)
            what = f"after load_params(net, path, {device!r}) from a file with tensors on {locations[number]}"
            equal(places, dict.fromkeys(net.state_dict(), "cuda:0"), what=f"the devices {what}")
            equal(state, state_of(net), what=f"the state {what}")


def test_moves_between_devices(student):
    """A net that is on a GPU is moved back to the CPU, or to another GPU."""
    net = some_net()
    write(student, [("net.pt", state_of(net), ["cuda:0"])])
    for start, device in (("cuda:0", "cpu"), ("cuda:0", "cuda:1"), ("cuda:1", "cuda:1")):
        state, places = load_on_machine(student, 2, start, "net.pt", device)
        what = f"after load_params(net, path, {device!r}) of a net that was on {start}"
        equal(places, dict.fromkeys(net.state_dict(), device), what=f"the devices {what}")
        equal(state, state_of(net), what=f"the state {what}")


def test_saving_leaves_the_net_alone(student):
    """After saving, a net on a GPU is still there and goes on learning; the file loads where there is no GPU."""
    net, X, Y = some_net(), torch.randn(6, 5), torch.randn(6, 3)
    saved, seals = state_of(net), Seals(student)
    answer = student.run(inside.save_on_machine, net, "cuda:1", "net.pt", X, Y, seals.callback)
    expected = dict.fromkeys(net.state_dict(), "cuda:1")
    equal(seals.places(answer["seals"]), expected, what="the devices after save_params(net, path)")
    optimizer = torch.optim.SGD(net.parameters(), lr=inside.LEARNING_RATE, momentum=0.9)
    close(answer["outputs"], inside.train(net, optimizer, X, Y), what="the outputs after each step of training")
    student.fresh(keep=["net.pt"])
    state = student.run(inside.load_without_gpu, some_net(), "net.pt", "cpu")
    equal(state, saved, what="the state that another process without a GPU has loaded")


def test_earlier_optimizer_goes_on(student):
    """An optimizer that was made before loading trains what was loaded."""
    net, X, Y = some_net(), torch.randn(6, 5), torch.randn(6, 3)
    write(student, [("net.pt", state_of(net), ["cpu"])])
    outputs = student.run(inside.load_and_train, some_net(), "net.pt", X, Y)
    optimizer = torch.optim.SGD(net.parameters(), lr=inside.LEARNING_RATE, momentum=0.9)
    close(outputs, inside.train(net, optimizer, X, Y), what="the outputs after each step of training")


def test_mismatch_is_an_error(student):
    """A file that lacks an entry, has one too many, or one of another shape raises an error; a file that fits loads."""
    net = some_net()
    state = state_of(net)
    needed = [name for name in state if name != "1.num_batches_tracked"]  # without which torch loads old files
    wrong = [{name: value for name, value in state.items() if name != lacking} for lacking in needed]
    wrong += [{**state, "4.weight": torch.zeros(2)}, {**state, "3.bias": torch.zeros(7)}]
    paths = {f"{number}.pt": one for number, one in enumerate(random.sample([*wrong, state], len(wrong) + 1))}
    write(student, [(path, one, ["cpu"]) for path, one in paths.items()])
    for path, one in paths.items():
        if one is state:
            loaded = student.run(inside.load_without_gpu, some_net(), path, "cpu")
            equal(loaded, state, what="the state that was loaded from a file that fits")
            continue
        with raises(Exception):
            student.run(inside.load_without_gpu, some_net(), path, "cpu")


def test_runs_no_code(student):
    """A file that would run code when it is loaded without care raises an error, and nothing is run."""
    net, trap = some_net(), f"trap-{random.getrandbits(64):x}"
    student.fresh(code=False)
    traps = student.run(inside.write_traps, state_of(net), trap)
    student.run(inside.write_files, [("right.pt", state_of(net), ["cpu"])])
    student.fresh(keep=[*traps, "right.pt"])
    with student.watching(trap) as events:
        for path in traps:
            with raises(Exception):
                student.run(inside.load_without_gpu, some_net(), path, "cpu")
    if events:
        fail("load_params has run code from the file")
    loaded = student.run(inside.load_without_gpu, some_net(), "right.pt", "cpu")
    equal(loaded, state_of(net), what="the state that was loaded from a file without code")


def test_real_gpu(student):
    """From a real GPU to the CPU and back: everything is where it was asked for, and goes on learning."""
    net, other, X, Y = some_net(), some_net(), torch.randn(6, 5), torch.randn(6, 3)
    answer = student.run(inside.round_trip_on_gpu, net, other, X, Y)
    expected = {"saved": ["cuda:0"], "cpu": ["cpu"], "cuda": ["cuda:0"]}
    equal(answer["devices"], expected, what="the devices after saving, after loading to the CPU and to the GPU")
    equal(answer["state"], state_of(net), what="the state that was loaded to the CPU")
    optimizer = torch.optim.SGD(net.parameters(), lr=inside.LEARNING_RATE, momentum=0.9)
    expected = inside.train(net, optimizer, X, Y)
    close(answer["outputs"], expected, rtol=1e-3, atol=1e-4, what="the outputs after each step on the GPU")
