"""`grade`: the command, its subcommands by name, and what becomes of errors.

Subcommands are imported when they are called, so that `grade --help` costs
neither pydantic nor rich, and nothing here ever imports torch.

Exit status: 0 done (a grading took place, whatever the score), 1 an audit found
errors, a diff or a replay a difference, 2 the command or a folder named in it, 3 the course, 4 this machine, 5
the grader itself, 130 interrupted.
"""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

import difflib
import importlib
import io
import signal
import sys
from typing import Any, Final, NoReturn

import click

from grader import __version__
from grader.cli.context import Tools
from grader.cli.tell import tell
from grader.errors import EnvironmentFault, GraderError, InternalError, say

COMMANDS: Final = {
    "submit": ("grader.cli.submit", "Grade a folder of exercises and record the attempt."),
    "check": ("grader.cli.check", "Run the checks that you may read yourself; nothing is recorded."),
    "batch": ("grader.cli.batch", "Grade the submissions of a whole class."),
    "report": ("grader.cli.report", "Write a report as a page that a browser opens."),
    "complete": ("grader.cli.complete", "Settle the points that a report left pending."),
    "watch": ("grader.cli.watch", "Run the checks that you may read whenever you save a file."),
    "list": ("grader.cli.list", "List the exercises, their points, and what a folder has."),
    "show": ("grader.cli.show", "Show the statement of an exercise."),
    "start": ("grader.cli.start", "Hand out the templates to a folder of your own."),
    "explain": ("grader.cli.explain", "Tell what a check looks at, what happened in it, and what to try."),
    "replay": ("grader.cli.replay", "Grade one check of an earlier report once more."),
    "diff": ("grader.cli.diff", "Tell what a regrade would change, before it is booked."),
    "export": ("grader.cli.export", "Write reports in another system's format."),
    "audit": ("grader.cli.audit", "Prove the checks of a course, or find where they fall short."),
    "try": ("grader.cli.try_", "Run one check on one file with everything shown, for authors."),
    "new": ("grader.cli.new", "Make the skeleton of an exercise, for authors."),
    "handout": ("grader.cli.handout", "Build the folder that students get, for instructors."),
    "schema": ("grader.cli.schema", "Print the JSON Schema of specs, reports or summaries."),
    "doctor": ("grader.cli.doctor", "Tell what this machine offers, what is missing and what to do."),
}
"""Name, module and one line of help; a module's command is called `command`."""

_DEBUG: Final = "grader.debug"
_INTERRUPTED: Final = 130
_SIGNALED: Final = 128


class LazyGroup(click.Group):
    """A group that knows its subcommands by name, and turns errors into a sentence and an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's interface
        """Return the names in the order in which a person meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's interface
        """Import a subcommand."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand, with a suggestion for a typo."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            close = difflib.get_close_matches(args[0], COMMANDS, n=1)
            suggestion = f" Did you mean `grade {close[0]}`?" if close else ""
            raise click.UsageError(f"There is no command `{args[0]}`.{suggestion}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """List the subcommands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; errors become a sentence on stderr, advice, and an exit status."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            tell(say("Interrupted."))
            ctx.exit(_INTERRUPTED)
        except GraderError as error:
            if ctx.meta.get(_DEBUG):
                raise
            tell(say("Error: {message}", message=error.message))
            if error.advice:
                tell(error.advice)
            ctx.exit(error.exit_code)
        except (click.exceptions.Exit, click.ClickException, click.Abort, BrokenPipeError):
            raise
        except Exception as error:  # the last place where an error can become words: beyond it is the interpreter
            if ctx.meta.get(_DEBUG):
                raise
            tell(say("Error: the grader itself broke ({error}).", error=f"{type(error).__name__}: {error}"))
            tell(say("Nothing of this counts against a submission. `--debug` shows where."))
            ctx.exit(InternalError.exit_code)


def debug_option(function: Any) -> Any:
    """Add `--debug` to a command."""

    def remember(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
        if value:
            ctx.meta[_DEBUG] = True

    return click.option(
        "--debug", is_flag=True, expose_value=False, callback=remember, help="Show the traceback of an error."
    )(function)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="grade")
@debug_option
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Grade exercises of a PyTorch course.

    \b
    Examples:
      grade start my-work         hand out the templates
      grade check my-work         run the checks that you may read
      grade submit my-work        grade everything and record the attempt
      grade show 5.1.2            read a statement

    Exit status: 0 done, whatever the score; 1 an audit found errors, a diff or a
    replay a difference; 2 the command or a folder named in it; 3 the course; 4
    this machine; 5 the grader itself; 130 interrupted.
    """
    tools = ctx.ensure_object(Tools)
    if tools.environ.get("FORCE_COLOR") and not tools.environ.get("NO_COLOR"):
        ctx.color = True  # or click takes the colors out of what goes into a pipe


def _terminate(number: int, _frame: object) -> NoReturn:
    """Leave by an exception, so that every process is ended and every private folder removed on the way."""
    sys.exit(_SIGNALED + number)


def main() -> None:
    """Run the command line."""
    signal.signal(signal.SIGTERM, _terminate)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup has it ignored
        signal.signal(signal.SIGHUP, _terminate)
    if sys.stdout is None or sys.stderr is None:  # closed by whoever started this: nobody would see a report
        sys.exit(EnvironmentFault.exit_code)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a locale without a character must not end a report
    cli(prog_name="grade")
