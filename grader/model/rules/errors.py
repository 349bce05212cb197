"""Rules about exceptions that the submission's own code raised."""

from typing import Final

from grader.model.catalog import N_
from grader.model.rules.rule import Rule

ERROR_RULES: Final[dict[str, Rule]] = {
    "super_init_missing": Rule(
        N_("A layer or parameter is assigned before the module is set up."),
        N_("Call `super().__init__()` first in `__init__`."),
    ),
    "not_set_up": Rule(
        N_("The object has no place for layers and parameters, which `nn.Module` makes in its `__init__`."),
        N_("Does the class derive from `nn.Module`, and call `super().__init__()` first?"),
    ),
    "matrix_sizes": Rule(
        N_("A {seen} matrix meets a {wanted} one: the inner sizes, {inner_seen} and {inner_wanted}, differ."),
        N_("Which layer gets this tensor, and how many features does it expect in the last dimension?"),
    ),
    "cat_sizes": Rule(
        N_("Tensors are concatenated along dim {dim}, but differ in another dimension: {one} and {other}."),
        N_("Only the dimension along which tensors are joined may differ. Is `dim` the one that you mean?"),
    ),
    "cat_no_tuple": Rule(
        N_("`torch.{function}` takes the tensors in one tuple or list, and got them one by one."),
        N_("Write `torch.{function}((A, B), dim=...)`."),
    ),
    "broadcast_sizes": Rule(
        N_("Two tensors do not fit element by element: dim {dim} has size {one} in one and {other} in the other."),
        N_("Are they to be joined (`torch.cat`) rather than added, or is one of them transposed?"),
    ),
    "view_sizes": Rule(
        N_("{count} elements cannot be given the shape {shape}."),
        N_("The product of the sizes must be the number of elements; -1 stands for what is left over, a whole number."),
    ),
    "inplace_shape": Rule(
        N_("A result of shape {wanted} does not fit into a tensor of shape {seen}."),
        N_("Compare the two shapes with those that the statement names."),
    ),
    "list_for_modules": Rule(
        N_("A Python list stands where a module is expected."),
        N_("Unpack it, `nn.Sequential(*layers)`, or use `nn.ModuleList`."),
    ),
    "not_a_module": Rule(
        N_("`{name}` is no module, and stands where one is expected."),
        N_("Derive a class from `nn.Module` and define `forward`."),
    ),
    "names_no_strings": Rule(
        N_("A part of a net is registered under a name that is no string, but of class {name}."),
        N_("Use a string, such as `str(position)`: PyTorch joins names to longer ones, `0.weight`."),
    ),
    "no_forward": Rule(
        N_("{name} has no `forward`, so that it cannot be called."),
        N_("Define `forward` (mind its spelling and indentation); a ModuleList is no net, nn.Sequential is one."),
    ),
    "arguments_many": Rule(
        N_("`{function}` takes {wanted} positional arguments and got {seen}; of a method, `self` counts."),
        N_("To take any number of arguments, write `*args`."),
    ),
    "arguments_missing": Rule(
        N_("`{function}` was called without {names}."), N_("Compare its signature with the statement's.")
    ),
    "arguments_unknown": Rule(
        N_("`{function}` has no argument called `{name}`."), N_("Compare its signature with the statement's.")
    ),
    "not_callable": Rule(
        N_("Something of type {name} is called like a function."),
        N_("Is a net expected where something else was returned or loaded, or is a function overwritten?"),
    ),
    "lazy": Rule(
        N_("A parameter of a lazy layer is used before it has a shape."),
        N_("It gets one when the first input runs through; `is_lazy` tells without asking for the shape."),
    ),
    "state_missing": Rule(
        N_("The state that is loaded lacks {names}."), N_("Was it saved from a net with other layers or names?")
    ),
    "state_unexpected": Rule(
        N_("The state that is loaded has {names}, which the net does not have."),
        N_("Load into a net of the same layers, or pick the entries that fit."),
    ),
    "state_renamed": Rule(
        N_("The state has other names than the net: {extra} instead of {missing}."),
        N_("Compare `net.state_dict().keys()` with the keys of the file."),
    ),
    "state_sizes": Rule(
        N_("{name} has shape {seen} in the state and {wanted} in the net."),
        N_("Was it saved from a net of other sizes?"),
    ),
    "checkpoint_class": Rule(
        N_("The file holds a pickled object of class {name}; it opens only where that class is, and is trusted."),
        N_("Save `net.state_dict()`, and numbers, strings, lists and dicts; not the objects themselves."),
    ),
    "checkpoint_pickled": Rule(
        N_("The file holds more than tensors and plain values, which `torch.load` refuses."),
        N_("Save `net.state_dict()`, and numbers, strings, lists and dicts, with `torch.save`."),
    ),
    "checkpoint_foreign": Rule(
        N_("The file is a pickle of a kind that `torch.load` does not read."),
        N_("Write it with `torch.save` and its own pickle protocol, not with `pickle`."),
    ),
    "checkpoint_module": Rule(
        N_("The file that is loaded holds objects whose classes are in `{name}`, which is not there."),
        N_("Save `net.state_dict()`, and numbers, strings, lists and dicts; not the objects themselves."),
    ),
    "meta_values": Rule(
        N_("The values of a tensor are asked for that is on the meta device and has none."),
        N_("Look for what needs a number: `.item()`, `float()`, `if`, printing, writing into another tensor."),
    ),
    "checkpoint_device": Rule(
        N_("The file has tensors of a GPU, and this machine has none."), N_("Give `map_location` to `torch.load`.")
    ),
    "cuda_missing": Rule(
        N_("Your code asks for a GPU, and this machine has none."),
        N_("Take the device from the arguments, or ask `torch.cuda.is_available()` first."),
    ),
    "pickle_local": Rule(
        N_("{name} cannot be pickled: only what is defined at the top level of a file can be."),
        N_("Move it to the top level, or do not put it into the file."),
    ),
    "no_graph": Rule(
        N_("`backward` was called on a result that depends on no parameter, as far as gradients go."),
        N_("Look for `detach`, `.data`, `.item()`, `no_grad`, and for parameters with `requires_grad=False`."),
    ),
    "leaf_in_place": Rule(
        N_("A tensor that requires gradients, a parameter or an input, is changed in place."),
        N_("Change a parameter under `with torch.no_grad():`, and an input not at all: make a new tensor."),
    ),
    "changed_in_place": Rule(
        N_("A tensor that `backward` needs was changed in place after it was used."),
        N_("Write `x = x + 1` instead of `x += 1`, or change it before it is used."),
    ),
    "backward_twice": Rule(
        N_("`backward` ran twice through the same graph, which is gone after the first time."),
        N_("Run the forward pass again for each step; do not keep results with their graph from one step to the next."),
    ),
    "backward_no_scalar": Rule(
        N_("`backward` starts from a tensor of several elements."),
        N_("Reduce the loss to one number, by `mean()` or `sum()`."),
    ),
    "devices_mixed": Rule(
        N_("Tensors of {one} and {other} meet in one operation."),
        N_("Bring the input and all of the net to one device; `.to` of a tensor returns a new one."),
    ),
    "dtypes_mixed": Rule(
        N_("Tensors of dtype {one} and {other} meet in one operation."),
        N_("Create tensors with the dtype of the input or the weights."),
    ),
    "numpy_with_gradient": Rule(
        N_("A tensor that records gradients is turned into an array."), N_("Use `.detach()` before it.")
    ),
    "optimizer_empty": Rule(
        N_("The optimizer got no parameters."),
        N_("Are the layers in a plain list or dict, where `parameters()` does not find them?"),
    ),
    "optimizer_no_leaf": Rule(
        N_("The optimizer got a tensor that was computed, not a parameter."), N_("Hand over `net.parameters()`.")
    ),
    "copy_no_leaf": Rule(
        N_("A tensor that was computed, with its graph, cannot be deep-copied."), N_("Use `.detach().clone()`.")
    ),
    "index_range": Rule(
        N_("Index {index} is outside of a dimension of size {size}."), N_("Indices go from 0 to the size minus 1.")
    ),
    "dim_range": Rule(
        N_("There is no dim {dim}: the tensor has {count} dimensions."), N_("Print the shape before this line.")
    ),
    "list_range": Rule(
        N_("An index lies outside of the list or tuple."), N_("Indices go from 0 to the length minus 1.")
    ),
    "batch_of_one": Rule(
        N_("Batch norm in training mode needs more than one example."), N_("Call `net.eval()` before single examples.")
    ),
    "no_single_number": Rule(
        N_("A tensor of {count} elements is turned into one number."), N_("Pick one element, or reduce it first.")
    ),
    "truth_of_tensor": Rule(
        N_("The truth of a tensor with several elements is asked for."), N_("Use `.any()`, `.all()` or `torch.equal`.")
    ),
    "own_assertion": Rule(
        N_("An `assert` in your own code does not hold."),
        N_("Does it ask for something that the statement does not promise?"),
    ),
    "not_written": Rule(N_("This part is not written yet."), N_("Replace `raise NotImplementedError` by your code.")),
    "name_unknown": Rule(
        N_("`{name}` is not defined where it is used."),
        N_("Is it misspelled, imported, or defined in another function?"),
    ),
    "local_unset": Rule(
        N_("`{name}` is read before it has a value in this function."),
        N_("Give it a value on every path before this line."),
    ),
    "attribute_unknown": Rule(
        N_("An object of class {kind} has no attribute `{name}`."),
        N_("Is it misspelled, or never assigned in `__init__`?"),
    ),
    "import_unknown": Rule(
        N_("There is no module `{name}` for a submission."),
        N_("Use what the statement names: torch and the standard library."),
    ),
    "syntax": Rule(N_("Python cannot read the file."), N_("Look at that line and the end of the one before it.")),
    "syntax_text": Rule(
        N_("A text is evaluated while the program runs, and it is no Python."),
        N_("Print that text before this line. If it holds plain values, `float`, `int` or `json` reads them."),
    ),
    "indentation": Rule(N_("The indentation is not right."), N_("Use four spaces a level, and no tabs.")),
    "recursion": Rule(
        N_("A function calls itself without end."), N_("What ends the recursion? Does a property read itself?")
    ),
    "key_unknown": Rule(N_("There is no key {name}."), N_("Which keys are there? Print them before this line.")),
    "division_by_zero": Rule(N_("A number is divided by zero."), N_("Which inputs make the divisor zero?")),
    "file_missing": Rule(N_("There is no file {name}."), N_("Is it written before, and under the same name?")),
}
