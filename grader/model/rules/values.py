"""Rules about values: a tensor or number that came, beside the one that is expected."""

from typing import Final

from grader.model.catalog import N_
from grader.model.rules.rule import Rule

VALUE_RULES: Final[dict[str, Rule]] = {
    "dtype_created": Rule(
        N_("The values are right, but their dtype is {seen}, not {wanted}."),
        N_(
            "A tensor that is created inside has a dtype of its own: create it with the dtype of the input or the "
            "weights."
        ),
    ),
    "dtype": Rule(
        N_("The dtype is {seen}, expected {wanted}."),
        N_("Look for the place where a tensor is created or converted."),
    ),
    "device": Rule(
        N_("The tensor is on {seen}, expected on {wanted}."),
        N_("`.to(device)` of a tensor returns a new one; use what it returns."),
    ),
    "not_finite": Rule(
        N_("{name} came where a finite number is expected; the first one is at {index}."),
        N_(
            "Look for a division by zero, for the logarithm or root of a number that is not positive, and for "
            "numbers that overflow."
        ),
    ),
    "not_finite_number": Rule(
        N_("{name} came where a finite number is expected."),
        N_(
            "Look for a division by zero, for the logarithm or root of a number that is not positive, and for "
            "numbers that overflow."
        ),
    ),
    "transposed": Rule(
        N_("It is the transpose of what is expected."), N_("Swap the two dimensions, where the matrix is made or used.")
    ),
    "permuted": Rule(
        N_("The dimensions are in another order: it is `permute{order}` of what is expected."),
        N_("Compare the shape after each step with the one that you have in mind."),
    ),
    "flipped": Rule(N_("It is what is expected, flipped along dim {dim}."), N_("Which end does your code start from?")),
    "shifted": Rule(
        N_("The same values came, shifted by {by} along dim {dim}."),
        N_("Are two parts joined in the wrong order, or is an index off?"),
    ),
    "reordered": Rule(N_("The same values came in another order."), N_("Which order does the statement ask for?")),
    "all_zeros": Rule(
        N_("All values are zero."), N_("Is a result written to a copy, or is a tensor of zeros never filled?")
    ),
    "negated": Rule(N_("It is the negative of what is expected."), N_("Look for a wrong sign.")),
    "factor": Rule(
        N_("It is off by a constant factor of {factor:.6g}."),
        N_("Is something scaled twice or not at all, or a sum taken where a mean is asked for?"),
    ),
    "offset": Rule(N_("It is off by a constant of {offset:.6g}."), N_("Is something added that should not be?")),
    "summed_over": Rule(
        N_("It is {count} times what is expected, and {count} is the number of {over}: a sum instead of a mean."),
        N_("Divide by their number, or take the mean."),
    ),
    "averaged_over": Rule(
        N_("It is what is expected, divided by {count}, the number of {over}: a mean instead of a sum."),
        N_("Take the sum."),
    ),
    "squared": Rule(N_("It is the square of what is expected."), N_("Is a square root missing?")),
    "rooted": Rule(N_("It is the square root of what is expected."), N_("Is a square missing, or a root too many?")),
    "reciprocal": Rule(
        N_("It is 1 divided by what is expected."), N_("Which of the two numbers is divided by the other?")
    ),
    "absolute": Rule(
        N_("It is the absolute value of what is expected."),
        N_("Is `abs` or a norm taken where the sign or phase counts?"),
    ),
    "real_part": Rule(
        N_("It is the real part of what is expected; the imaginary part is lost."),
        N_("Keep complex numbers as they are, without `.real` and without a conversion to a real dtype."),
    ),
    "real_and_imaginary": Rule(
        N_("The real and imaginary parts came side by side, in one more dimension, not as complex numbers."),
        N_("`torch.view_as_complex` joins them; better, do not take them apart."),
    ),
    "exponential": Rule(N_("It is the exponential of what is expected."), N_("Is a logarithm missing?")),
    "logarithm": Rule(
        N_("It is the logarithm of what is expected."), N_("Is a logarithm taken that nobody asked for?")
    ),
    "concatenated": Rule(
        N_("The parts are concatenated along dim {seen}, not along dim {wanted}."), N_("Look at `dim` of `torch.cat`.")
    ),
    "not_joined": Rule(
        N_("{count} tensors came separately; joined along dim {dim} they are what is expected."),
        N_("Join them with `torch.cat`."),
    ),
    "not_joined_shapes": Rule(
        N_("{count} tensors came separately; joined along dim {dim} they have the expected shape."),
        N_("Join them with `torch.cat`."),
    ),
    "added": Rule(
        N_("The parts are added to each other; they should be joined along dim {dim}."),
        N_("`torch.cat` joins tensors, `+` adds and broadcasts them."),
    ),
    "reshaped": Rule(
        N_(
            "The values are right, but their shape is {seen}, not {wanted}: it is reshaped, or a dimension is lost "
            "or added."
        ),
        N_("Look for `squeeze`, `unsqueeze`, `flatten`, `view`, `reshape`, and for `keepdim`."),
    ),
    "not_summed": Rule(N_("The sum of what came is what is expected."), N_("The last step, `sum()`, is missing.")),
    "not_averaged": Rule(N_("The mean of what came is what is expected."), N_("The last step, `mean()`, is missing.")),
    "reduced_by_sum": Rule(
        N_("It is what is expected, summed over dim {dim}."), N_("Give `dim` to the sum, or leave the sum out.")
    ),
    "reduced_by_mean": Rule(
        N_("It is what is expected, averaged over dim {dim}."), N_("Give `dim` to the mean, or leave the mean out.")
    ),
    "broadcast": Rule(
        N_(
            "The shape is {seen}, with what is expected on the diagonal: each element was combined with each other one."
        ),
        N_("A tensor of shape (n, 1) and one of shape (n,) broadcast to (n, n). Give both the same shape."),
    ),
    "expanded": Rule(
        N_("The shape is {seen}, not {wanted}: what is expected is there several times, broadcast."),
        N_("Look for an operation between tensors of different shapes."),
    ),
    "cut_off": Rule(
        N_("Only the first {seen} of {wanted} along dim {dim} came, and they are right."),
        N_("Where does your range or slice end?"),
    ),
    "cut_off_front": Rule(
        N_("Only the last {seen} of {wanted} along dim {dim} came, and they are right."),
        N_("Where does your range or slice begin?"),
    ),
    "too_many": Rule(
        N_("The first {wanted} along dim {dim} are right, but {seen} came."),
        N_("Where should your range or slice end?"),
    ),
    "scalar_came": Rule(
        N_("A single number came, not a tensor of shape {wanted}."),
        N_(
            "Is it reduced over all dimensions? Give `dim` to `sum`, `mean` or `norm`, so that only that one "
            "disappears."
        ),
    ),
    "dim_lost": Rule(
        N_("The shape is {seen}, not {wanted}: dim {dim} is lost."),
        N_("Look for a reduction over that dimension, for `squeeze` and for an index."),
    ),
    "dim_added": Rule(
        N_("The shape is {seen}, not {wanted}: there is one dimension too many, dim {dim}."),
        N_("Look for `unsqueeze`, `stack`, `keepdim` and for a list around the result."),
    ),
    "sizes_permuted": Rule(
        N_("The shape is {seen}, not {wanted}: the sizes are right, but in another order."),
        N_("Put the dimensions into the order that the statement names."),
    ),
    "size": Rule(
        N_("Dim {dim} has size {seen}, expected {wanted}."), N_("Which operation gives this dimension its size?")
    ),
    "shape": Rule(
        N_("The shape is {seen}, expected {wanted}."),
        N_("Print the shape after each step and compare it with your plan."),
    ),
    "one_off": Rule(
        N_("The number is {seen}, expected {wanted}: off by one."),
        N_("Where does counting begin, and is the end included?"),
    ),
}
