from torch import nn

WHY = "The widths meet in forward."


def build_bad(d_in, d_hidden, d_expected, d_out):
    return nn.Sequential(nn.Linear(d_in, d_hidden), nn.ReLU(), nn.Linear(d_expected, d_out))


def build_good(d_hidden, d_out):
    return nn.Sequential(nn.LazyLinear(d_hidden), nn.ReLU(), nn.LazyLinear(d_out))


def find_mismatch(layers, shape):
    rows = 1
    for size in shape[:-1]:
        rows *= size
    width = shape[-1]
    for i, (d_in, d_out) in enumerate(layers):
        if width != d_in:
            return {"layer": i, "mat1": (rows, width), "mat2": (d_in, d_out)}
        width = d_out
    return None


def predict():
    return {
        "raises_at": "forward",
        "exception": "RuntimeError",
        "mat1": (2, 256),
        "mat2": (128, 10),
        "first_layer_runs": True,
        "single_example_raises": False,
        "three_dimensions_raise": False,
        "transposed_input_raises": True,
        "second_width_raises": True,
        "loss_raises": True,
        "dtype_error": "RuntimeError",
        "channels_error": "RuntimeError",
        "features_error": "RuntimeError",
        "batch_of_one_error": "ValueError",
        "index_error": "IndexError",
    }
