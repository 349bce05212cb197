"""The words of reports as people read them, in the course's languages."""

# ruff: noqa: RUF001 - Chinese sentences use Chinese punctuation

from decimal import Decimal

from grader.model.outcome import CheckStatus
from grader.model.points import plain
from grader.model.report import ReportStatus
from grader.model.text import Language, Localized

STATUS_WORDS: dict[CheckStatus, Localized] = {
    "passed": Localized(en="passed", zh="通过"),
    "failed": Localized(en="failed", zh="未通过"),
    "error": Localized(en="error", zh="出错"),
    "timeout": Localized(en="too slow", zh="超时"),
    "memory": Localized(en="memory", zh="内存超限"),
    "crashed": Localized(en="crashed", zh="崩溃"),
    "blocked": Localized(en="not run", zh="未运行"),
    "skipped": Localized(en="pending", zh="待定"),
    "internal": Localized(en="internal", zh="内部错误"),
}
DASH = "–"
STATUS_MARKS: dict[CheckStatus, str] = {
    "passed": "✓",
    "blocked": DASH,
    "skipped": "…",
    "internal": "!",
}
OTHER_MARK = "✗"

REPORT_WORDS: dict[ReportStatus, Localized] = {
    "provisional": Localized(en="provisional", zh="暂定"),
    "ungradable": Localized(en="not graded", zh="未评分"),
    "internal": Localized(en="score withheld", zh="分数暂不公布"),
}

FOR_A_PERSON = Localized(en="for a person to read: {title}, {length}", zh="由人批阅：{title}，{length}")
CHARACTERS = Localized(en="{count} characters", zh="{count} 个字符")
NO_TEXT = Localized(en="no text", zh="没有内容")
TOTAL = Localized(en="Total", zh="总分")
HINT = Localized(en="Hint: {hint}", zh="提示：{hint}")
EXPECTED = Localized(en="expected", zh="期望")
GOT = Localized(en="got", zh="得到")
BETWEEN = Localized(en=", ", zh="、")
PRINTED = Localized(en="printed:", zh="输出：")
WAITS_FOR = Localized(en="Needs first: {names}", zh="需要先通过：{names}")
NOT_HANDED_IN = Localized(en="Not handed in", zh="未提交")
CHECKS_PASS = Localized(en="{passed} of {total} checks pass", zh="{total} 项检查中有 {passed} 项通过")
PENDING = Localized(en="{points} pending", zh="{points} 分待定")
GRADED_HERE = Localized(en="Graded on this machine, isolation: {isolation}.", zh="在本机评分，隔离方式：{isolation}。")
ATTEMPT = Localized(en="Attempt {number}.", zh="第 {number} 次提交。")
REPEAT = Localized(en="seed {seed}, {seconds:.2f} s", zh="种子 {seed}，{seconds:.2f} 秒")
MORE = Localized(en="… {count} more lines", zh="…… 还有 {count} 行")


def out_of(points: Decimal | None, most: Decimal) -> str:
    """Write earned and possible points: `2.5 / 3`; a dash where there is no verdict."""
    return f"{plain(points) if points is not None else DASH} / {plain(most)}"


def status_label(status: CheckStatus, language: Language) -> str:
    """Return a status as mark and word: readable without color, and the word without the mark."""
    return f"{STATUS_MARKS.get(status, OTHER_MARK)} {STATUS_WORDS[status].get(language)}"
