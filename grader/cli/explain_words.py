"""What `grade explain` says around what an exercise and a report say, in the course's languages."""

# ruff: noqa: RUF001 - Chinese sentences use Chinese punctuation

from typing import Final

from grader.model.outcome import CheckStatus
from grader.model.text import Localized

LOOKS_AT: Final = Localized(en="What it looks at", zh="检查什么")
NEEDS: Final = Localized(en="Needs first", zh="需要先通过")
LIMITS: Final = Localized(en="Limits", zh="限制")
HAPPENED: Final = Localized(en="What happened", zh="发生了什么")
TO_TRY: Final = Localized(en="What to try", zh="可以尝试")

POINTS: Final = Localized(en="worth {points}", zh="{points} 分")
BY_SHARE: Final = Localized(en=", by the share of its cases that pass", zh="，按通过的情形所占比例给分")
HIDDEN: Final = Localized(en="hidden: students see `show = {show}`", zh="隐藏：学生看到的是 `show = {show}`")
VISIBLE: Final = Localized(en="visible", zh="可见")
LIMIT: Final = Localized(
    en="{seconds} s of computing, {memory} MiB of memory of its own, files of {disk} MiB",
    zh="计算 {seconds} 秒，自用内存 {memory} MiB，每个文件 {disk} MiB",
)
ALONE: Final = Localized(en="in a process of its own", zh="在独立的进程中运行")
CUDA: Final = Localized(
    en="on a machine with CUDA devices: {count}; elsewhere its points are pending",
    zh="需要有 CUDA 设备的机器：{count}；在其他机器上分数待定",
)
NO_DOCSTRING: Final = Localized(en="The check does not say it in words.", zh="这项检查没有文字说明。")
ATTEMPT: Final = Localized(en="attempt {number}, {time}", zh="第 {number} 次提交，{time}")
NOT_TRIED: Final = Localized(
    en="Nothing yet: no attempt lies here. `grade submit` makes one.",
    zh="还没有：这里没有提交记录。用 `grade submit` 提交一次。",
)
NOT_IN_IT: Final = Localized(
    en="The newest report says nothing of this check.", zh="最近的报告里没有这项检查。"
)  # fmt: skip
OUTDATED: Final = Localized(
    en="The exercise has changed since then.", zh="从那以后练习已经改动。"
)  # fmt: skip
NOT_GRADED: Final = Localized(en="The exercise was not graded: {reason}", zh="练习没有评分：{reason}")

STATEMENT: Final = Localized(en="the statement", zh="题目")
SOURCE: Final = Localized(en="the checks' own code", zh="检查的代码")
RUN_AGAIN: Final = Localized(en="run what you may read, again on every save", zh="每次保存时重新运行可见的检查")
SAME_AGAIN: Final = Localized(en="the same inputs once more, at full length", zh="用同样的输入再运行一次，完整显示")
EXPLAIN_FIRST: Final = Localized(en="it comes first", zh="先看这一项")

ADVICE: Final[dict[CheckStatus, Localized]] = {
    "passed": Localized(en="Nothing: it passes.", zh="不需要做什么：已经通过。"),
    "failed": Localized(
        en="Compare what came with what was expected: first the shapes, then the first element that differs.",
        zh="比较得到的结果和期望的结果：先看形状，再看第一个不同的元素。",
    ),
    "error": Localized(
        en="Read the last line of the traceback first; the line of your own above it is where to look.",
        zh="先读错误信息的最后一行；它上面属于你自己的那一行就是要看的地方。",
    ),
    "timeout": Localized(
        en="Look for a loop without an end, or one over elements where one operation on the whole tensor would do.",
        zh="找一找没有终点的循环，或者可以用一次张量运算代替的逐元素循环。",
    ),
    "memory": Localized(
        en="Look for what grows: a list of tensors that keep their graphs, or a shape with one dimension too many.",
        zh="找一找不断增长的东西：保留计算图的张量列表，或者多出一个维度的形状。",
    ),
    "crashed": Localized(
        en="Something ended the process: exit(), a signal, or an index that no operation checked. Run your file alone.",
        zh="有什么结束了进程：exit()、信号，或者没有检查的下标。单独运行你的文件看看。",
    ),
    "blocked": Localized(
        en="Nothing here yet: make the checks pass that this one needs.", zh="先让它所依赖的检查通过。"
    ),
    "skipped": Localized(
        en="Nothing: this machine lacks what the check requires, and its points wait.",
        zh="不需要做什么：这台机器缺少检查所需的条件，分数待定。",
    ),
    "internal": Localized(
        en="Nothing: the exercise or the grader is at fault, not your code. Tell your instructor.",
        zh="不需要做什么：问题在练习或评分程序，不在你的代码。请告诉你的老师。",
    ),
}
"""What to do next, by status."""
