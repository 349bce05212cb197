"""What became of a row, as an instructor and as a student get to see it in every format."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from grader.api import Report, summarize
from grader.render.base import RENDERERS, Page, renderer
from grader.render.export import Request, all_formats, export

BOAST: Final = "LEAK:"
"""With this a row boasts of what it has found or done."""
SHOWN: Final = ("hidden-source-", "hidden-input-", "environment-secret-", BOAST)
"""Words that stand in hidden things, and the boast: none of them may reach a student."""

COLOR: Final = re.compile(r"\x1b\[[0-9;]*m")
UNCLEAN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Characters that repaint a screen, reorder what is read, or are none. Two that join letters are not among them."""


@dataclass(frozen=True)
class Seen:
    """What became of a row."""

    report: Report
    seconds: float
    neighbors: list[Report] = field(default_factory=list)

    def statuses(self) -> dict[str, str]:
        """Each check's status."""
        return {check.name: check.status for check in self.report.checks}

    def unclean(self) -> list[str]:
        """Tell which output formats let through what repaints screens, reorders text or is no character."""
        found = []
        for text, where in self.pages():
            left = UNCLEAN.search(COLOR.sub("", text))
            if left is not None:
                found.append(f"{where}: {text[max(0, left.start() - 40) : left.end()]!r}")
        return found

    def leaks(self) -> list[str]:
        """Tell what a student could read of what is hidden, in any format."""
        pages = [(text, where) for text, where in self.pages() if where.endswith("student")]
        return [f"{where}: {word}" for text, where in pages for word in SHOWN if word in text]

    def pages(self) -> Iterator[tuple[str, str]]:
        """The report in every format, as an instructor and as a student gets it."""
        whole = summarize([self.report])
        for name in RENDERERS:
            for view, summary in (("instructor", whole), ("student", whole.for_student())):
                for color in (False, True):
                    yield renderer(name)(summary, Page(width=100, color=color, verbose=True)), f"{name}, {view}"
        for format_ in all_formats().values():
            for audience in format_.audiences:
                named = (whole if audience == "instructor" else whole.for_student()).model_copy(
                    update={"learner": "ada"}
                )
                text = export(format_, Request((named,), audience, provisional=True)).content.decode("utf-8-sig")
                yield text.replace("\r\n", "\n"), f"{format_.name}, {audience}"
