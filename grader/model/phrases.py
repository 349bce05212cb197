"""The sentences of comparisons and verdicts: a stable id and its English, for the catalogs.

A placeholder is a fact of the message; `{what}` is the name that a check gives
to the value, and stays in the language in which the check's author wrote it.
"""

from typing import Final

from grader.model.catalog import N_

PHRASES: Final[dict[str, str]] = {
    # what a value is, as part of a sentence
    "object_of_class": N_("an object of class {name}"),
    "a_kind": N_("a {name}"),
    "an_kind": N_("an {name}"),
    "none": "None",
    "tensor_of": N_("a {dtype} tensor of shape {shape}"),
    "tensor_on": N_("a {dtype} tensor of shape {shape} on {device}"),
    "tensor_values": N_("{tensor}: {values}"),
    "uninitialized": N_("an uninitialized parameter"),
    "dict_with_keys": N_("a dict with the keys {keys}"),
    "sequence_of": N_("a {kind} of {count} elements"),
    "too_long": N_("{kind}, too long to be shown"),
    # comparisons
    "the_result": N_("the result"),
    "the_prediction": N_("the prediction"),
    "the_two_tensors": N_("the two tensors"),
    "place": N_("{what}, at {where},"),
    "is_expected": N_("{what} is {seen}, expected {wanted}"),
    "differs": N_("{what} differs: {seen}, expected {wanted}"),
    "differs_at": N_("{what} differs at {index}: {seen}, expected {wanted}"),
    "differs_elements": N_(
        "{what} differs at {index}: {seen}, expected {wanted} ({count} of {total} elements differ, the largest error "
        "is {error})"
    ),
    "no_values_meta": N_("{what} has no values yet: it is on the meta device"),
    "no_values_lazy": N_("{what} has no values yet: it is uninitialized"),
    "no_shape_lazy": N_("{what} has no shape yet: it is uninitialized"),
    "shape": N_("{what} has shape {seen}, expected {wanted}"),
    "dtype": N_("{what} has dtype {seen}, expected {wanted}"),
    "device": N_("{what} is on {seen}, expected on {wanted}"),
    "length": N_("{what} has {seen} elements, expected {wanted}"),
    "lacks": N_("{what} lacks {missing}"),
    "has_besides": N_("{what} has {extra} besides"),
    "lacks_and_has": N_("{what} lacks {missing} and has {extra} besides"),
    "has_nan": N_("{what} has NaN in it"),
    "not_finite": N_("{what} has NaN or infinity in it, and so has what it is compared with"),
    "should_differ": N_("{what} equals what it is compared with, it should differ"),
    "copies": N_("{what} do not share memory: one is a copy of the other"),
    "two_parameters": N_("{what} share memory, but are two parameters"),
    "shares": N_("{what} share memory: a change of one changes the other"),
    "no_gradient": N_("{what}: no gradient for {names}"),
    "unregistered": N_("{what} does not register {names}"),
    "registers_besides": N_("{what} registers {names} besides"),
    "or": N_("{one} or {other}"),
    "raised_other": N_("expected {wanted}, but {seen} was raised: {message}"),
    "raised_message": N_("{wanted} was raised, but with another message: {message}"),
    "raised_nothing": N_("expected {wanted} to be raised, but nothing was"),
    "prediction_wrong": N_("the prediction is wrong for {names}: {count} of {total}"),
    "prediction_kind": N_("the prediction is {seen}, expected {wanted}"),
    # verdicts
    "import_raised": N_("your file cannot be imported: {message}"),
    "import_ended": N_("while your file was imported: {message}"),
    "not_defined": N_("{file} does not define `{name}`"),
    "not_at_top_level": N_("{file} does not define `{name}` at its top level"),
    "literal_return": N_(
        "{file}, line {line}: `{name}` must consist of one `return` with a literal, so that it can be read without "
        "running it"
    ),
    "literal_value": N_(
        "{file}, line {line}: `{name}` must be a literal: numbers, strings, True, False, None, and lists, tuples or "
        "dicts of these; no names, calls or arithmetic"
    ),
    "unreadable_python": N_("{file} cannot be read as Python: {reason}"),
    "calls_no_function": N_(
        "the check calls a name that your file defines as a {kind}; a function or a class is expected"
    ),
    "cannot_use": N_("the check cannot use what your code answered: {error}"),
    "assertion": N_("the check's assertion does not hold"),
    "no_end": N_("the check could not come to an end with what your code answered"),
    "given_up": N_("not run: what your code answered had already ended {times} checks"),
    "cases": N_("{message} ({passed} of {total} cases hold, not {lost})"),
    "memory": N_("your code needed more than the {most} of memory that a check may use"),
    "cpu": N_("your code used more than the {seconds:g} seconds of CPU time that a check may use"),
    "disk": N_("your code wrote more than {most} or {entries} files into its folder, or hid what is in it"),
    "large_file": N_("your code wrote a file of more than {most}"),
    "exited": N_("your code ended the process (exit status {status}) instead of returning; nothing after that was run"),
    "forbidden": N_("your code asked the system for something that a submission may not do"),
    "died_segmentation": N_(
        "the process of your code died: it accessed memory that is not its own (segmentation fault)"
    ),
    "died_bus": N_("the process of your code died: it accessed memory that is not there (bus error)"),
    "died_arithmetic": N_("the process of your code died: an arithmetic fault"),
    "died_instruction": N_("the process of your code died: an illegal instruction"),
    "died_aborted": N_("the process of your code died: it aborted"),
    "died_terminated": N_("the process of your code died: it terminated itself"),
    "died_signal": N_("the process of your code died: signal {number}"),
    "interfered": N_("your code interfered with the grader's connection to its process"),
    "slept": N_("your code slept or waited for more than {seconds:g} seconds"),
    "no_answer": N_("your code had not answered after {seconds:g} seconds"),
    "files_closed": N_("your code left more than {count} files and folders, or closed ones"),
    "files_large": N_("your code left more than {count} files or {bytes} bytes"),
    "lacks_cuda": N_("needs CUDA devices: {needed}; this machine has {there}; the points are pending"),
}
