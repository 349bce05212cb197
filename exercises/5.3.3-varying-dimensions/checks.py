"""Hidden checks of 5.3.3: one net, several widths, and parameters that all of them share.

The net is the student's own design, so there is none in the judge to compare it with. What the judge
has are the parameters: it draws their values, moves them, and asks what a net with those values answers.
"""

import inside
import torch

from grader.checks import close, differs, equal, fail, shape

ROWS = 16
STEP = 0.003
"""How far each single number of the parameters is moved, on average."""
SLOPE_STEP = 0.0005
"""The same where slopes are compared: the shorter the step, the fewer the ReLUs whose kink it meets."""


def new_net(student, dims):
    """Return a net in evaluation mode."""
    return student.make_net(dims, inside.D_HIDDEN, inside.D_OUT).eval()


def different_widths(count, low=3, high=21):
    """Return `count` random widths, no two of them equal."""
    return [int(width) + low for width in torch.randperm(high - low)[:count]]


def fits(output, X):
    """Return an output, which must be one float32 row of the right width for each row of X."""
    what = f"net(X) for X of shape {tuple(X.shape)}"
    shape(output, (len(X), inside.D_OUT), what=what)
    if output.dtype != torch.float32:
        fail(f"{what} has dtype {output.dtype}, expected torch.float32")
    return output.detach()


def answer(net, X):
    """Return net(X), checked for its shape and dtype."""
    return fits(net(X), X)


class Probe:
    """A net of the student's that has run each width, and values that the judge has drawn for its parameters."""

    def __init__(self, student, dims, last=None):
        seen = student.run(inside.settled, dims, last)
        if not seen["parameters"]:
            fail("net.parameters() is empty: nothing can be learned")
        self.student, self.net, self.names, self.state = student, seen["net"], seen["names"], seen["state"]
        self.parameters = {
            name: value.detach() + 0.1 * torch.randn(value.shape) for name, value in seen["parameters"].items()
        }

    def answers(self, variants, inputs, state=None):
        """Return, for each input, the answers with each set of parameters."""
        found = self.student.run(inside.answers, self.net, state or self.state, variants, inputs)
        return [[fits(output, X) for output in outputs] for X, outputs in zip(inputs, found, strict=True)]

    def gradients(self, X, factors):
        """Return the gradient of each parameter, None where there is none."""
        return self.student.run(inside.gradients, self.net, self.state, self.parameters, X, factors)

    def error_after(self, X, Y, steps):
        """Train for some steps; return the mean squared errors before and after."""
        trained = self.student.run(inside.train, self.net, self.state, self.parameters, X, Y, steps)
        ((before,),) = self.answers([self.parameters], [X])
        ((after,),) = self.answers([trained["parameters"]], [X], trained["state"])
        return [float((output - Y).square().mean()) for output in (before, after)]


def moved(parameters, direction, step=1.0):
    """Return the parameters, moved along a direction."""
    return {name: value + step * direction[name] for name, value in parameters.items()}


def both_ways(parameters, direction):
    """Return the parameters moved against a direction, as they are, and moved along it."""
    return [moved(parameters, direction, step) for step in (-1, 0, 1)]


def random_direction(parameters, step=STEP):
    """Return a small random change for every number of the parameters."""
    return {name: step * torch.randn(value.shape) for name, value in parameters.items()}


def smooth_change(outputs):
    """Return how three answers along a direction change, None where that is a jump and no gradual change."""
    back, middle, forth = outputs
    change = forth - back
    if not float((forth + back - 2 * middle).norm()) <= 0.5 * float(change.norm()):
        return None
    return change


def varies(change):
    """Tell whether a change differs from example to example by more than rounding does."""
    return float((change - change.mean(dim=0)).abs().max()) > 1e-5


def test_answers_follow_the_parameters(student):
    """Other values of the parameters give other answers, for every width; a small step gives a small change."""
    dims = different_widths(3)
    for d in dims:
        probe = Probe(student, dims, d)
        variants = both_ways(probe.parameters, random_direction(probe.parameters))
        (outputs,) = probe.answers(variants, [torch.randn(ROWS, d)])
        change = smooth_change(outputs)
        if change is None:
            fail(f"for width {d}, a small step of the parameters does not give a small change of the answers")
        if not varies(change):
            fail(f"for width {d}, the answers do not depend on the parameters, or by the same constant for all X")


def test_any_width_in_any_order(student):
    """All widths may come in any order, with one example or many; the same input gives the same answer."""
    for dims in ([5], different_widths(3), tuple(different_widths(4))):
        net = new_net(student, dims)
        inputs = [torch.randn(rows, d) for d in dims for rows in (1, 6)]
        first = [answer(net, X) for X in inputs]
        for position in torch.randperm(len(inputs)).tolist():
            X = inputs[position]
            close(answer(net, X), first[position], what=f"net(X) for X of shape {tuple(X.shape)}, the second time")


def test_every_width_up_to_twenty(student):
    """One net for all widths from 2 to 20 takes all of them."""
    dims = [int(d) + 2 for d in torch.randperm(19)]
    net = new_net(student, dims)
    for d in dims:
        output = answer(net, torch.randn(ROWS, d))
        differs(output, output[:1].expand_as(output), what=f"the answers for {ROWS} examples of width {d}")


def test_widths_learn_from_each_other(student):
    """A step along the gradient for one width changes the answers for the others, and not by a constant."""
    dims = different_widths(3)
    inputs = [torch.randn(ROWS, d) for d in dims]
    probe = Probe(student, dims)
    for a, X in zip(dims, inputs, strict=True):
        factors = torch.randn(ROWS, inside.D_OUT)
        steps = steps_of_each(probe.parameters, probe.gradients(X, factors))
        variants = [values for step in steps for values in both_ways(probe.parameters, step)]
        seen, taught = probe.answers(variants, inputs), set()
        for position in range(len(steps)):
            changes = {
                d: smooth_change(outputs[3 * position : 3 * position + 3])
                for d, outputs in zip(dims, seen, strict=True)
            }
            if changes[a] is not None and float((changes[a] * factors).sum()) > 1e-5:
                taught |= {d for d, change in changes.items() if change is not None and varies(change)}
        for b in dims:
            if b not in taught:
                fail(f"training on width {a} leaves the answers for width {b} as they are, or adds a constant")


def steps_of_each(parameters, found):
    """Return, for each parameter that has a gradient, a small step along it that moves no other parameter."""
    steps = []
    for name, gradient in found.items():
        if gradient is not None and float(gradient.norm()) > 0:
            step = {other: torch.zeros(value.shape) for other, value in parameters.items()}
            step[name] = gradient.detach() * (STEP * gradient.numel() ** 0.5 / gradient.norm())
            steps.append(step)
    return steps


def test_everything_learns(student):
    """Training on a width lowers the error for it, and each parameter has the gradient that the answers say."""
    dims = different_widths(3)
    probes = {d: Probe(student, dims, d) for d in dims}
    idle = set(probes[dims[0]].parameters)
    for d, probe in probes.items():
        X, factors = torch.randn(ROWS, d), torch.randn(ROWS, inside.D_OUT)
        found = probe.gradients(X, factors)
        idle -= {name for name, gradient in found.items() if gradient is not None}
        compare_slopes(probe, X, factors, found)
        before, after = probe.error_after(X, 3 + torch.randn(ROWS, inside.D_OUT), 60)
        if not after < before:
            fail(f"for width {d}, the mean squared error has not fallen")
    equal(sorted(idle), [], what="the parameters that have no gradient after backward() on inputs of all widths")


def compare_slopes(probe, X, factors, found):
    """Compare the gradients that backward() has left with how the answers change along random directions.

    One direction of four may differ: it has met a kink of the net. Where a gradient is missing, nearly all differ.
    """
    size = sum(float(gradient.square().sum()) for gradient in found.values() if gradient is not None) ** 0.5
    directions, wrong = [random_direction(probe.parameters, SLOPE_STEP) for _ in range(4)], 0
    (outputs,) = probe.answers([values for one in directions for values in both_ways(probe.parameters, one)], [X])
    for position, direction in enumerate(directions):
        back, _, forth = outputs[3 * position : 3 * position + 3]
        slope = float(((forth - back) * factors).sum()) / 2
        expected = sum(float((direction[name] * g).sum()) for name, g in found.items() if g is not None)
        wrong += not abs(slope - expected) <= 0.2 * SLOPE_STEP * size + 1e-4
    if wrong > 1:
        fail(f"for width {X.shape[1]}, the gradients of the parameters are not those of the answers")


def test_every_feature_counts(student):
    """Another value of any single feature changes the answer."""
    dims = different_widths(3)
    net = new_net(student, dims)
    for d in dims:
        X = torch.randn(ROWS, d)
        before = answer(net, X)
        for feature in range(d):
            changed = X.clone()
            changed[:, feature] = 2 * torch.randn(ROWS)
            differs(answer(net, changed), before, what=f"net(X) for width {d} with other values of feature {feature}")


def test_more_than_the_mean(student):
    """The answer changes when every feature is replaced by the mean of its row."""
    dims = different_widths(3)
    net = new_net(student, dims)
    for d in dims:
        X = 2 * torch.randn(ROWS, d)
        change = answer(net, X) - answer(net, X.mean(dim=1, keepdim=True).expand(ROWS, d).contiguous())
        if not float(change.abs().max()) > 1e-4:
            fail(f"for width {d}, the answer depends on nothing but the mean, or the sum, of each row")


def test_rows_are_independent(student):
    """In evaluation mode, each example gets the answer that it gets alone."""
    dims = different_widths(2)
    net = new_net(student, dims)
    for d in (*dims, dims[0]):
        X = torch.randn(5, d)
        together = answer(net, X)
        alone = torch.cat([answer(net, row[None]) for row in X])
        close(together, alone, what=f"the answers for five examples of width {d}, compared with one at a time")


def determined(student, dims):
    """Return the values of a net's parameters, once two nets with these values have given the same answers."""
    probe, second = Probe(student, dims), Probe(student, dims)
    what = "the number of parameters before the net has run, compared with after it"
    equal(len(probe.names), len(probe.parameters), what=what)
    inputs = [torch.randn(ROWS, d) for d in dims]
    variants = [probe.parameters, moved(probe.parameters, random_direction(probe.parameters), 10)]
    seen = zip(dims, probe.answers(variants, inputs), second.answers(variants, inputs, probe.state), strict=True)
    for d, outputs, others in seen:
        close(others, outputs, what=f"the second net's answers for width {d}, with the state of the first")
        differs(outputs[1], outputs[0], what=f"the answers for width {d} with other parameters")
    return list(probe.parameters.values())


def test_fewer_parameters_than_apart(student):
    """A net for two widths has fewer parameters than two nets for one width each."""
    for a, b in (different_widths(2), (3, 4)):
        both, one, other = (
            sum(parameter.numel() for parameter in determined(student, dims)) for dims in ([a, b], [a], [b])
        )
        if not both <= one + other - inside.D_HIDDEN * inside.D_OUT:
            fail(
                f"widths {a} and {b} in one net: {both} parameters; in two nets: {one} + {other}. "
                f"At least {inside.D_HIDDEN} * {inside.D_OUT} must be shared."
            )


def test_state_loads_into_a_second_net(student):
    """Nets that have loaded the same state, and were given the same parameters, answer alike for every width."""
    determined(student, different_widths(4))
