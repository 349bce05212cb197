"""Fixed reports of a first submission: what people see most, in both languages."""

# ruff: noqa: RUF001 - Chinese sentences use Chinese punctuation

from decimal import Decimal
from typing import Any

from grader.model.evidence import ERROR, IMPORT, Evidence, TensorFacts
from grader.model.message import Diagnosis, Message
from grader.model.report import CheckResult, Report, Summary, WrittenAnswer
from grader.model.scoring import summarize
from grader.model.text import Language
from tests.unit.model.builders import a_report

_TITLES = {
    "test_both": ("Two nets give rows of both widths", "两个网络给出两种宽度拼接的行"),
    "test_first": ("The first net comes first", "第一个网络的输出在前"),
    "test_dim": ("Concatenates along the features, also where widths are equal", "宽度相等时同样沿特征维拼接"),
    "test_grad": ("Gradients reach both nets", "梯度到达两个网络"),
    "test_long": ("Runs a hundred blocks in time", "在规定时间内运行一百个块"),
    "test_hidden": ("Takes other devices", "可用于其他设备"),
}
_EXERCISES = {
    "1.1": ("Side by side", "并排的块"),
    "1.2": ("Blocks in a row", "一串块"),
    "1.3": ("Answers in words", "文字解答"),
    "1.4": ("Left out", "未做的练习"),
}


def fixed_summary(language: Language) -> Summary:
    """Return the reports of one submission: right, wrong, raised, hidden, not importable, written, not there."""
    pick = 1 if language == "zh" else 0

    def check(name: str, status: Any, points: str | None, **more: Any) -> CheckResult:
        said = more.get("said")
        message = said.sentence(language) if said else more.pop("message", "")
        given = None if points is None else Decimal(points)
        return CheckResult(
            name=name,
            title=_TITLES[name][pick],
            status=status,
            points=given,
            max_points=Decimal(1),
            **{**more, "message": message},
        )

    def report(id_: str, *checks: CheckResult, **more: Any) -> Report:
        made = a_report(*checks, id_=id_, title=_EXERCISES[id_][pick], **more)
        return made.model_copy(update={"language": language})

    return summarize(
        [
            report("1.1", *_side_by_side(check), score="1", max_score="6"),
            report("1.2", *_not_importable(check), score="0", max_score="3"),
            _written(report("1.3", status="provisional", score=None, max_score="2", pending="2"), pick),
            report("1.4", status="ungradable", score=None, max_score="3", files=()),
        ]
    )


def _side_by_side(check: Any) -> list[CheckResult]:
    what = "Parallel(net1, net2)(X)"
    shape = Message(id="shape", facts={"what": what, "seen": (4, 3), "wanted": (2, 6)})
    joined = Evidence(
        kind="shape",
        summary=str(shape),
        said=shape,
        expected="a float32 tensor of shape (2, 6)",
        actual="a float32 tensor of shape (4, 3)",
        expected_tensor=TensorFacts(shape=(2, 6), dtype="float32"),
        actual_tensor=TensorFacts(shape=(4, 3), dtype="float32"),
        diagnosis=(Diagnosis(rule="concatenated", facts={"seen": 0, "wanted": 1}),),
    )
    numbers = Message(id="is_expected", facts={"what": "speedup(3.0, 1.5)", "seen": "0.5", "wanted": "2.0"})
    upside_down = Evidence(
        kind="close",
        summary=str(numbers),
        said=numbers,
        expected="2.0",
        actual="0.5",
        diagnosis=(Diagnosis(rule="reciprocal"),),
    )
    raised = Evidence(kind=ERROR, summary="", diagnosis=(Diagnosis(rule="no_graph"),))
    return [
        check("test_both", "passed", "1"),
        check("test_dim", "failed", "0", said=shape, evidence=joined, hint="dim=-1"),
        check("test_first", "failed", "0", said=numbers, evidence=upside_down, printed="debug: 1\ndebug: 2"),
        check(
            "test_grad",
            "error",
            "0",
            message="RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn",
            traceback="work.py, line 12, in forward\n    return torch.cat((self.net1(X).detach(), self.net2(X)), 1)",
            evidence=raised,
        ),
        check("test_long", "blocked", "0", blocked_by=("test_both", "test_grad")),
        check("test_hidden", "skipped", None, said=Message(id="lacks_cuda", facts={"needed": 2, "there": 0})),
    ]


def _not_importable(check: Any) -> list[CheckResult]:
    error = "ModuleNotFoundError: No module named 'torchvison'"
    said = Message(id="import_raised", facts={"message": error})
    evidence = Evidence(
        kind=IMPORT,
        summary=error,
        said=said,
        diagnosis=(Diagnosis(rule="import_unknown", facts={"name": "torchvison"}),),
    )
    traceback = "blocks.py, line 3, in <module>\n    import torchvison"
    return [
        check(name, "error", "0", said=said, evidence=evidence, traceback=traceback)
        for name in ("test_both", "test_first", "test_grad")
    ]


def _written(report: Report, pick: int) -> Report:
    answer = WrittenAnswer(
        name="why", title=("Why share parameters?", "为什么共享参数？")[pick], text="Because ...", max_points=Decimal(2)
    )
    return report.model_copy(update={"written": (answer,)})
