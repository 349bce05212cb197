"""Hidden checks of 5.3.3: one net, several widths, and parameters that all of them share."""

import inside
import torch

from grader.checks import close, differs, equal, fail, shape

ROWS = 16


def new_net(student, dims):
    """Return a net in evaluation mode."""
    return student.make_net(dims, inside.D_HIDDEN, inside.D_OUT).eval()


def different_widths(count, low=3, high=21):
    """Return `count` random widths, no two of them equal."""
    return [int(width) + low for width in torch.randperm(high - low)[:count]]


def answer(net, X):
    """Return net(X), which must be one float32 row of the right width for each row of X."""
    output = net(X)
    what = f"net(X) for X of shape {tuple(X.shape)}"
    shape(output, (len(X), inside.D_OUT), what=what)
    if output.dtype != torch.float32:
        fail(f"{what} has dtype {output.dtype}, expected torch.float32")
    return output.detach()


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
        answer(net, torch.randn(2, d))


def test_widths_learn_from_each_other(student):
    """Training on inputs of one width changes the answers for the others, and not by a constant."""
    dims = different_widths(3)
    inputs = [torch.randn(ROWS, d) for d in dims]
    for d in dims:
        X, Y = torch.randn(ROWS, d), 3 * torch.randn(ROWS, inside.D_OUT)
        seen = student.run(inside.train_and_compare, dims, X, Y, 10, inputs)
        for other, before, after in zip(dims, seen["before"], seen["after"], strict=True):
            what = f"the answers for width {other} after training on width {d}"
            shape(before, (ROWS, inside.D_OUT), what=f"the answers for width {other}")
            shape(after, (ROWS, inside.D_OUT), what=what)
            change = after - before
            if not float((change - change.mean(dim=0)).abs().max()) > 1e-5:
                fail(f"{what} are the same as before, or all have changed by the same constant")


def test_everything_learns(student):
    """Training on inputs of a width lowers the error for them; every parameter takes part in it for some width."""
    dims = different_widths(3)
    examples = [(torch.randn(ROWS, d), 3 + torch.randn(ROWS, inside.D_OUT)) for d in dims]
    for d, (X, Y) in zip(dims, examples, strict=True):
        seen = student.run(inside.train_and_compare, dims, X, Y, 60, [X])
        (before,), (after,) = seen["before"], seen["after"]
        shape(before, tuple(Y.shape), what=f"the answers for width {d}")
        shape(after, tuple(Y.shape), what=f"the answers for width {d} after training")
        if not float((after - Y).square().mean()) < float((before - Y).square().mean()):
            fail(f"for width {d}, the mean squared error has not fallen")
    idle = student.run(inside.parameters_without_gradient, dims, examples)
    equal(idle, [], what="the parameters that have no gradient after backward() on inputs of all widths")


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


def test_fewer_parameters_than_apart(student):
    """A net for two widths has fewer parameters than two nets for one width each."""
    for a, b in (different_widths(2), (3, 4)):
        both, one, other = (
            sum(parameter.numel() for parameter in student.run(inside.parameters_of, dims))
            for dims in ([a, b], [a], [b])
        )
        if not 0 < both <= one + other - inside.D_HIDDEN * inside.D_OUT:
            fail(
                f"widths {a} and {b} in one net: {both} parameters; in two nets: {one} + {other}. "
                f"At least {inside.D_HIDDEN} * {inside.D_OUT} must be shared."
            )


def test_state_loads_into_a_second_net(student):
    """A second net that has loaded the state gives the same answers for every width."""
    dims = different_widths(4)
    inputs = [torch.randn(ROWS, d) for d in dims]
    seen = student.run(inside.load_into_second, dims, inputs)
    for d, first, second in zip(dims, seen["first"], seen["second"], strict=True):
        shape(first, (ROWS, inside.D_OUT), what=f"the answers for width {d}")
        close(second, first, what=f"the second net's answers for width {d}")
