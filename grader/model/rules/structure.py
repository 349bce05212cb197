"""Rules about what holds values: kinds, names, sharing, gradients, modes, files."""

from typing import Final

from grader.model.catalog import N_
from grader.model.rules.rule import Rule

STRUCTURE_RULES: Final[dict[str, Rule]] = {
    "none_came": Rule(
        N_("None came, where {wanted} is expected."),
        N_(
            "A function that ends without `return` gives None; so does a gradient that nobody computed or that was "
            "cleared."
        ),
    ),
    "tensor_for_number": Rule(
        N_("A tensor came, where a Python number is expected."),
        N_("`.item()` makes a number of a tensor with one element."),
    ),
    "number_for_tensor": Rule(
        N_("A Python number came, where a tensor is expected."), N_("Leave out `.item()` and `float()`.")
    ),
    "kind": Rule(N_("What came is {seen}; {wanted} is expected."), N_("Look at what your `return` gives back.")),
    "length": Rule(N_("{seen} elements came, {wanted} are expected."), N_("What decides how many elements there are?")),
    "keys_missing": Rule(N_("Not there: {names}."), N_("Compare the names with those that the statement lists.")),
    "keys_unexpected": Rule(N_("Nobody asked for: {names}."), N_("Leave out what the statement does not name.")),
    "keys_both": Rule(
        N_("Not there: {missing}. Nobody asked for: {extra}."),
        N_("Is a name spelled differently than in the statement?"),
    ),
    "keys_prefixed": Rule(
        N_("All names begin with `{prefix}`, which is one level too many."),
        N_("A module is wrapped in another one: put the layers themselves in, not a net that holds them."),
    ),
    "keys_unprefixed": Rule(
        N_("All names lack their beginning, `{prefix}`: there is one level too few."),
        N_("Is a part of the net used where the whole net is meant?"),
    ),
    "keys_nested": Rule(
        N_("`{seen}` came, where `{wanted}` is expected: one level too deep."),
        N_("A module is wrapped in another one: put the layers themselves in, not a net that holds them."),
    ),
    "keys_reordered": Rule(
        N_("The names are right, but in another order."), N_("Which order does the statement ask for?")
    ),
    "buffers_missing": Rule(
        N_("The buffers are missing: {names}."),
        N_("`parameters()` does not know them; `state_dict()` has parameters and buffers."),
    ),
    "unregistered_list": Rule(
        N_("{names} are in a Python list, `{holder}`, where PyTorch does not look for them."),
        N_("Use `nn.ModuleList` or `nn.ParameterList`, or assign each of them to an attribute."),
    ),
    "unregistered_dict": Rule(
        N_("{names} are in a Python dict, `{holder}`, where PyTorch does not look for them."),
        N_("Use `nn.ModuleDict` or `nn.ParameterDict`."),
    ),
    "unregistered_tensor": Rule(
        N_("`{holder}` is a plain tensor, which PyTorch neither saves nor moves nor trains."),
        N_("Wrap it in `nn.Parameter` if it is to be learned, else hand it to `register_buffer`."),
    ),
    "unregistered_buffer": Rule(
        N_("`{holder}` is a parameter, where a buffer is expected: an optimizer would change it."),
        N_("Use `register_buffer`."),
    ),
    "copied": Rule(
        N_("They are copies of each other, where one tensor should be in both places."),
        N_("Use the same module or parameter twice; `clone`, `deepcopy` and a new layer make copies."),
    ),
    "shared": Rule(
        N_("They are one tensor in the same memory, where each should have its own."),
        N_("Make a copy with `clone` or `copy.deepcopy`."),
    ),
    "data_tie": Rule(
        N_("They share their values, but are two parameters with two gradients: tied by `.data`."),
        N_("Assign the module or the parameter itself, not its `.data`."),
    ),
    "gradient_missing": Rule(
        N_("{names}: no gradient."),
        N_("Was it detached (`detach`, `.data`, `.item()`, `no_grad`), or not used for the result?"),
    ),
    "gradient_frozen": Rule(
        N_("{names}: `requires_grad` is False."),
        N_("Only what requires gradients can learn; was it frozen or made of data?"),
    ),
    "gradient_not_frozen": Rule(
        N_("{names}: `requires_grad` is True, where it should be frozen."), N_("Set `requires_grad_(False)`.")
    ),
    "gradient_zero": Rule(
        N_("{names}: all gradients are zero."), N_("Was `zero_grad` called before the gradients were read?")
    ),
    "gradient_batch": Rule(
        N_("The gradients are {count} times what is expected, and {count} is the number of examples."),
        N_("The loss is summed over the batch; average it, or leave out a second factor."),
    ),
    "gradient_averaged": Rule(
        N_("The gradients are what is expected, divided by {count}, the number of examples."),
        N_("The loss is averaged over the batch, or averaged twice."),
    ),
    "gradient_accumulated": Rule(
        N_("The gradients of an earlier step are still in there."),
        N_("`backward` adds to what is there: call `zero_grad` before it, once a step."),
    ),
    "gradient_multiple": Rule(
        N_("The gradients are {count} times what is expected, as after calling `backward` {count} times."),
        N_("`backward` adds to what is there: call `zero_grad` before it, once a step."),
    ),
    "train_mode": Rule(
        N_("It is what the net gives in training mode, where evaluation mode is expected."),
        N_("Call `net.eval()` before; dropout and batch norm behave otherwise in training."),
    ),
    "eval_mode": Rule(
        N_("It is what the net gives in evaluation mode, where training mode is expected."),
        N_("Call `net.train()` again afterwards."),
    ),
    "unsynchronized": Rule(
        N_("The clock was read before the device was done: only the launch was timed."),
        N_("A GPU works on while Python goes on: synchronize before each reading of the clock."),
    ),
    "clock_not_used": Rule(
        N_("The time is not from the clock that your function was given."), N_("Call the `clock` from the arguments.")
    ),
    "not_called": Rule(
        N_("The function that was handed over was never called."), N_("Call it by its name in the arguments.")
    ),
    "no_pair": Rule(N_("One value came, where a pair is expected."), N_("`return a, b` gives a pair.")),
    "not_random": Rule(
        N_("The two are equal, where chance should make them differ."), N_("Is a seed fixed somewhere?")
    ),
    "random": Rule(
        N_("The same input gave another answer the second time."),
        N_("Is something drawn at random or made anew in `forward`?"),
    ),
    "name_missing": Rule(
        N_("`{file}` has no `{name}` at its top level."),
        N_("Is it spelled as in the statement, and not inside of something?"),
    ),
    "literal_return": Rule(
        N_("`{name}` does something besides returning a literal."),
        N_("Write one `return` with the values that you predict; it is read, never run."),
    ),
    "literal_value": Rule(
        N_("`{name}` holds names, calls or arithmetic."), N_("Write down the values themselves; it is read, never run.")
    ),
    "value_kind": Rule(
        N_("The value of {key} is {seen}; {wanted} is expected."), N_("Which kinds of value does the statement list?")
    ),
}
