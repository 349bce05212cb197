"""One tree of faults, each with its exit status and advice.

::

    GraderError
    ├── UsageError          2   the command line or the folder given
    ├── CourseError         3   the course or an exercise of it is wrong (the author's)
    │   └── SpecFaults      3   faults of specs, all of them at once
    ├── EnvironmentFault    4   this machine lacks something
    └── InternalError       5   the grader itself broke

A submission's faults are no exceptions: they are outcomes in a report, and
the exit status of a grading that took place is 0 whatever its score.
"""

from dataclasses import dataclass


class Sentence(str):
    """A sentence in English that remembers how it was made, so that it can be said in another language.

    Attributes:
        template: a message of the catalogs, with placeholders.
        facts: what fills them; a sentence among them is said in the other language too.
    """

    __slots__ = ("facts", "template")

    template: str
    facts: dict[str, object]


def say(template: str, **facts: object) -> Sentence:
    """Return a sentence whose template the catalogs translate; they collect the first argument of every call."""
    sentence = Sentence(template.format(**facts))
    sentence.template = template
    sentence.facts = facts
    return sentence


class GraderError(Exception):
    """Something that stops a command. Says what happened, where, and what to do next.

    Args:
        message: what happened and where, one sentence; by `say` where students meet it.
        advice: what to do next; shown below the message.
    """

    exit_code = 1

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class UsageError(GraderError):
    """The command was asked for something that is not there."""

    exit_code = 2


class CourseError(GraderError):
    """The course cannot be used as it is; its author has to mend it."""

    exit_code = 3


@dataclass(frozen=True)
class Fault:
    """One fault of a spec: the file, the key (dotted, `check[2].points`) and what was expected."""

    file: str
    key: str
    expected: str

    def __str__(self) -> str:
        """`file: key: what was expected`."""
        return f"{self.file}: {self.key}: {self.expected}" if self.key else f"{self.file}: {self.expected}"


class SpecFaults(CourseError):
    """All faults found in the specs of a course, collected before any is raised."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        lines = "\n".join(f"  {fault}" for fault in faults)
        noun = "fault" if len(faults) == 1 else "faults"
        super().__init__(
            f"{len(faults)} {noun} in the exercise specs:\n{lines}",
            advice="`grade schema` prints the JSON Schema of exercise.toml; docs/authoring.md explains every key.",
        )
        self.faults = faults


class EnvironmentFault(GraderError):
    """This machine cannot do what was asked, as it is set up."""

    exit_code = 4


class InternalError(GraderError):
    """The grader itself broke. Never a verdict on anybody's work."""

    exit_code = 5
