"""Exceptions of a submission, as torch and Python word them: each is known by its text, and its neighbors are not."""

# mypy: disable-error-code="call-arg,arg-type,call-overload,operator,name-defined,no-untyped-call,index,list-item"
# What is called here is called wrongly, on purpose.

import ast
import copy
import io
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import nn

from grader.judge.diagnose import diagnose_error
from grader.sandbox.faults import StudentError
from grader.wire.messages import Frame

pytestmark = [pytest.mark.unit, pytest.mark.filterwarnings("ignore:Detected pickle protocol:UserWarning")]


def error_of(action: Callable[[], object]) -> StudentError:
    """Return what the judge gets of an exception that `action` raises."""
    try:
        action()
    except Exception as error:  # noqa: BLE001 -- whatever torch raises
        return StudentError(tuple(kind.__name__ for kind in type(error).__mro__), str(error))
    raise AssertionError("nothing was raised")


def said(error: StudentError) -> tuple[str, str]:
    """Return the rule and the sentence of the one diagnosis; two empty texts where there is none."""
    found = diagnose_error(error)
    assert len(found) <= 1
    for one in found:
        for language in ("en", "zh"):
            assert "{" not in one.sentence(language)
        assert one.advice("en")
    return (found[0].rule, found[0].sentence("en")) if found else ("", "")


class NoSuper(nn.Module):
    """Assigns a layer too early."""

    def __init__(self) -> None:
        self.layer = nn.Linear(1, 1)


class NoSuperYet(nn.Module):
    """Looks for layers too early."""

    def __init__(self) -> None:
        self.add_module("layer", nn.Linear(1, 1))


class NoModule:
    """Has layers, and no place for them."""

    def __init__(self) -> None:
        self._modules["layer"] = nn.Linear(1, 1)  # type: ignore[attr-defined]


class NoForward(nn.Module):
    """Cannot be called."""


class Mlp(nn.Module):
    """A class that no other process knows."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(2, 3)


def with_batch_norm() -> object:
    return nn.BatchNorm1d(3)(torch.ones(1, 3))


def load(state: dict[str, torch.Tensor]) -> Callable[[], object]:
    return lambda: nn.Linear(3, 2).load_state_dict(state)


def saved(value: object) -> io.BytesIO:
    file = io.BytesIO()
    torch.save(value, file)
    file.seek(0)
    return file


def twice() -> None:
    loss = (torch.ones(2, requires_grad=True) ** 2).sum()
    loss.backward()
    loss.backward()


def changed_in_place() -> None:
    x = torch.ones(2, requires_grad=True)
    y = torch.exp(x)
    y.add_(1)
    y.sum().backward()


def two(first: int, *, second: int = 1) -> int:
    return first + second


def keyed(key: object, part: str = "_modules") -> nn.Module:
    """Return a net that holds a part under this key, past all that looks at keys."""
    net = nn.Module()
    getattr(net, part)[key] = nn.Parameter(torch.ones(1)) if part == "_parameters" else nn.Linear(1, 1)
    return net


TABLE: list[tuple[str, str, Callable[[], object]]] = [
    ("super_init_missing", "A layer or parameter is assigned before", NoSuper),
    ("not_set_up", "The object has no place for layers", NoModule),
    ("not_set_up", "The object has no place for layers", NoSuperYet),
    ("matrix_sizes", "A (2, 3) matrix meets a (5, 4) one: the inner", lambda: nn.Linear(5, 4)(torch.ones(2, 3))),
    ("cat_sizes", "Tensors are concatenated along dim 0, but differ in another dimension: 3 and 4", lambda: torch.cat(
        (torch.ones(2, 3), torch.ones(2, 4)))),
    ("cat_no_tuple", "`torch.cat` takes", lambda: torch.cat(torch.ones(2), torch.ones(2))),
    ("broadcast_sizes", "Two tensors do not fit element by element: dim 1 has size 3 in one and 4", lambda: (
        torch.ones(2, 3) + torch.ones(2, 4))),
    ("view_sizes", "10 elements cannot be given the shape [2, -1, 3]", lambda: torch.ones(10).reshape(2, -1, 3)),
    ("inplace_shape", "A result of shape [2, 2] does not fit", lambda: torch.ones(1, 2).add_(torch.ones(2, 2))),
    ("names_no_strings", "A part of a net is registered under a name that is no string, but of class int.", lambda: (
        nn.ModuleDict(dict(enumerate([nn.ReLU()]))))),
    ("names_no_strings", "A part of a net", lambda: nn.Module().add_module(nn.ReLU(), nn.ReLU())),
    ("names_no_strings", "A part of a net", lambda: nn.Module().register_buffer(0, torch.ones(1))),
    ("names_no_strings", "A part of a net", lambda: nn.Module().register_parameter(0, nn.Parameter(torch.ones(1)))),
    ("names_no_strings", "A part of a net", lambda: nn.ParameterDict({0: torch.ones(1)}).state_dict()),
    ("names_no_strings", "A part of a net", lambda: keyed(nn.Linear(1, 1)).state_dict()),
    ("names_no_strings", "A part of a net", lambda: repr(keyed(0))),
    ("names_no_strings", "A part of a net", lambda: list(keyed(0).parameters())),
    ("names_no_strings", "A part of a net", lambda: list(keyed(0, "_parameters").named_parameters())),
    ("list_for_modules", "A Python list stands where", lambda: nn.Sequential([nn.ReLU()])),
    ("not_a_module", "is no module", lambda: nn.Sequential(torch.relu)),
    ("no_forward", "NoForward has no `forward`", lambda: NoForward()(1)),
    ("no_forward", "ModuleList has no `forward`", lambda: nn.ModuleList([nn.ReLU()])(1)),
    ("arguments_many", "`two` takes 1 positional arguments and got 3", lambda: two(1, 2, 3)),
    ("arguments_missing", "`two` was called without 'first'", two),
    ("arguments_unknown", "`two` has no argument called `third`", lambda: two(1, third=1)),
    ("not_callable", "Something of type dict is called", vars(nn)),
    ("lazy", "A parameter of a lazy layer", lambda: nn.LazyLinear(2).weight.shape),
    ("lazy", "A parameter of a lazy layer", nn.LazyLinear(2).weight.numel),
    ("state_missing", "The state that is loaded lacks `bias`.", load({"weight": torch.ones(2, 3)})),
    ("state_unexpected", "The state that is loaded has `more`, which", load(
        {"weight": torch.ones(2, 3), "bias": torch.ones(2), "more": torch.ones(1)})),
    ("state_renamed", "The state has other names than the net: `w` instead of `weight`.", load(
        {"w": torch.ones(2, 3), "bias": torch.ones(2)})),
    ("state_sizes", "`weight` has shape (3, 2) in the state and (2, 3) in the net.", load(
        {"weight": torch.ones(3, 2), "bias": torch.ones(2)})),
    ("checkpoint_class", "Mlp; it opens only where that class is", lambda: torch.load(saved(Mlp()))),
    ("checkpoint_class", "Linear; it opens only where", lambda: torch.load(saved(nn.Linear(1, 1)))),
    ("checkpoint_foreign", "The file is a pickle of a kind", lambda: torch.load(
        io.BytesIO(pickle.dumps({"a": torch.ones(2)})))),
    ("pickle_local", "cannot be pickled", lambda: pickle.dumps(lambda: 1)),
    ("meta_values", "The values of a tensor are asked for", lambda: torch.ones(2, device="meta").cpu()),
    ("meta_values", "The values of a tensor are asked for", lambda: torch.ones((), device="meta").item()),
    ("no_graph", "`backward` was called on a result that", lambda: torch.ones(1).backward()),
    ("leaf_in_place", "A tensor that requires gradients", lambda: nn.Linear(1, 1).weight.add_(1)),
    ("changed_in_place", "A tensor that `backward` needs", changed_in_place),
    ("backward_twice", "`backward` ran twice", twice),
    ("backward_no_scalar", "`backward` starts from a tensor", lambda: torch.ones(2, requires_grad=True).backward()),
    ("dtypes_mixed", "Tensors of dtype", lambda: nn.Linear(2, 2)(torch.ones(1, 2, dtype=torch.float64))),
    ("numpy_with_gradient", "A tensor that records gradients", lambda: torch.ones(1, requires_grad=True).numpy()),
    ("names_no_strings", "that is no string, but of class int", lambda: nn.Module().add_module(0, nn.ReLU())),
    ("optimizer_empty", "The optimizer got no parameters", lambda: torch.optim.SGD([], lr=1.0)),
    ("optimizer_no_leaf", "The optimizer got a tensor that was computed", lambda: torch.optim.SGD(
        [torch.ones(1, requires_grad=True) * 2], lr=1.0)),
    ("copy_no_leaf", "A tensor that was computed", lambda: copy.deepcopy(torch.ones(1, requires_grad=True) * 2)),
    ("index_range", "Index 5 is outside of a dimension of size 3.", lambda: torch.ones(3)[5]),
    ("dim_range", "There is no dim 1: the tensor has 1 dimensions.", lambda: torch.ones(3).sum(dim=1)),
    ("list_range", "An index lies outside", lambda: list(range(1))[3]),
    ("batch_of_one", "Batch norm in training mode", with_batch_norm),
    ("no_single_number", "A tensor of 2 elements is turned into one number", lambda: torch.ones(2).item()),
    ("truth_of_tensor", "The truth of a tensor", lambda: bool(torch.ones(2) > 0)),
    ("name_unknown", "`nowhere` is not defined", lambda: nowhere),  # noqa: F821
    ("attribute_unknown", "An object of class Linear has no attribute `wieght`", lambda: nn.Linear(1, 1).wieght),
    ("import_unknown", "There is no module `nowhere`", lambda: __import__("nowhere")),
    ("file_missing", "There is no file 'nowhere.pt'", lambda: Path("nowhere.pt").read_bytes()),
    ("key_unknown", "There is no key 'w'.", lambda: vars(nn)["w"]),
    ("division_by_zero", "A number is divided by zero", lambda: 1 / 0),
    ("syntax_text", "A text is evaluated", lambda: compile("1 +", "<string>", "eval")),
    ("syntax_text", "A text is evaluated", lambda: compile("if 1:\nx", "<string>", "exec")),
    ("syntax_text", "A text is evaluated", lambda: ast.literal_eval("'a")),
    ("syntax_text", "A text is evaluated", lambda: compile(b"\xff", "<data>", "exec")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "sentence", "action"), TABLE, ids=[f"{row[0]}-{row[1][:25]}" for row in TABLE])
def test_an_exception_is_known(rule: str, sentence: str, action: Callable[[], object]) -> None:
    """What torch and Python really raise here has its rule, and the facts stand in the sentence."""
    found = said(error_of(action))
    assert found[0] == rule
    assert sentence in found[1]


CUDA = "Expected all tensors to be on the same device, but"
TEXTS: list[tuple[str, str, str, str]] = [
    ("AssertionError", "Torch not compiled with CUDA enabled", "cuda_missing", "Your code asks for a GPU"),
    ("RuntimeError", f"{CUDA} found at least two devices, cuda:0 and cpu!", "devices_mixed", "cuda:0 and cpu"),
    ("RuntimeError", f"{CUDA} got mat1 is on cpu, different from other tensors on cuda:0", "devices_mixed", "cpu and"),
    ("RuntimeError", "Attempting to deserialize object on a CUDA device but ...", "checkpoint_device", "of a GPU"),
    ("UnpicklingError", "Weights only load failed. More", "checkpoint_pickled", "more than tensors"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "rule", "sentence"), TEXTS, ids=lambda value: value[:30])
def test_an_exception_of_another_machine_is_known(kind: str, text: str, rule: str, sentence: str) -> None:
    """What this machine cannot raise has its rule all the same."""
    found = said(StudentError((kind, "Exception"), text))
    assert found[0] == rule
    assert sentence in found[1]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("ValueError", "wrong"),
        ("AttributeError", "module 'torch' has no attribute 'foo'"),
        ("ValueError", "list is not a Module subclass"),
        ("RuntimeError", "shapes cannot be multiplied"),
        ("KeyError", "('a', 'b')"),
        ("TypeError", "unsupported operand type(s) for +: 'int' and 'str'"),
        ("RuntimeError", "Error(s) in loading state_dict for Net:\n\tsomething else"),
        ("AssertionError", "from somewhere else"),
        ("KeyError", 'module name can\'t contain ".", got: a.b'),
        ("TypeError", "sequence item 0: expected str instance, int found"),
        ("SyntaxError", "a sentence of its own"),
        ("RecursionError", "maximum recursion depth exceeded during compilation"),
        ("JSONDecodeError", "Expecting value: line 1 column 1 (char 0)"),
        ("UnpicklingError", "invalid load key, '1'."),
        ("UnicodeDecodeError", "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        ("", ""),
    ],
)
def test_of_other_exceptions_nothing_is_said(kind: str, text: str) -> None:
    """A text that only resembles one, or comes with another class, has no diagnosis."""
    assert said(StudentError((kind, "Exception"), text)) == ("", "")


def keyed_by_itself() -> None:
    net, layer = nn.Module(), nn.Linear(1, 1)
    net._modules[layer] = layer
    list(net.parameters())


def test_a_key_that_is_no_string_shows_where_names_are_joined() -> None:
    """Whoever joins a text and a number of their own gets the same words from Python."""
    error = error_of(keyed_by_itself)
    asks, joins = (Frame("inside.py", 3, "f", text) for text in ("torch.optim.SGD(net.parameters())", '"a" + layer'))
    assert said(StudentError(error.mro, error.message, (asks,))) == (
        "names_no_strings",
        "A part of a net is registered under a name that is no string, but of class Linear.",
    )
    assert said(StudentError(error.mro, error.message, (joins,))) == ("", "")


def test_what_is_not_written_raises_it_in_its_own_line() -> None:
    """Torch raises the same class for what it cannot do."""
    own, other = (Frame("work.py", 3, "forward", text) for text in ("    raise NotImplementedError", "x = y.foo()"))
    assert said(StudentError(("NotImplementedError",), "", (own,)))[0] == "not_written"
    assert said(StudentError(("NotImplementedError",), "no kernel", (other,)))[0] == ""


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("    return net.state_dict()", "names_no_strings"),
        ("    for each in self.parameters():", "names_no_strings"),
        ("    print(net)", "names_no_strings"),
        ("    name = 'block' + len(blocks)", ""),
        ("    print('block' + 3)", ""),
        ("    return find(blocks)", ""),
    ],
)
def test_texts_that_torch_joins_are_told_from_those_of_the_submission(line: str, rule: str) -> None:
    """Names are joined where torch walks through a net; whoever joins texts reads no word of keys."""
    error = StudentError(
        ("TypeError", "Exception"), 'can only concatenate str (not "int") to str', (Frame("work.py", 3, "f", line),)
    )
    assert said(error)[0] == rule


def syntax(kind: str, message: str, *frames: Frame, loading: bool = False) -> str:
    return said(StudentError((kind, "SyntaxError", "Exception"), message, frames, loading=loading))[0]


RUNS = Frame("work.py", 3, "f", "    return eval(text)")
CALLS = Frame("work.py", 3, "f", "    return model.parse_it(text)")
IMPORTS = Frame("work.py", 3, "<module>", "import other")


@pytest.mark.parametrize(("kind", "rule"), [("SyntaxError", "syntax"), ("TabError", "indentation")])
def test_a_file_that_cannot_be_read_is_told_from_a_text(kind: str, rule: str) -> None:
    """By the place that the message ends with: a line of a file of the submission, or of no file."""
    unread = Frame("lib/other.py", 7, "<module>", "def (")
    assert syntax(kind, "'(' was never closed (other.py, line 7)", unread, loading=True) == rule
    assert syntax(kind, "invalid syntax (other.py, line 7)", IMPORTS, unread) == rule
    assert syntax(kind, "source code string cannot contain null bytes", loading=True) == rule
    for frames in ((RUNS,), (CALLS,), ()):
        assert syntax(kind, "invalid syntax (<string>, line 1)", *frames) == "syntax_text"
        assert syntax(kind, "invalid syntax (<string>, line 1)", *frames, loading=True) == "syntax_text"
    assert syntax(kind, "invalid syntax (config.txt, line 1)", RUNS) == "syntax_text"
    assert syntax(kind, "invalid syntax (work.py, line 9)", RUNS) == "syntax_text"


def test_of_what_may_be_a_text_or_a_file_nothing_is_said() -> None:
    """A file of a library, or an exception with a sentence of its own."""
    assert syntax("SyntaxError", "invalid syntax (config.txt, line 1)", CALLS) == ""
    assert syntax("SyntaxError", "invalid syntax (config.txt, line 1)") == ""
    assert syntax("SyntaxError", "no such command", CALLS) == ""


def test_a_function_that_calls_itself_is_there_twice() -> None:
    """A value that is nested too deeply for `pickle` or `eval` takes one call of the submission's."""
    deep, own = "maximum recursion depth exceeded", Frame("work.py", 3, "f", "    return f(n)")
    other = Frame("work.py", 9, "g", "    return f(n)")
    assert said(StudentError(("RecursionError",), deep, (own, other, own)))[0] == "recursion"
    assert said(StudentError(("RecursionError",), deep, (other, own)))[0] == ""
    assert said(StudentError(("RecursionError",), deep))[0] == ""


def test_a_module_that_a_file_names_is_told_from_one_that_is_imported() -> None:
    """To unpickle is to import."""
    kinds, text = ("ModuleNotFoundError", "ImportError"), "No module named 'inside'"
    imports, loads = (Frame("work.py", 3, "f", text) for text in ("import inside", "    return torch.load(path)"))
    assert said(StudentError(kinds, text, (imports,)))[0] == "import_unknown"
    assert said(StudentError(kinds, text, (loads,)))[0] == "checkpoint_module"


def test_an_assertion_is_the_submissions_where_its_own_line_says_so() -> None:
    """An assertion of torch, or of the exercise's inside, is none of the student's."""
    own, other = (Frame("work.py", 3, "forward", text) for text in ("    assert X.dim() == 1", "return net(X)"))
    assert said(StudentError(("AssertionError",), "", (own,)))[0] == "own_assertion"
    assert said(StudentError(("AssertionError",), "", (other,)))[0] == ""


@pytest.mark.parametrize(
    "text", ["x" * 1_000_000, "mat1 and mat2 shapes cannot be multiplied (" + "1" * 10_000, "\x1b[2J"]
)
def test_no_text_breaks_the_rules(text: str) -> None:
    """A submission raises what it likes, of any length."""
    said(StudentError(("RuntimeError",), text))


def test_a_long_list_of_names_is_cut() -> None:
    """A state with a thousand keys gives a sentence that can be read."""
    rule, sentence = said(error_of(load({f"layer{number}.weight": torch.ones(1) for number in range(1000)})))
    assert rule == "state_renamed"
    assert len(sentence) < 600
