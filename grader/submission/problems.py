"""Why a submission cannot be graded, in words for the student and in the course's languages."""

# ruff: noqa: RUF001 - Chinese sentences use Chinese punctuation

from typing import Literal

from grader.model.text import Language, Localized

ProblemKind = Literal[
    "absent", "missing", "misnamed", "link", "special", "folder", "unreadable", "large", "total", "many", "name",
    "module", "tool", "compiled", "no_folder",
]  # fmt: skip

_SENTENCES: dict[ProblemKind, Localized] = {
    "absent": Localized(
        en="Nothing was handed in: there is neither a folder `{folder}` nor a file `{path}`.",
        zh="没有提交：找不到文件夹 `{folder}`，也找不到文件 `{path}`。",
    ),
    "missing": Localized(en="`{path}` is missing.", zh="缺少文件 `{path}`。"),
    "misnamed": Localized(
        en="`{path}` is missing. There is `{close}`: if that is it, rename it to `{name}`.",
        zh="缺少文件 `{path}`。这里有 `{close}`：如果就是它，请改名为 `{name}`。",
    ),
    "link": Localized(en="`{path}` is a link. Hand in the file itself.", zh="`{path}` 是一个链接，请提交文件本身。"),
    "special": Localized(
        en="`{path}` is a device, pipe or socket, not a file.", zh="`{path}` 是设备、管道或套接字，不是文件。"
    ),
    "folder": Localized(en="`{path}` is a folder where a file was expected.", zh="`{path}` 应该是文件，却是文件夹。"),
    "unreadable": Localized(en="`{path}` cannot be read: {reason}.", zh="无法读取 `{path}`：{reason}。"),
    "large": Localized(
        en="`{path}` is larger than {limit}, the most for one file.", zh="`{path}` 超过了单个文件的上限 {limit}。"
    ),
    "total": Localized(
        en="The files are larger than {limit} together, the most for one exercise.",
        zh="所有文件的总大小超过了一道练习的上限 {limit}。",
    ),
    "many": Localized(
        en="There are more than {limit} files, the most for one exercise.", zh="文件数量超过了一道练习的上限 {limit}。"
    ),
    "name": Localized(
        en="A file's name holds characters that cannot be shown (`{path}`). Rename it.",
        zh="有文件名包含无法显示的字符（`{path}`），请改名。",
    ),
    "module": Localized(
        en="`{path}` has the name of a module that your code or the grader imports and would hide it. Rename it.",
        zh="`{path}` 与你的代码或评分程序要导入的模块同名，会被错误地导入。请改名。",
    ),
    "tool": Localized(
        en="`{path}` is a file that tools load because of its name. Leave it out.",
        zh="`{path}` 会因为文件名而被工具自动加载，请不要提交。",
    ),
    "compiled": Localized(
        en="`{path}` is compiled code. Hand in the source alone.", zh="`{path}` 是编译后的代码，请只提交源代码。"
    ),
    "no_folder": Localized(
        en="`{path}` is a link or a file where a folder was expected.", zh="`{path}` 应该是文件夹，却是链接或文件。"
    ),
}

_STEP = 1024


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
