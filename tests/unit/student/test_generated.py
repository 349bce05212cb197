# ruff: noqa: E501 -- sources in a line, as wide as they are
"""Modules that are put together by chance: whatever is in them, one thing that keeps something is enough."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.student.stateless import is_stateless
from tests.unit.student.keeping import HEAD

pytestmark = pytest.mark.unit


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_no_bytes_raise(content: bytes, tmp_path: Path) -> None:
    """Whatever is in the file, the answer is a bool."""
    file = tmp_path / "work.py"
    file.write_bytes(content)
    assert is_stateless([file]) in {True, False}


def _indent(text: str) -> str:
    return "\n".join("    " + line for line in text.splitlines())


EXPRESSIONS = st.recursive(
    st.sampled_from(["x", "y", "1", "'a'", "None", "SIZE", "torch.float32", "x.shape", "self.w", "F.relu"]),
    lambda inner: st.one_of(
        st.builds("torch.cat(({}, {}))".format, inner, inner),
        st.builds("({} + {})".format, inner, inner),
        st.builds("[{} for y in [{}]]".format, inner, inner),
        st.builds("(lambda y: {})({})".format, inner, inner),
        st.builds("{}.sum()".format, st.sampled_from(["x", "y", "self.w"])),
        st.builds("({} if {} else {})".format, inner, inner, inner),
    ),
    max_leaves=6,
)
STATEMENTS = st.recursive(
    st.one_of(
        st.builds("y = {}".format, EXPRESSIONS),
        st.builds("self.w = {}".format, EXPRESSIONS),
        st.builds("y += {}".format, EXPRESSIONS),
        st.builds("y[0] = {}".format, EXPRESSIONS),
        st.builds("return {}".format, EXPRESSIONS),
    ),
    lambda inner: st.one_of(
        st.builds("if {}:\n{}".format, EXPRESSIONS, inner.map(_indent)),
        st.builds("for y in {}:\n{}".format, EXPRESSIONS, inner.map(_indent)),
        st.builds("with torch.no_grad():\n{}".format, inner.map(_indent)),
        st.builds("def inner(y):\n{}".format, inner.map(_indent)),
        st.builds("try:\n{}\nexcept ValueError as y:\n    pass".format, inner.map(_indent)),
        st.builds("{}\n{}".format, inner, inner),
    ),
    max_leaves=5,
)
STATEFUL = st.sampled_from(
    [
        "TABLE.append(x)", "TABLE[0] = x", "y = TABLE", "Net.n = x", "helper.n = x", "x.n = self", "torch.relu = x",
        "nn.Linear.forward = x", "self.__class__.n = x", "type(self).n = x", "setattr(Net, 'n', x)", "globals()['n'] = x",
        "torch.set_num_threads(1)", "print(x)", "global n", "y = torch", "y = [nn]", "y = torch.empty(3)", "exec(x)",
        "y = vars(Net)", "del Net.helper", "for Net.n in x: pass", "y = lambda z=TABLE: z", "self.run.__func__.n = x",
        "import pandas", "with x as Net.n: pass", "self = x; self.n = 1", "y = (TABLE or x)", "torch.compile(x)", "y = id(x)",
        "self.n = TABLE", "return TABLE", "helper.__dict__['n'] = x", "y = x.gi_frame", "(n := TABLE)", "Net.run(Net, x)",
    ]
)  # fmt: skip


def _module(lines: list[str]) -> str:
    body = "\n".join(_indent(_indent(line)) for line in lines)
    return (
        f"{HEAD}SIZE = 3\nTABLE = [1, 2]\ndef helper(x):\n    return x\nclass Net(nn.Module):\n    w = 0\n"
        f"    def run(self, x, y=None):\n{body}\n        return x\n"
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(statements=st.lists(STATEMENTS, min_size=1, max_size=4), keeping=STATEFUL, data=st.data())
def test_one_statement_that_keeps_something_anywhere_is_enough(
    statements: list[str], keeping: str, data: st.DataObject, tmp_path: Path
) -> None:
    """Without it the module is proven, with it never, wherever it stands."""
    file = tmp_path / "work.py"
    file.write_text(_module(statements))
    assert is_stateless([file])
    lines = _module(statements).splitlines()
    start = lines.index("    def run(self, x, y=None):") + 1
    at = data.draw(st.integers(start, len(lines) - 1))
    margin = len(lines[at]) - len(lines[at].lstrip())
    source = "\n".join([*lines[:at], " " * margin + keeping, *lines[at:]])
    file.write_text(source)
    assert not is_stateless([file]), source
