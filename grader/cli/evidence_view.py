"""Everything that a report knows of one check, at full length."""

from collections.abc import Iterator

from grader.model.clean import clean, clean_line
from grader.model.evidence import ERROR, IMPORT, Evidence, TensorFacts
from grader.model.report import CheckResult
from grader.model.text import Language
from grader.render import words

_RAISED = {ERROR, IMPORT}


def full_length(check: CheckResult, language: Language) -> str:
    """Return the check's result as lines, nothing cut that the report holds."""
    return "\n".join(_lines(check, language))


def _lines(check: CheckResult, language: Language) -> Iterator[str]:
    points = words.out_of(check.points, check.max_points)
    yield f"{words.status_label(check.status, language)}  {points}  {clean_line(check.title)}"
    if check.message:
        yield from _indented(check.message_in(language))
    if check.traceback:
        yield ""
        yield from _indented(check.traceback)
    if check.evidence is not None:
        yield ""
        yield from _evidence(check.evidence, language)
    if check.printed:
        yield ""
        yield f"  {words.PRINTED.get(language)}"
        yield from _indented(check.printed, 4)
    if check.hint:
        yield ""
        yield f"  {words.HINT.get(language).format(hint=clean_line(check.hint))}"
    for incident in check.incidents:
        yield f"  ! {clean_line(incident)}"
    if check.seconds is not None and check.seed is not None:
        yield ""
        yield f"  {words.REPEAT.get(language).format(seed=check.seed, seconds=check.seconds)}"


def _evidence(evidence: Evidence, language: Language) -> Iterator[str]:
    place = f" at {clean_line(evidence.where)}" if evidence.where else ""
    index = f", first at {list(evidence.index)}" if evidence.index is not None else ""
    if evidence.kind not in _RAISED:  # then the traceback has said it
        yield f"  {evidence.kind}{place}{index}"
    facts = []
    if evidence.mismatched is not None and evidence.total is not None:
        facts.append(f"{evidence.mismatched} of {evidence.total} elements differ")
    if evidence.max_error is not None:
        facts.append(f"the largest difference is {evidence.max_error:g}")
    if facts:
        yield f"  {', '.join(facts)}"
    yield from _sides(evidence, language)
    for diagnosis in evidence.diagnosis:
        yield f"  → {clean_line(diagnosis.sentence(language), 2_000)}"
        if advice := clean_line(diagnosis.advice(language), 2_000):
            yield f"    {advice}"


def _sides(evidence: Evidence, language: Language) -> Iterator[str]:
    """Yield what was expected and what came."""
    sides = (
        (words.EXPECTED, evidence.expected, evidence.expected_tensor),
        (words.GOT, evidence.actual, evidence.actual_tensor),
    )
    for label, value, tensor in sides:
        if value or tensor is not None:
            yield f"  {label.get(language)}"
            if tensor is not None:
                yield f"    {_tensor(tensor)}"
            yield from _indented(tensor.values if tensor is not None and tensor.values else value, 4)


def _tensor(facts: TensorFacts) -> str:
    grad = ", requires_grad" if facts.requires_grad else ""
    return f"shape {facts.shape}, {facts.dtype}, {facts.device}{grad}"


def _indented(text: str, columns: int = 2) -> Iterator[str]:
    for line in clean(text).splitlines():
        yield f"{' ' * columns}{line}"
