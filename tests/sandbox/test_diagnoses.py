"""Submissions with a mistake each, graded for real: the diagnosis names it, and the right one passes."""

# ruff: noqa: RUF001 - Chinese sentences use Chinese punctuation

import pytest

from tests.sandbox.bench import Bench, Graded

pytestmark = pytest.mark.sandbox

REGISTERED = """
    def test_it(student):
        names = ["blocks.0.weight", "blocks.0.bias", "scale"]
        registered(student.Net(), names, buffers=["mean"], what="Net()")
    """
NET = """
    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.blocks = {blocks}
            self.scale = {scale}
            {mean}
    """
RIGHT = {
    "blocks": "nn.ModuleList([nn.Linear(2, 3)])",
    "scale": "nn.Parameter(torch.ones(3))",
    "mean": 'self.register_buffer("mean", torch.zeros(3))',
}


def said(graded: Graded) -> list[tuple[str, str]]:
    """Return the rule and the sentence of each diagnosis of the one check."""
    evidence = graded.only.evidence
    assert graded.only.status in ("failed", "error")
    assert evidence is not None
    return [(one.rule, one.sentence("en")) for one in evidence.diagnosis]


def test_what_is_registered_passes(bench: Bench) -> None:
    """Parameters and buffers, whatever else the net keeps."""
    bench.grade(REGISTERED, NET.format(**RIGHT)).assert_passed()


@pytest.mark.parametrize(
    ("part", "written", "rule", "sentence"),
    [
        ("blocks", "[nn.Linear(2, 3)]", "unregistered_list", "`blocks.0.weight`, `blocks.0.bias` are in a Python list"),
        ("blocks", '{"0": nn.Linear(2, 3)}', "unregistered_dict", "`blocks.0.weight`, `blocks.0.bias` are in a Pyth"),
        ("scale", "torch.ones(3)", "unregistered_tensor", "`scale` is a plain tensor, which PyTorch"),
        ("mean", "self.mean = torch.zeros(3)", "unregistered_tensor", "`mean` is a plain tensor, which PyTorch"),
        ("mean", "self.mean = nn.Parameter(torch.zeros(3))", "unregistered_buffer", "`mean` is a parameter, where"),
        ("mean", "pass", "keys_missing", "Not there: `mean`."),
        ("blocks", "nn.ModuleList([nn.ReLU()])", "keys_missing", "Not there: `blocks.0.weight`, `blocks.0.bias`."),
        ("blocks", "[3]", "keys_missing", "Not there: `blocks.0.weight`, `blocks.0.bias`."),
    ],
)
def test_what_is_not_registered_is_found(bench: Bench, part: str, written: str, rule: str, sentence: str) -> None:
    """Where PyTorch does not look, the diagnosis does; where nothing is, it says no more than that."""
    ((found, text),) = said(
        bench.grade(REGISTERED, NET.format(**{**RIGHT, part: written}), reference=NET.format(**RIGHT))
    )
    assert found == rule
    assert text.startswith(sentence)


TRAINING = """
    import inside

    def test_it(student):
        net, X, y = nn.Linear(3, 2), torch.randn(6, 3), torch.randn(6, 2)
        got = student.run(inside.second_step, net, X, y)
        other = torch.randn(6, 3)
        def of(inputs):
            net.zero_grad()
            nn.functional.mse_loss(net(inputs), y).backward()
            return {name: one.grad.clone() for name, one in net.named_parameters()}
        gradients(got, of(X + 1), examples=6, earlier=of(X))
    """
INSIDE = """
    def second_step(work, net, X, y):
        work.step(net, X, y)
        work.step(net, X + 1, y)
        return {name: one.grad for name, one in net.named_parameters()}
    """
STEP = """
    from torch import nn

    def step(net, X, y):
        {before}
        {loss}
    """
MEAN = "nn.functional.mse_loss(net(X), y).backward()"


@pytest.mark.parametrize(
    ("before", "loss", "rule"),
    [
        ("pass", MEAN, "gradient_accumulated"),
        ("net.zero_grad()", "(nn.functional.mse_loss(net(X), y) * len(X)).backward()", "gradient_batch"),
        ("net.zero_grad()", "(nn.functional.mse_loss(net(X), y) / len(X)).backward()", "gradient_averaged"),
        ("net.zero_grad()", "net(X).detach()", "gradient_missing"),
        ("net.zero_grad()", MEAN + "; net.zero_grad(set_to_none=False)", "gradient_zero"),
        ("net.zero_grad()", "nn.functional.mse_loss(net(X).detach(), y).backward()", "no_graph"),
    ],
)
def test_a_mistake_in_training_is_recognized(bench: Bench, before: str, loss: str, rule: str) -> None:
    """From the gradients that it leaves, or from the exception."""
    reference = STEP.format(before="net.zero_grad()", loss=MEAN)
    graded = bench.grade(TRAINING, STEP.format(before=before, loss=loss), reference=reference, inside=INSIDE)
    assert [one[0] for one in said(graded)] == [rule]
    bench.grade(TRAINING, reference, reference=reference, inside=INSIDE).assert_passed()


SHARED = """
    from torch import nn

    def make():
        one, other = nn.Linear(3, 3), nn.Linear(3, 3)
        {tie}
        return nn.Sequential(one, nn.ReLU(), other)
    """
SHARES = "other = one"
COPIES = "other.load_state_dict(one.state_dict())"
BY_DATA = "other.weight.data = one.weight.data"


@pytest.mark.parametrize(
    ("comparison", "tie", "rule"),
    [
        ("tied", SHARES, ""),
        ("tied", COPIES, "copied"),
        ("tied", BY_DATA, "data_tie"),
        ("untied", COPIES, ""),
        ("untied", SHARES, "shared"),
        ("untied", BY_DATA, "shared"),
    ],
)
def test_one_parameter_and_two_are_told_apart(bench: Bench, comparison: str, tie: str, rule: str) -> None:
    """Shared where it should be copied, the reverse, and what `.data` ties."""
    right = SHARED.format(tie=SHARES if comparison == "tied" else COPIES)
    checks = f'def test_it(student):\n    {comparison}(student.make(), "0.weight", "2.weight")'
    graded = bench.grade(checks, SHARED.format(tie=tie), reference=right)
    if rule:
        assert [one[0] for one in said(graded)] == [rule]
    else:
        graded.assert_passed()


def test_an_import_that_fails_is_known_in_each_check(bench: Bench) -> None:
    """With its rule, its own line, and evidence of a kind that reports can tell apart."""
    graded = bench.grade("def test_it(student):\n    student.f()", "import nowhere\n", reference="def f(): pass")
    check = graded.only
    assert check.is_import
    assert said(graded) == [("import_unknown", "There is no module `nowhere` for a submission.")]
    assert check.message_in("zh").startswith("无法导入你的文件：ModuleNotFoundError")


def test_a_name_that_is_missing_is_known(bench: Bench) -> None:
    """Whoever misspells it reads how it is spelled."""
    graded = bench.grade("def test_it(student):\n    student.f()", "def g(): pass", reference="def f(): pass")
    assert said(graded) == [("name_missing", "`work.py` has no `f` at its top level.")]
    assert graded.only.message_in("zh") == "work.py 没有定义 `f`"


READS = """
    import ast
    import json
    import pickle

    def read(text):
        {line}
    """


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("return eval(text)", "syntax_text"),
        ("exec(text)", "syntax_text"),
        ("return ast.literal_eval(text)", "syntax_text"),
        ("return eval(compile(text, __file__, 'eval'))", "syntax_text"),
        ("exec('if 1:' + chr(10) + text)", "syntax_text"),
        ("return json.loads(text)", ""),
        ("return pickle.loads(text.encode())", ""),
        ("return bytes([255]).decode()", ""),
    ],
)
def test_a_text_that_is_no_python_is_no_fault_of_the_file(bench: Bench, line: str, rule: str) -> None:
    """What is told is the text and the line that evaluates it, not the file, which Python has read."""
    checks = "def test_it(student):\n    equal(student.read('one +'), 1)"
    graded = bench.grade(checks, READS.format(line=line), reference="def read(text): return 1")
    assert [one[0] for one in said(graded)] == ([rule] if rule else [])
    assert graded.only.traceback.splitlines() == ["work.py, line 7, in read", f"    {line}"]


def test_a_file_that_is_imported_late_is_still_a_file(bench: Bench) -> None:
    """Its own line is told, behind the one that imports it."""
    work = "def read():\n    import other\n    return other.read()\n"
    checks = "def test_it(student):\n    equal(student.read(), 1)"
    graded = bench.grade(
        checks, work, reference="def read(): return 1", files={"other.py": "def read(:\n    return 1\n"}
    )
    assert [one[0] for one in said(graded)] == ["syntax"]
    assert graded.only.traceback.splitlines()[-2:] == ["other.py, line 1, in <module>", "    def read(:"]
