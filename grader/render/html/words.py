"""The words of the HTML pages, in the course's languages."""

# ruff: noqa: RUF001 - Chinese sentences use Chinese punctuation

from typing import Final

from grader.model.text import Language, Localized

WORDS: Final[dict[str, Localized]] = {
    "report": Localized(en="Report", zh="评分报告"),
    "class_report": Localized(en="Class report", zh="班级报告"),
    "for_student": Localized(en="Student’s view", zh="学生视图"),
    "for_instructor": Localized(en="Instructor’s view: do not hand out", zh="教师视图：请勿外传"),
    "skip": Localized(en="Skip to the results", zh="跳到结果"),
    "score": Localized(en="Score", zh="得分"),
    "points": Localized(en="Points", zh="分数"),
    "attempt": Localized(en="attempt {number}", zh="第 {number} 次提交"),
    "exercise": Localized(en="Exercise", zh="练习"),
    "exercises": Localized(en="Exercises", zh="练习"),
    "checks": Localized(en="Checks", zh="检查"),
    "check": Localized(en="Check", zh="检查"),
    "pass_of": Localized(en="{passed} of {total} checks pass", zh="{total} 项检查中有 {passed} 项通过"),
    "pending_points": Localized(en="{points} points pending", zh="{points} 分待定"),
    "start_with": Localized(en="Start with", zh="先看这一项"),
    "looks_like": Localized(en="What it looks like", zh="看起来是"),
    "try_next": Localized(en="Try next", zh="下一步"),
    "needs_first": Localized(en="Needs first:", zh="需要先通过："),
    "same_as": Localized(en="The same as in", zh="原因同"),
    "expected": Localized(en="Expected", zh="期望"),
    "got": Localized(en="Got", zh="得到"),
    "values": Localized(en="Values", zh="数值"),
    "where": Localized(en="Where it happened", zh="出错的位置"),
    "printed": Localized(en="What it printed", zh="程序的输出"),
    "not_handed_in": Localized(en="Not handed in", zh="未提交"),
    "written": Localized(en="For a person to read", zh="由人批阅"),
    "no_text": Localized(en="no text", zh="没有内容"),
    "incident": Localized(en="Incident", zh="异常行为"),
    "students_see": Localized(en="students see", zh="学生可见"),
    "show_hint": Localized(en="title and hint", zh="标题和提示"),
    "show_name": Localized(en="the title", zh="标题"),
    "show_nothing": Localized(en="the verdict alone", zh="只有结果"),
    "visible_check": Localized(en="check that students may read", zh="学生可以阅读的检查"),
    "seed": Localized(en="seed", zh="种子"),
    "environment": Localized(en="How it was graded", zh="评分环境"),
    "graded_on": Localized(en="Graded", zh="评分时间"),
    "version": Localized(en="Grader", zh="评分器"),
    "isolation": Localized(en="Isolation", zh="隔离方式"),
    "platform": Localized(en="Platform", zh="平台"),
    "by_course": Localized(en="by the course", zh="由课程评分"),
    "by_self": Localized(en="on a machine of one’s own", zh="在自己的机器上评分"),
    "authority": Localized(en="Authority", zh="评分者"),
    "files": Localized(en="Files", zh="文件"),
    "learner": Localized(en="Learner", zh="学生"),
    "learners": Localized(en="learners", zh="名学生"),
    "graded": Localized(en="fully graded", zh="已全部评分"),
    "median": Localized(en="median score", zh="得分中位数"),
    "middle_half": Localized(en="middle half", zh="中间一半"),
    "provisional": Localized(en="with points pending", zh="有待定分数"),
    "internal": Localized(en="withheld", zh="分数暂不公布"),
    "ungradable": Localized(en="not graded", zh="未评分"),
    "attention": Localized(en="Needs your attention", zh="需要处理"),
    "nothing_open": Localized(
        en="Every submission was graded and nothing is pending.", zh="所有提交都已评分，没有待定分数。"
    ),
    "unfinished": Localized(
        en="The batch has not come to its end: these are the reports that there are so far.",
        zh="批量评分尚未完成：这里只有目前已有的报告。",
    ),
    "versions": Localized(
        en="{exercise} was graded in {count} versions; `grade batch` again makes them one.",
        zh="{exercise} 的评分用了 {count} 个版本；重新运行 grade batch 即可统一。",
    ),
    "open_skipped": Localized(en="Pending", zh="待定"),
    "open_internal": Localized(en="Could not be judged", zh="无法判定"),
    "open_written": Localized(en="For a person to read", zh="由人批阅"),
    "open_ungradable": Localized(en="Not graded", zh="未评分"),
    "open_incident": Localized(en="Incident", zh="异常行为"),
    "what": Localized(en="What", zh="内容"),
    "who": Localized(en="Who", zh="涉及的学生"),
    "everybody": Localized(en="everybody ({count})", zh="所有人（{count}）"),
    "distribution": Localized(en="Distribution of scores", zh="得分分布"),
    "distribution_desc": Localized(
        en="Number of learners in each tenth of the maximum: {bins}.", zh="每个十分之一得分区间的学生人数：{bins}。"
    ),
    "range": Localized(en="Score", zh="得分区间"),
    "count": Localized(en="Learners", zh="人数"),
    "as_table": Localized(en="The same as a table", zh="以表格显示"),
    "handed_in": Localized(en="Handed in", zh="已提交"),
    "mean": Localized(en="Mean score", zh="平均得分"),
    "passed": Localized(en="Passed", zh="通过"),
    "pass_rate": Localized(en="Pass rate", zh="通过率"),
    "hardest": Localized(en="Hardest check", zh="最难的检查"),
    "mistakes": Localized(en="What learners were told most often", zh="最常见的反馈"),
    "mistakes_lead": Localized(
        en="Diagnoses, and messages where there is no diagnosis. Numbers may differ from learner to learner.",
        zh="诊断结果；没有诊断时为错误信息。其中的数字因人而异。",
    ),
    "diagnosis": Localized(en="diagnosis", zh="诊断"),
    "message": Localized(en="message", zh="信息"),
    "more_of_these": Localized(en="{count} more, each told to fewer learners", zh="另有 {count} 条，涉及的学生更少"),
    "no_mistakes": Localized(en="Nobody lost a check.", zh="没有人失分。"),
    "check_by_check": Localized(en="Check by check", zh="逐项检查"),
    "heat": Localized(en="Learners and checks", zh="学生与检查"),
    "heat_lead": Localized(
        en="A row for each learner, a column for each check, numbered as above.",
        zh="每行一名学生，每列一项检查，编号同上。",
    ),
    "legend": Localized(en="Legend", zh="图例"),
    "partly": Localized(en="partly", zh="部分得分"),
    "absent": Localized(en="not handed in", zh="未提交"),
    "time": Localized(en="Time per check", zh="每项检查的时间"),
    "time_lead": Localized(
        en="The checks with the longest median. Every check’s times are in the tables above.",
        zh="中位时间最长的检查。所有检查的时间见上面的表格。",
    ),
    "time_desc": Localized(en="Median and longest time in seconds: {bars}.", zh="中位时间与最长时间（秒）：{bars}。"),
    "median_time": Localized(en="Median", zh="中位时间"),
    "slowest_time": Localized(en="Longest", zh="最长时间"),
    "seconds": Localized(en="{value} s", zh="{value} 秒"),
    "scroll": Localized(en="{name}: scrolls sideways", zh="{name}：可横向滚动"),
    "list_comma": Localized(en=", ", zh="、"),
}
"""Every word of a page by the name that templates use."""


def words(language: Language) -> dict[str, str]:
    """Return every word in one language."""
    return {name: word.get(language) for name, word in WORDS.items()}
