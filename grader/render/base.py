"""What a renderer is, and which there are.

A renderer is a module with a function `render(summary, page) -> str`, a pure
function of its arguments. Adding one takes its file and a line in the table.
"""

import importlib
from dataclasses import dataclass
from typing import Final, Protocol, cast

from grader.model.report import Summary


@dataclass(frozen=True)
class Page:
    """What a report is written on.

    Args:
        width: in columns.
        color: whether terminal colors may be used.
        verbose: whether everything that is known is shown, as an author wants it.
    """

    width: int = 80
    color: bool = False
    verbose: bool = False


class Renderer(Protocol):
    """Turns a summary into text that ends with a newline."""

    def __call__(self, summary: Summary, page: Page) -> str:
        """Return the summary as text."""
        ...


RENDERERS: Final = {
    "html": "grader.render.html",
    "json": "grader.render.json",
    "terminal": "grader.render.terminal",
}
"""Names and modules; a module is imported when its renderer is asked for."""


def renderer(name: str) -> Renderer:
    """Return the renderer called `name`. Raises KeyError where there is none."""
    return cast(Renderer, importlib.import_module(RENDERERS[name]).render)
