"""Why a submission cannot be graded, in words for the student and in the course's languages."""

# ruff: noqa: RUF001 - Chinese sentences use Chinese punctuation

from typing import Literal

from grader.model.text import Language, Localized
from grader.reader.messages import Refused

ProblemKind = (
    Literal[
        "absent", "missing", "misnamed", "link", "special", "folder", "unreadable", "large", "total", "many", "name",
        "module", "tool", "compiled", "no_folder", "outside", "long_name", "twice", "slow",
    ]
    | Refused
)  # fmt: skip

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
    # What follows is said of archives and notebooks.
    "not_archive": Localized(
        en="`{path}` is neither a zip nor a tar archive, whatever its name says.",
        zh="无论文件名是什么，`{path}` 都不是 zip 或 tar 压缩包。",
    ),
    "other_archive": Localized(
        en="`{path}` is packed with {detail}. Pack it as a zip.",
        zh="`{path}` 是用 {detail} 打包的，请改用 zip 格式打包。",
    ),
    "encrypted": Localized(
        en="`{path}` is encrypted. Pack it again without a password.", zh="`{path}` 已加密，请不设密码重新打包。"
    ),
    "method": Localized(
        en="`{path}` is compressed by a method other than Deflate. Pack it again with your system's own program.",
        zh="`{path}` 使用了 Deflate 以外的压缩方法，请用系统自带的程序重新打包。",
    ),
    "overlap": Localized(
        en="`{path}` shares its bytes with another file of the archive, as no honest program packs them.",
        zh="`{path}` 与压缩包中的另一个文件共用数据，正常的程序不会这样打包。",
    ),
    "damaged": Localized(
        en="`{path}` is damaged or cut off. Pack it again.", zh="`{path}` 已损坏或不完整，请重新打包。"
    ),
    "exhausting": Localized(
        en="`{path}` needs more memory to be read than a submission may use.",
        zh="读取 `{path}` 所需的内存超过了提交的上限。",
    ),
    "slow": Localized(
        en="`{path}` takes longer to be read than a submission may take.",
        zh="读取 `{path}` 所需的时间超过了提交的上限。",
    ),
    "bomb": Localized(
        en="`{path}` unpacks to more than {limit} times its size, as only a trap does.",
        zh="`{path}` 解压后超过自身大小的 {limit} 倍，只有恶意压缩包才会这样。",
    ),
    "members": Localized(
        en="`{path}` holds more than {limit} files and folders, the most for an archive.",
        zh="`{path}` 中的文件和文件夹超过了压缩包的上限 {limit} 个。",
    ),
    "all": Localized(
        en="The files in `{path}` are larger than {limit} together, the most for an archive.",
        zh="`{path}` 中所有文件的总大小超过了压缩包的上限 {limit}。",
    ),
    "outside": Localized(
        en="`{path}` would lie outside: no name may hold `..`, `\\` or a drive, or begin with `/`.",
        zh="`{path}` 会落在文件夹之外。文件名不能包含 `..`、`\\` 或盘符，也不能以 `/` 开头。",
    ),
    "long_name": Localized(en="`{path}` is too long a name.", zh="文件名 `{path}` 太长。"),
    "twice": Localized(
        en="`{path}` is there twice, perhaps in another spelling. Leave one of them out.",
        zh="`{path}` 出现了两次（可能只是大小写或写法不同），请去掉其中一个。",
    ),
    "not_notebook": Localized(
        en="`{path}` is no notebook that can be read. Save it again in Jupyter.",
        zh="`{path}` 不是可以读取的 notebook，请在 Jupyter 中重新保存。",
    ),
    "notebook_format": Localized(
        en="`{path}` is in version {detail} of the notebook format, which is not known here. Save it in version 4.",
        zh="`{path}` 的 notebook 格式版本是 {detail}，这里无法识别。请保存为第 4 版。",
    ),
    "notebook_language": Localized(
        en="`{path}` is a notebook of {detail}, not of Python.", zh="`{path}` 是 {detail} 的 notebook，不是 Python 的。"
    ),
}

_STEP = 1024

STRANGERS = Localized(
    en="Not taken: {names}. This exercise takes {files}; put everything in there.",
    zh="未收取：{names}。本练习只收取 {files}，请把内容都写在其中。",
)
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
