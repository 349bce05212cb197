"""The hooks by which pytest collects checks for the judge. It decides nothing itself."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from grader.sandbox.student import Student

UNUSED_PLUGINS: Final = (
    "cacheprovider",
    "capture",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "legacypath",
    "logging",
    "monkeypatch",
    "nose",
    "pastebin",
    "recwarn",
    "setuponly",
    "setupplan",
    "stepwise",
    "subtests",
    "terminal",
    "terminalprogress",
    "threadexception",
    "tmpdir",
    "unittest",
    "unraisableexception",
    "warnings",
)
"""Built-in plugins that a judge has no use for; some cost more than all the checks."""

SETTINGS: Final = Path(__file__).with_name("pytest.ini")
"""An empty file: without one pytest looks for settings beside the checks and above."""


class JudgePlugin:
    """Collects the checks once, then runs single items as often as it is asked to.

    Args:
        serve: called when the checks are collected, instead of running them all.

    Attributes:
        items: the collected checks, by function name.
        collection_errors: what went wrong while the files were collected: the exercise's fault.
    """

    def __init__(
        self,
        serve: Callable[[], None],
    ) -> None:
        self._serve = serve
        self._student: Callable[[], Student] | None = None
        self._witness: Callable[[], AbstractContextManager[Student]] | None = None
        self.items: dict[str, list[pytest.Function]] = defaultdict(list)
        self.collection_errors: list[str] = []

    @pytest.fixture
    def student(self) -> Student:
        """The submission, in its own confined process."""
        assert self._student is not None, "a check ran before there was a submission"  # noqa: S101
        return self._student()

    @pytest.fixture
    def reference(self) -> Iterator[Student]:
        """The reference solution in a process of its own, beside the submission: for ratios measured side by side."""
        assert self._witness is not None, "a check ran before there was a submission"  # noqa: S101
        with self._witness() as student:
            yield student

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep what went wrong while a file was collected."""
        if report.failed:
            self.collection_errors.append(f"{Path(report.nodeid).name}: {report.longreprtext}")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Serve gradings instead of running the items once."""
        for item in session.items:
            if isinstance(item, pytest.Function):
                self.items[item.originalname].append(item)
        self._serve()
        return True

    @property
    def modules(self) -> list[ModuleType]:
        """The modules that the checks are in."""
        found = {item.module.__name__: item.module for items in self.items.values() for item in items}
        return list(found.values())

    def use(self, student: Callable[[], Student], witness: Callable[[], AbstractContextManager[Student]]) -> None:
        """Say what the fixtures `student` and `reference` give from now on."""
        self._student = student
        self._witness = witness

    def attempt(self, item: pytest.Function) -> BaseException | None:
        """Run one item once, with fixtures as new; return what it raised first, in set-up, call or teardown.

        The phases of pytest's own protocol, without its reports, which nobody here reads and which cost more than most
        checks. What ends a student process derives from BaseException, so that all of that is kept as well.
        """
        # As `_pytest.runner.runtestprotocol` does: an item that ran before needs a new request.
        if vars(item)["_request"] is False:
            item._initrequest()  # noqa: SLF001
        raised = _raised_by(partial(item.ihook.pytest_runtest_setup, item=item))
        if raised is None:
            raised = _raised_by(partial(item.ihook.pytest_runtest_call, item=item))
        at_the_end = _raised_by(partial(item.ihook.pytest_runtest_teardown, item=item, nextitem=None))
        vars(item).update(_request=False, funcargs=None)
        return raised if raised is not None else at_the_end


def _raised_by(phase: Callable[[], object]) -> BaseException | None:
    try:
        phase()
    except (KeyboardInterrupt, pytest.exit.Exception):
        raise
    except BaseException as error:  # noqa: BLE001 -- whatever a check raises is its verdict; `classify` sorts it
        return error
    return None


def run_pytest(files: list[Path], plugin: JudgePlugin) -> int:
    """Collect the files and run the plugin's loop; return pytest's exit status."""
    arguments = [str(file) for file in files]
    arguments += ["-c", str(SETTINGS), "--rootdir", str(files[0].parent), "--noconftest", "--import-mode=importlib"]
    arguments += ["--continue-on-collection-errors", "-o", "addopts="]
    for name in UNUSED_PLUGINS:
        arguments += ["-p", f"no:{name}"]
    return int(pytest.main(arguments, plugins=[plugin]))
