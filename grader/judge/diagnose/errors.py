"""Rules about exceptions of the submission's own code, by class and text.

The texts are those of torch 2.6 to 2.13 and Python 3.11 to 3.14; a text that no
pattern takes has no diagnosis. A submission can raise an exception with any text,
which gives it a diagnosis of its own choice and nothing else.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from grader.judge.diagnose.names import listed
from grader.model.clean import clean
from grader.model.message import Diagnosis, Fact
from grader.sandbox.faults import StudentError

_TEXT: Final = 200
_HEAD: Final = 20_000
_INTEGER: Final = re.compile(r"-?\d{1,19}")
"""A size as torch has them; a submission can write a longer number, and that is no more than text."""

Facts = Callable[[re.Match[str]], dict[str, Fact]]


class _Pattern(NamedTuple):
    """A rule and the text by which it is known; `kinds` are names of exception classes, any of them where empty."""

    rule: str
    text: re.Pattern[str]
    kinds: frozenset[str] = frozenset()


def diagnose_error(error: StudentError) -> tuple[Diagnosis, ...]:
    """Return what an exception of the submission means; empty where no rule knows it."""
    message = error.message[:_HEAD]
    if "Error(s) in loading state_dict for" in message:
        return _state(message)
    line = error.frames[-1].text if error.frames else ""
    for pattern in _PATTERNS:
        if pattern.kinds and not pattern.kinds & set(error.mro):
            continue
        if found := pattern.text.search(message):
            if message.startswith("can only concatenate") and not _walks_names(error):
                continue  # texts of the submission's own
            # What unpickles imports as well: then it is the file that names the module.
            rule = "checkpoint_module" if pattern.rule == "import_unknown" and "load(" in line else pattern.rule
            return (Diagnosis(rule=rule, facts=_facts(rule, found)),)
    if error.type_name in _UNREAD:
        return _unread(error)
    own = _OWN.get(error.type_name)
    if own == "recursion" and not _repeats(error):
        return ()  # what is nested too deeply for Python, `pickle` or `copy`, or calls of torch's own
    if own in _BEGINS and not line.lstrip().startswith(_BEGINS[own]):
        return ()  # torch's own, or the exercise's
    return (Diagnosis(rule=own),) if own else ()


def _facts(rule: str, found: re.Match[str]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {
        name: int(text) if name in _NUMBERS and _INTEGER.fullmatch(text) else clean(text, _TEXT)
        for name, text in found.groupdict().items()
        if text is not None
    }
    if rule == "matrix_sizes":
        seen, wanted = (tuple(map(int, str(facts[name]).split("x"))) for name in ("seen", "wanted"))
        return {"seen": seen, "wanted": wanted, "inner_seen": seen[-1], "inner_wanted": wanted[0]}
    return facts


def _state(message: str) -> tuple[Diagnosis, ...]:
    """Read what `load_state_dict` lists: sizes, then names that are missing or that nobody asked for."""
    if sizes := _STATE_SIZES.search(message):
        facts: dict[str, Fact] = {
            "name": f"`{clean(sizes['name'], _TEXT)}`",
            "seen": _shape(sizes["seen"]),
            "wanted": _shape(sizes["wanted"]),
        }
        return (Diagnosis(rule="state_sizes", facts=facts),)
    missing, extra = (
        re.findall(r'"([^"]*)"', found[1]) if (found := pattern.search(message)) else []
        for pattern in (_STATE_MISSING, _STATE_EXTRA)
    )
    told: dict[str, Fact] = {"missing": listed(missing), "extra": listed(extra)}
    if missing and extra:
        return (Diagnosis(rule="state_renamed", facts=told),)
    if missing or extra:
        rule, names = ("state_missing", missing) if missing else ("state_unexpected", extra)
        return (Diagnosis(rule=rule, facts={"names": listed(names)}),)
    return ()


def _unread(error: StudentError) -> tuple[Diagnosis, ...]:
    """Tell a file that Python cannot read from a text that a file which it has read hands to it."""
    last = error.frames[-1] if error.frames else None
    place = _PLACE.search(error.message[-_TEXT:])
    if last is None:
        own = error.loading and not (place and place["file"].startswith("<"))
    else:
        # The student process puts the place in a file that could not be parsed behind the lines that ran.
        where = (last.file.rpartition("/")[2], str(last.line), last.function)
        own = place is not None and where == (place["file"], place["line"] or "0", "<module>")
    if own:
        return (Diagnosis(rule=_UNREAD[error.type_name]),)
    if (place and place["file"].startswith("<")) or (last and _EVALUATES.search(last.text)):
        return (Diagnosis(rule="syntax_text"),)
    return ()


def _walks_names(error: StudentError) -> bool:
    """Tell whether torch joins the names of a net's parts, and no line of the submission's joins texts."""
    line = error.frames[-1].text if error.frames else ""
    return not error.frames or (_NAMES_WALKED.search(line) is not None and "+" not in line)


def _repeats(error: StudentError) -> bool:
    """Tell whether a function of the submission is there more than once among the calls that went too deep."""
    called = [(frame.file, frame.function) for frame in error.frames]
    return len(set(called)) < len(called)


def _shape(text: str) -> str:
    sizes = text.replace(" ", "").strip(",").split(",")
    return "()" if sizes == [""] else f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(sizes)})"


_STATE_SIZES: Final = re.compile(
    r"size mismatch for (?P<name>[^:\n]{1,200}): copying a param with shape torch\.Size\(\[(?P<seen>[\d, ]*)\]\) from "
    r"checkpoint, the shape in current model is torch\.Size\(\[(?P<wanted>[\d, ]*)\]\)"
)
_STATE_MISSING: Final = re.compile(r"Missing key\(s\) in state_dict: ([^\n]*)")
_STATE_EXTRA: Final = re.compile(r"Unexpected key\(s\) in state_dict: ([^\n]*)")

_NUMBERS: Final = frozenset({"dim", "one", "other", "count", "size", "index", "seen", "wanted"})


def _known(rule: str, text: str, *kinds: str) -> _Pattern:
    return _Pattern(rule, re.compile(text), frozenset(kinds))


_NAME: Final = r"(?P<name>[\w.<>]{1,200})"
_FUNCTION: Final = r"(?P<function>[\w.<>]{1,200})\(\)"

_PATTERNS: Final[tuple[_Pattern, ...]] = (
    _known("super_init_missing", r"cannot assign \w+ before Module\.__init__\(\) call", "AttributeError"),
    _known("not_set_up", r"object has no attribute '_(?:modules|parameters|buffers)'", "AttributeError"),
    _known(
        "matrix_sizes",
        r"mat1 and mat2 shapes cannot be multiplied \((?P<seen>\d{1,19}x\d{1,19}) and (?P<wanted>\d{1,19}x\d{1,19})\)",
    ),
    _known(
        "cat_sizes",
        r"Sizes of tensors must match except in dimension (?P<dim>\d+)\. "
        r"(?:Expected size (?P<one>\d+) but got size|Got) (?P<other>\d+)(?! and)",
    ),
    _known(
        "cat_no_tuple",
        r"(?P<function>cat|stack|hstack|vstack)\(\): argument 'tensors' \(position 1\) must be tuple of Tensors",
    ),
    _known(
        "broadcast_sizes",
        r"The size of tensor a \((?P<one>\d+)\) must match the size of tensor b \((?P<other>\d+)\) "
        r"at non-singleton dimension (?P<dim>\d+)",
    ),
    _known("view_sizes", r"shape '(?P<shape>\[[^\]']*\])' is invalid for input of size (?P<count>\d+)"),
    _known(
        "inplace_shape",
        r"output with shape (?P<seen>\[[\d, ]*\]) doesn't match the broadcast shape (?P<wanted>\[[\d, ]*\])",
    ),
    _known("names_no_strings", r"^(?:module|parameter|buffer) name should be a string\. Got " + _NAME, "TypeError"),
    _known(
        "names_no_strings",
        r"^Index given to ParameterDict cannot be used as a key as it is not a string \(type is '(?P<name>[\w.]+)'\)",
        "TypeError",
    ),
    _known("names_no_strings", r"^can only concatenate str \(not \"" + _NAME + r"\"\) to str", "TypeError"),
    _known("list_for_modules", r"^(list|tuple) is not a Module subclass", "TypeError"),
    _known("not_a_module", _NAME + r" is not a Module subclass", "TypeError"),
    _known("no_forward", r"Module \[" + _NAME + r"\] is missing the required \"forward\" function"),
    _known(
        "arguments_many",
        _FUNCTION
        + r" takes (?:from \d+ to )?(?P<wanted>\d+) positional arguments? but (?P<seen>\d+) (?:was|were) given",
        "TypeError",
    ),
    _known(
        "arguments_missing",
        _FUNCTION + r" missing \d+ required (?:positional|keyword-only) arguments?: (?P<names>[^\n]{1,200})",
        "TypeError",
    ),
    _known("arguments_unknown", _FUNCTION + r" got an unexpected keyword argument '(?P<name>\w+)'", "TypeError"),
    _known("not_callable", r"^'" + _NAME + r"' object is not callable", "TypeError"),
    _known("lazy", r"uninitialized parameter|Can't access the shape of an uninitialized|has uninitialized parameters"),
    _known("checkpoint_class", r"Unsupported global: GLOBAL " + _NAME),
    _known("checkpoint_foreign", r"Weights only load failed[\s\S]{0,2000}Unsupported operand \d+"),
    _known("checkpoint_pickled", r"Weights only load failed"),
    _known("checkpoint_device", r"Attempting to deserialize object on a? ?CUDA device"),
    _known(
        "cuda_missing",
        r"Torch not compiled with CUDA enabled|No CUDA GPUs are available|Found no NVIDIA driver|"
        r"libcudart functions unavailable",
    ),
    _known("pickle_local", r"Can't (?:pickle|get) local object:? <?(?:function )?'?" + _NAME),
    _known("pickle_local", r"Can't pickle <function " + _NAME),
    _known("meta_values", r"Cannot copy out of meta tensor|Tensor\.item\(\) cannot be called on meta tensors"),
    _known("no_graph", r"element 0 of tensors does not require grad and does not have a grad_fn"),
    _known(
        "leaf_in_place", r"a (?:view of a )?leaf Variable that requires grad is being used in an in-place operation"
    ),
    _known("changed_in_place", r"one of the variables needed for gradient computation has been modified by an inplace"),
    _known("backward_twice", r"Trying to backward through the graph a second time"),
    _known("backward_no_scalar", r"grad can be implicitly created only for scalar outputs"),
    _known(
        "devices_mixed",
        r"Expected all tensors to be on the same device, but found at least two devices, (?P<one>[\w:]+) and "
        r"(?P<other>[\w:]+)",
    ),
    _known(
        "devices_mixed",
        r"Expected all tensors to be on the same device, but got \w+ is on (?P<one>[\w:]+), different from other "
        r"tensors on (?P<other>[\w:]+)",
    ),
    _known("dtypes_mixed", r"expected scalar type (?P<one>\w+) but found (?P<other>\w+)"),
    _known("dtypes_mixed", r"must have the same dtype, but got (?P<one>\w+) and (?P<other>\w+)"),
    _known("dtypes_mixed", r"expected m1 and m2 to have the same dtype, but got: (?P<one>[\w ]+) != (?P<other>[\w ]+)"),
    _known("numpy_with_gradient", r"Can't call numpy\(\) on Tensor that requires grad"),
    _known("optimizer_empty", r"optimizer got an empty parameter list"),
    _known("optimizer_no_leaf", r"can't optimize a non-leaf Tensor"),
    _known("copy_no_leaf", r"Only Tensors created explicitly by the user .* support the deepcopy protocol"),
    _known("index_range", r"index (?P<index>-?\d+) is out of bounds for dimension \d+ with size (?P<size>\d+)"),
    _known(
        "dim_range",
        r"Dimension out of range \(expected to be in range of \[-(?P<count>\d+), \d+\], but got (?P<dim>-?\d+)\)",
    ),
    _known("list_range", r"^(?:list|tuple) index out of range", "IndexError"),
    _known("batch_of_one", r"Expected more than 1 value per channel when training"),
    _known("no_single_number", r"[Aa] Tensor with (?P<count>\d+) elements cannot be converted to Scalar"),
    _known("truth_of_tensor", r"Boolean value of Tensor with more than one value is ambiguous"),
    _known(
        "local_unset", r"cannot access local variable '(?P<name>\w+)' where it is not associated", "UnboundLocalError"
    ),
    _known("name_unknown", r"^name '(?P<name>\w+)' is not defined", "NameError"),
    _known("attribute_unknown", r"^'(?P<kind>[\w.]+)' object has no attribute '(?P<name>\w+)'", "AttributeError"),
    _known("import_unknown", r"^No module named '" + _NAME + "'", "ModuleNotFoundError"),
    _known("file_missing", r"No such file or directory: (?P<name>'[^']{1,150}')", "FileNotFoundError"),
    _known("key_unknown", r"^(?P<name>'[^']{1,150}'|-?\d{1,20})$", "KeyError"),
)
"""Tried in this order; the first that fits speaks."""

_BEGINS: Final = {"own_assertion": "assert", "not_written": "raise"}
"""How a line of the submission begins that raises such an exception itself."""

_UNREAD: Final = {"SyntaxError": "syntax", "IndentationError": "indentation", "TabError": "indentation"}
"""What Python cannot read, where it is a file of the submission."""

_PLACE: Final = re.compile(r"\((?P<file>[^()\n]{1,200}?)(?:, line (?P<line>\d{1,9}))?\)$")
"""How Python ends such a message: with the last part of the file's name."""

_NAMES_WALKED: Final = re.compile(
    r"\b(?:load_state_dict|state_dict|(?:named_)?(?:parameters|modules|buffers)|zero_grad|repr|print|str)\s*\("
)
"""What asks a net for the names of all its parts."""

_EVALUATES: Final = re.compile(r"\b(?:eval|exec|compile|literal_eval|parse)\s*\(")

_OWN: Final = {
    "AssertionError": "own_assertion",
    "NotImplementedError": "not_written",
    "RecursionError": "recursion",
    "ZeroDivisionError": "division_by_zero",
}
"""Classes that say it all, for what no pattern takes."""
