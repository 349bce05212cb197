"""Why a submission cannot be graded, in words for the student and in the course's languages."""

from typing import Literal

from grader.model.catalog import Words
from grader.model.text import Language
from grader.reader.messages import Refused

ProblemKind = (
    Literal[
        "absent", "missing", "misnamed", "link", "special", "folder", "unreadable", "large", "total", "many", "name",
        "module", "tool", "compiled", "no_folder", "outside", "long_name", "twice", "slow",
    ]
    | Refused
)  # fmt: skip

_SENTENCES: dict[ProblemKind, Words] = {
    "absent": Words("Nothing was handed in: there is neither a folder `{folder}` nor a file `{path}`."),
    "missing": Words("`{path}` is missing."),
    "misnamed": Words("`{path}` is missing. There is `{close}`: if that is it, rename it to `{name}`."),
    "link": Words("`{path}` is a link. Hand in the file itself."),
    "special": Words("`{path}` is a device, pipe or socket, not a file."),
    "folder": Words("`{path}` is a folder where a file was expected."),
    "unreadable": Words("`{path}` cannot be read: {reason}."),
    "large": Words("`{path}` is larger than {limit}, the most for one file."),
    "total": Words("The files are larger than {limit} together, the most for one exercise."),
    "many": Words("There are more than {limit} files, the most for one exercise."),
    "name": Words("A file's name holds characters that cannot be shown (`{path}`). Rename it."),
    "module": Words(
        "`{path}` has the name of a module that your code or the grader imports and would hide it. Rename it."
    ),
    "tool": Words("`{path}` is a file that tools load because of its name. Leave it out."),
    "compiled": Words("`{path}` is compiled code. Hand in the source alone."),
    "no_folder": Words("`{path}` is a link or a file where a folder was expected."),
    # What follows is said of archives and notebooks.
    "not_archive": Words("`{path}` is neither a zip nor a tar archive, whatever its name says."),
    "other_archive": Words("`{path}` is packed with {detail}. Pack it as a zip."),
    "encrypted": Words("`{path}` is encrypted. Pack it again without a password."),
    "method": Words(
        "`{path}` is compressed by a method other than Deflate. Pack it again with your system's own program."
    ),
    "overlap": Words("`{path}` shares its bytes with another file of the archive, as no honest program packs them."),
    "damaged": Words("`{path}` is damaged or cut off. Pack it again."),
    "exhausting": Words("`{path}` needs more memory to be read than a submission may use."),
    "slow": Words("`{path}` takes longer to be read than a submission may take."),
    "bomb": Words("`{path}` unpacks to more than {limit} times its size, as only a trap does."),
    "members": Words("`{path}` holds more than {limit} files and folders, the most for an archive."),
    "all": Words("The files in `{path}` are larger than {limit} together, the most for an archive."),
    "outside": Words("`{path}` would lie outside: no name may hold `..`, `\\` or a drive, or begin with `/`."),
    "long_name": Words("`{path}` is too long a name."),
    "twice": Words("`{path}` is there twice, perhaps in another spelling. Leave one of them out."),
    "not_notebook": Words("`{path}` is no notebook that can be read. Save it again in Jupyter."),
    "notebook_format": Words(
        "`{path}` is in version {detail} of the notebook format, which is not known here. Save it in version 4."
    ),
    "notebook_language": Words("`{path}` is a notebook of {detail}, not of Python."),
}

_STEP = 1024

STRANGERS = Words("Not taken: {names}. This exercise takes {files}; put everything in there.")
"""A note: files that lie beside what was taken."""


class Problem(Exception):
    """Why one file, or the whole folder, cannot be taken."""

    def __init__(self, kind: ProblemKind, path: str, **details: str) -> None:
        super().__init__(kind, path)
        self.kind = kind
        self.path = path
        self.details = details

    def sentence(self, language: Language) -> str:
        """Return the problem in words."""
        return _SENTENCES[self.kind].get(language).format(path=self.path, **self.details)


def readable_size(size: int) -> str:
    """Return a number of bytes in the largest binary unit that divides it."""
    for unit in ("bytes", "KiB", "MiB"):
        if size % _STEP or not size:
            return f"{size} {unit}"
        size //= _STEP
    return f"{size} GiB"
