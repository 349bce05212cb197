"""Sentences that stand in a report where a check's own words may not, in the course's languages."""

# ruff: noqa: RUF001 - Chinese sentences use Chinese punctuation

from grader.model.outcome import CheckStatus
from grader.model.text import Language, Localized

STATUS_SENTENCES: dict[CheckStatus, Localized] = {
    "failed": Localized(en="What this check looks at does not hold yet.", zh="这项检查所要求的还没有满足。"),
    "error": Localized(
        en="Your code raised an error here, or answered something that the check cannot use.",
        zh="你的代码在这里抛出了错误，或者返回了检查无法使用的结果。",
    ),
    "timeout": Localized(en="Your code took longer than this check allows.", zh="你的代码超过了这项检查允许的时间。"),
    "memory": Localized(
        en="Your code needed more memory than this check allows.", zh="你的代码使用的内存超过了这项检查的上限。"
    ),
    "crashed": Localized(
        en="The process that ran your code ended before it answered.", zh="运行你的代码的进程在给出答案之前就结束了。"
    ),
    "blocked": Localized(
        en="Not run: a check that this one needs did not pass.", zh="未运行：它所依赖的另一项检查没有通过。"
    ),
    "skipped": Localized(
        en="Not run: this machine lacks what the check requires. Its points are pending.",
        zh="未运行：这台机器缺少这项检查所需的条件，分数待定。",
    ),
    "internal": Localized(
        en="This check could not be judged; your code is not the reason and loses nothing. Tell your instructor.",
        zh="这项检查无法判定，原因不在你的代码。没有扣分；请告诉你的老师。",
    ),
}
"""One sentence for every status but `passed`, which needs none."""

NO_WORD = Localized(en="The judge gave no verdict on this check.", zh="评判程序没有给出这项检查的结果。")
NO_REASON = Localized(
    en="Reported as blocked, though every check that it needs passed.", zh="被报告为未运行，但它所依赖的检查都已通过。"
)

INTERNAL_REPORT = Localized(
    en="This exercise could not be graded; your work is not the reason. The score is withheld: tell your instructor.",
    zh="这道练习无法评分，原因不在你的作业。分数暂不公布；请告诉你的老师。",
)
BROKEN_SPEC = Localized(en="The exercise's spec is wrong:", zh="练习的说明文件有误：")

_HIDDEN_TITLE = Localized(en="Hidden check {number}", zh="隐藏检查 {number}")


def status_sentence(status: CheckStatus, language: Language) -> str:
    """Return the sentence for `status` in `language`; empty for a check that passed."""
    sentence = STATUS_SENTENCES.get(status)
    return sentence.get(language) if sentence else ""


def hidden_title(number: int, language: Language) -> str:
    """Return the title of the report's `number`-th check (from 1) where its own is hidden."""
    return _HIDDEN_TITLE.get(language).format(number=number)
