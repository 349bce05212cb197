"""Cells become Python: what is Python stays as it is, what is IPython's alone becomes a comment on its own line."""

import ast
import sysconfig
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reader.cells import module, python_lines

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("%matplotlib inline", "pass  # %matplotlib inline"),
        ("!pip install torch", "pass  # !pip install torch"),
        ("?print", "pass  # ?print"),
        ("print?", "pass  # print?"),
        ("torch.nn.Linear??", "pass  # torch.nn.Linear??"),
        ("%%time", "# %%time"),
        ("files = !ls", "pass  # files = !ls"),
        ("a, b[0] = %magic 3", "pass  # a, b[0] = %magic 3"),
        ("    %time f()", "    pass  # %time f()"),
        ("\t!ls", "\tpass  # !ls"),
    ],
)
def test_a_line_that_is_no_python_becomes_a_comment(line: str, becomes: str) -> None:
    """In its place and at its depth, where a statement may be needed."""
    assert python_lines(line) == [becomes]


@pytest.mark.parametrize(
    "cell",
    [
        "total = (rows\n  % 7)",
        "total = rows \\\n  % 7",
        'text = """\n%time\n!ls\nwhat?\n"""',
        "text = '''\n\\'''%time\n!ls'''",
        "text = '%d' % 3",
        "if a != b: pass",
        "x = [\n  '(',\n  % 3]",
        "# what?\nx = 1  # = !ls",
        "x = 'is it?'",
        "r'\\\\'; x = '''\n%a'''",
        "x = 1 if y else f'{z!r}'",
        "x['a = %s'] = 1",
        "x == y",
        "d = {1: 2,\n !ls\n}",
    ],
)
def test_what_only_looks_like_it_stays(cell: str) -> None:
    """Inside of strings, brackets and continued lines nothing begins."""
    assert "\n".join(python_lines(cell)) == cell


def test_a_continued_shell_line_goes_as_a_whole() -> None:
    """To the last of its lines, and no further."""
    assert python_lines("!pip install \\\n  torch\nx = 1") == ["pass  # !pip install \\", "#   torch", "x = 1"]


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%writefile a.py", "%%timeit", "%%", "\n  %%javascript x"])
def test_a_cell_of_another_language_becomes_comments(magic: str) -> None:
    """All of its lines."""
    assert all(line.startswith("#") for line in python_lines(f"{magic}\nfor x in *; do rm; done"))


@pytest.mark.parametrize("magic", ["%%time", "%%capture out"])
def test_a_cell_that_is_timed_runs(magic: str) -> None:
    """Its body is Python of the notebook's own."""
    assert python_lines(f"{magic}\nx = 1\n%timeit x") == [f"# {magic}", "x = 1", "pass  # %timeit x"]


def test_cells_are_joined_in_order_and_can_be_found() -> None:
    """Each begins on the line that is told, below its number; blank ones are left out and still counted."""
    text, cells = module(["import torch", " \n", "x = 1\r\ny = 2\rz = 3\n", "def f():\n    return x"])
    lines = text.split("\n")
    assert cells == [(1, 3), (3, 5), (4, 10)]
    assert [lines[line - 1] for _, line in cells] == ["import torch", "x = 1", "def f():"]
    assert [lines[line - 2] for _, line in cells] == ["# cell 1", "# cell 3", "# cell 4"]
    assert lines[4:7] == ["x = 1", "y = 2", "z = 3"]


def test_a_cell_cannot_name_an_encoding() -> None:
    """Python looks for one in the first two lines of a file, which are not a cell's."""
    text, _ = module(["# -*- coding: utf-7 -*-", "x = 'é'"])
    assert ast.literal_eval(ast.parse(text.encode()).body[0].value) == "é"  # type: ignore[attr-defined]


@pytest.mark.parametrize("package", ["json", "asyncio", "idlelib", "lib2to3", "test"])
def test_honest_python_is_never_touched(package: str) -> None:
    """Not a line of the standard library, whose tests of the parser write Python in every way there is."""
    folder = Path(sysconfig.get_path("stdlib"), package)
    names = [folder.with_suffix(".py"), *folder.glob("test_[fg]*.py"), *folder.glob("[a-su-z]*.py")]
    for path in filter(Path.is_file, names):
        source = path.read_text(encoding="utf-8", errors="surrogateescape")
        try:
            compile(source, path.name, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
        except (SyntaxError, ValueError):
            continue
        lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert python_lines(source) == lines, path.name


@given(st.lists(st.text(alphabet="ab =%!?\\\n\r'\"([{}])#\t", max_size=40), max_size=4))
def test_no_line_ever_moves(cells: list[str]) -> None:
    """Whatever is in a cell, it has as many lines as before, and each keeps its text."""
    text, told = module(cells)
    lines = text.split("\n")
    for number, line in told:
        before = cells[number - 1].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        after = lines[line - 1 : line - 1 + len(before)]
        assert len(after) == len(before)
        assert all(new.endswith(old.lstrip()) for old, new in zip(before, after, strict=True))
