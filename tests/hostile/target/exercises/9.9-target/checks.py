"""Hidden checks. The names of a marker are looked for in everything that a student gets to see."""

import inside
import torch

from grader.checks import close, equal, prediction, raises

MARKER = "hidden-source-5c1f0a"
"""In no report, no output and no message may this stand."""


def token():
    """Return a hidden input that a submission would like to carry out."""
    return f"hidden-input-{torch.randint(10**9, (1,)).item():09d}"


def test_shown(student):
    """Scaling doubles whatever comes."""
    X = torch.randn(4, 3)
    expected = 2 * X
    close(student.scale(X), expected, what="scale(X)")


def test_twice(student):
    """Every call looks at its own input."""
    for _ in range(2):
        X = torch.randn(4, 3)
        close(student.scale(X), 2 * X, what="scale(X)")


def test_raises(student):
    """A negative number has no root, others have."""
    with raises(ValueError, match="negative"):
        student.root(-4.0)
    close(student.root(9.0), 3.0, what="root(9.0)")


def test_even(student):
    """Tells even from odd."""
    assert not student.is_even(3)
    assert student.is_even(4)


def test_parts(student):
    """Names the smallest and the largest number."""
    parts = student.parts([5, 2, 9])
    assert parts["smallest"] + parts["largest"] == 11


def test_predicts(student):
    """The prediction is right."""
    prediction(student.literal("predict"), {"sum": 10, "dtype": "torch.float32"})


def test_remembers(student):
    """What one process saves, the next one knows."""
    number = int(torch.randint(10**6, (1,)))
    equal(student.remember(number), True, what="remember(number)")
    student.fresh(keep=["number.txt"])
    equal(student.recall(), number, what="recall()")


def test_checkpoint(student):
    """The weights can be loaded where there is no code of the submission."""
    weight = torch.randn(2, 3)
    student.run(inside.save, weight)
    student.fresh(code=False, keep=["layer.pt"])
    close(student.run(inside.load), weight, what="the weight that was loaded")


def test_hinted(student):
    """Mixes two tensors."""
    X, Y = torch.randn(2, 3), torch.randn(2, 3)
    close(student.mix(X, Y, token()), X + 3 * Y, what="mix(X, Y)")


def test_saves(student):
    """Writes what it was told to."""
    text = token()
    equal(student.save("answer.txt", text), len(text), what="save(name, text)")
    equal(student.files.get("answer.txt"), text.encode(), what="the content of answer.txt")


def test_asks(student):
    """Asks once for each row and adds up the answers."""
    X, asked, answers = torch.randn(3, 2), [], []

    def answer(row):
        asked.append(row)
        answers.append(int(torch.randint(10**6, (1,))))
        return answers[-1]

    equal(student.collect(student.callback(answer), X), sum(answers), what="collect(report, X)")
    close(asked, list(X), what="the rows that were reported")


def test_learns(student):
    """The gradient of the output's sum reaches the weight."""
    weight, X = torch.randn(3), torch.randn(4, 3)
    close(student.run(inside.gradient, weight, X, token()), X.sum(dim=0), what="the gradient")
