"""Runs in the student's process: the nets of the statement and others, and what comes of the tensors handed back."""

import torch
from torch import nn

LEARNING_RATE = 0.5
STEPS = 3


class FancyMLP(nn.Module):
    """A linear layer that is used twice, around a product with fixed random weights."""

    def __init__(self):
        super().__init__()
        self.rand_weight = torch.rand((20, 20), requires_grad=False)
        self.linear = nn.Linear(20, 20)

    def forward(self, X):
        """Return a scalar."""
        X = self.linear(X)
        X = torch.relu(X @ self.rand_weight + 1)
        X = self.linear(X)
        while X.abs().sum() > 1:
            X = X / 2
        return X.sum()


class NestMLP(nn.Module):
    """A net within a net."""

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU())
        self.linear = nn.Linear(32, 16)

    def forward(self, X):
        """Return 16 features."""
        return self.linear(self.net(X))


class Scaled(nn.Module):
    """A module with a parameter of its own and a child beside it."""

    def __init__(self, width):
        super().__init__()
        self.scale = nn.Parameter(torch.rand(width) + 0.5)
        self.layer = nn.Linear(width, width)

    def forward(self, X):
        """Scale the layer's output."""
        return self.scale * self.layer(X)


class Shifted(nn.Module):
    """A linear layer and a shift, which is a tensor that nobody registered."""

    def __init__(self, width, *, requires_grad=False):
        super().__init__()
        self.shift = torch.randn(width, requires_grad=requires_grad)
        self.layer = nn.Linear(width, width)

    def forward(self, X):
        """Shift the layer's output."""
        return self.layer(X) + self.shift


class Mixture(nn.Module):
    """Attributes of every kind; three of them are tensors that nobody registered."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(3))
        self.register_buffer("kept", torch.randn(3))
        self.register_buffer("forgotten", torch.randn(3), persistent=False)
        self.register_buffer("absent", None)
        self.mask = torch.ones(3)
        self.steps = torch.tensor(0)
        self.trained = torch.randn(3, requires_grad=True)
        self.history = [torch.randn(3), torch.randn(3)]
        self.table = {"first": torch.randn(3)}
        self.name, self.width, self.nothing = "mask", 3, None


def listing(work, net):
    """Return the parameters of a net, by path and by name."""
    return {path: dict(own.items()) for path, own in work.layer_params(net).items()}


def train(work, net, X, Y):
    """Train what layer_params hands back by SGD on the mean squared error; return the output after every step."""
    parameters = {id(value): value for own in work.layer_params(net).values() for value in own.values()}
    optimizer = torch.optim.SGD(parameters.values(), lr=LEARNING_RATE)
    outputs = []
    for _ in range(STEPS):
        net.zero_grad()
        nn.functional.mse_loss(net(X), Y).backward()
        optimizer.step()
        outputs.append(net(X).detach())
    return outputs


def list_after_change(work, net, name, module):
    """List a net's parameters, replace one of its children, and list them again."""
    work.layer_params(net)
    setattr(net, name, module)
    return listing(work, net)


def step_each(net, find, places, X, Y):
    """Take a step of SGD for what `find` returns at each place, one after another; return the output after each.

    Only the net's own parameter has a gradient then: a detached tensor moves nothing, though it has the same memory.
    """
    outputs = []
    for place in places:
        optimizer = torch.optim.SGD([find(place)], lr=LEARNING_RATE)
        net.zero_grad()
        nn.functional.mse_loss(net(X), Y).backward()
        optimizer.step()
        outputs.append(net(X).detach())
    return outputs


def step_each_listed(work, net, places, X, Y):
    """Take a step for what layer_params lists at these places; return those that it lists, and the outputs."""
    found = listing(work, net)
    places = [(path, name) for path, name in places if name in found.get(path, {})]
    return places, step_each(net, lambda place: work.layer_params(net)[place[0]][place[1]], places, X, Y)


def halve(net, find, places, X):
    """Halve what `find` returns at each place, one after another; return the output after each."""
    outputs = []
    for place in places:
        with torch.no_grad():
            find(place).mul_(0.5)
        outputs.append(net(X).detach())
    return outputs


def halve_listed(work, net, places, X):
    """Halve the parameter that layer_params lists at each place."""
    return halve(net, lambda place: work.layer_params(net)[place[0]][place[1]], places, X)


def step_each_path(work, net, paths, X, Y):
    """Take a step for the parameter that get_by_path finds at each path."""
    return step_each(net, lambda path: work.get_by_path(net, path), paths, X, Y)


def untracked(work, net):
    """Return the untracked paths in alphabetical order, each with the tensor to which it leads."""
    return [(path, follow(net, path)) for path in sorted(work.untracked_tensors(net))]


def follow(net, path):
    """Return the attribute at a dotted path."""
    owner, _, name = path.rpartition(".")
    return getattr(net.get_submodule(owner), name).detach()


def track_and_load(work, net, other, X):
    """Track the tensors of two nets, load the state of the first into the second, and run that one."""
    work.track(net)
    work.track(other)
    other.load_state_dict(net.state_dict())
    return other(X).detach()


def track_and_rewrite(work, net, values, X):
    """Track the tensors of a net, convert it to float64, and write values into its state, by their names.

    Returns:
        The output, and the output once all parameters are zero.
    """
    work.track(net)
    net.double()
    net.load_state_dict({**net.state_dict(), **values})
    outputs = [net(X).detach()]
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.zero_()
    return [*outputs, net(X).detach()]
