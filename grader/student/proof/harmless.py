# ruff: noqa: SIM905 -- lists of words are easier to read than lists of strings
"""Names of Python's and torch's that leave nothing behind when they are called or handed around: a whitelist.

Left out on purpose, although none of them is kept anywhere by name:

- memory that is not filled (`torch.empty`, `Tensor.new_empty`, `torch.Tensor(3)`): it holds what an earlier call freed;
- addresses (`id`, `hash`, `data_ptr`) and sets, whose order follows from addresses: they depend on what was freed;
- `print`: what is printed takes room in an output that has a fixed size;
- clocks, files, threads, the environment, and whatever changes a setting of torch or of Python.
"""

import builtins
import copy
import functools
import inspect
import itertools
import math
import types
from collections import Counter, OrderedDict, defaultdict, deque
from typing import Any, Final

import torch
from torch import nn

MODULES: Final = frozenset(
    "torch torch.nn torch.nn.functional torch.nn.init torch.nn.utils torch.nn.parameter torch.optim torch.autograd "
    "torch.fft torch.linalg torch.special math copy itertools functools collections".split()
)
"""Modules below which a dotted name is looked up."""

BUILTINS: Final = frozenset(
    "abs all any bool bytes callable chr complex dict divmod enumerate filter float format int isinstance issubclass "
    "iter len list map max min next object ord pow range repr reversed round slice sorted str sum tuple zip".split()
)
"""Builtins that may be called and handed around."""

UNFILLED: Final = frozenset({"torch.empty", "torch.empty_like"})
"""Functions that may be called only where the whole result is filled at once."""

FILLING: Final = frozenset({"fill_", "zero_", "normal_", "uniform_"})
"""Methods of a tensor that give all its elements new values and read none."""

_TORCH: Final = frozenset(
    "unique is_tensor broadcast_shapes manual_seed no_grad enable_grad inference_mode Size device finfo iinfo "
    "Generator is_grad_enabled get_default_dtype".split()
)
"""Of torch itself, besides its tensor functions; the generators are seeded anew for every check."""

_TORCH_NOT: Final = frozenset(
    "from_file resize_as_ resize_as_sparse_ sym_constrain_range sym_constrain_range_for_size unique_dim".split()
)
_TORCH_NOT_PREFIXES: Final = (
    "_",
    "set_",
    "empty",
    "cudnn_",
    "miopen_",
    "mkldnn_",
    "fbgemm_",
    "quantize",
    "fused_",
    "fake_",
)
_LAYERS_NOT: Final = frozenset({"DataParallel", "SyncBatchNorm", "Container", "UninitializedBuffer"})
_OTHERS: Final = frozenset(
    "torch.nn.utils.clip_grad_norm_ torch.nn.utils.clip_grad_value_ torch.nn.utils.parameters_to_vector "
    "torch.nn.utils.vector_to_parameters torch.nn.parameter.is_lazy torch.nn.parameter.Parameter torch.autograd.grad "
    "copy.copy copy.deepcopy functools.reduce functools.partial collections.OrderedDict collections.defaultdict "
    "collections.Counter collections.deque".split()
)
_VALUES: Final = frozenset(
    "torch.Tensor torch.nn.parameter.UninitializedParameter torch.nn.UninitializedParameter torch.strided".split()
)
"""Classes that may be handed around, for `isinstance`, and not called."""

_ATTRIBUTES: Final = frozenset(
    # of layers
    "weight bias training in_features out_features num_features in_channels out_channels kernel_size stride padding "
    "dilation groups padding_mode eps momentum affine track_running_stats running_mean running_var "
    "num_batches_tracked p inplace normalized_shape elementwise_affine num_embeddings embedding_dim padding_idx "
    "negative_slope hidden_size input_size num_layers bidirectional batch_first dropout start_dim end_dim dim "
    # of optimizers, devices, types, slices, errors, and what functions of torch return
    "param_groups state defaults step zero_grad add_param_group type index start stop args numel "
    "values indices Q R U S V Vh eigenvalues eigenvectors missing_keys unexpected_keys manual_seed "
    # of every module's own
    "_parameters _modules _buffers".split()
)
_ATTRIBUTES_NOT: Final = frozenset(
    # other devices, processes and compilers; addresses; memory that is not filled; what torch no longer wants
    "cuda xpu ipu mtia to_mkldnn pin_memory record_stream share_memory share_memory_ is_shared compile "
    "data_ptr const_data_ptr storage untyped_storage storage_type "
    "new new_empty new_empty_strided to_empty resize resize_ resize_as resize_as_ resize_as_sparse_ set_ "
    "sparse_resize_ sparse_resize_and_clear_ module_load T_destination dump_patches call_super_init "
    # of classes
    "mro profile_hook_step OptimizerPreHook OptimizerPostHook volatile reinforce".split()
)
_FRAMES: Final = ("gi_", "cr_", "ag_", "f_", "tb_", "co_", "func_")
"""How attributes of frames, generators and code objects begin: they lead to a module's variables."""

_OWNERS: Final = (
    *(torch.Tensor, nn.Module, nn.Sequential, nn.ModuleList, nn.ModuleDict, nn.ParameterList, nn.ParameterDict),
    *(torch.optim.Optimizer, str, bytes, int, float, complex, list, dict, tuple, range),
    *(OrderedDict, defaultdict, Counter, deque, torch.finfo, torch.dtype),
)


def is_attribute(name: str) -> bool:
    """Tell whether an attribute of this name, of whatever object, is known and leads to nothing that lasts."""
    if name in _ATTRIBUTES:
        return True
    if name.startswith(("_", *_FRAMES)) or name in _ATTRIBUTES_NOT:
        return False
    return any(hasattr(owner, name) for owner in _OWNERS)


def is_frame(name: str) -> bool:
    """Tell whether an attribute of this name could be one of a frame, a generator or a code object."""
    return name.startswith(_FRAMES)


def is_barred(name: str) -> bool:
    """Tell whether attributes of this name are known, and must not be used."""
    return name in _ATTRIBUTES_NOT


def is_builtin_class(name: str) -> bool:
    """Tell whether this is a builtin exception, or `object`: fit for a base, and to be raised or caught."""
    found = getattr(builtins, name, None)
    return isinstance(found, type) and (found is object or issubclass(found, BaseException))


@functools.cache
def is_call(path: str) -> bool:
    """Tell whether the function or class at a dotted path may be called."""
    module, _, name = path.rpartition(".")
    if path in _OTHERS:
        return True
    if module not in MODULES or name.startswith("_"):
        return False
    found = _look_up(module, name)
    match module:
        case "torch":
            return name in _TORCH or _is_tensor_function(name)
        case "torch.nn":
            return is_layer(path) or name in {"Parameter", "Buffer"}
        case "torch.nn.functional" | "torch.nn.init":
            if isinstance(found, types.BuiltinFunctionType):
                return True
            return isinstance(found, types.FunctionType) and found.__module__ == module
        case "torch.optim":
            return inspect.isclass(found) and issubclass(found, torch.optim.Optimizer)
        case "torch.fft" | "torch.linalg" | "torch.special" | "math":
            return isinstance(found, types.BuiltinFunctionType)
        case "itertools":
            return inspect.isclass(found) or isinstance(found, types.BuiltinFunctionType)
    return False


@functools.cache
def is_value(path: str) -> bool:
    """Tell whether what is at a dotted path may be handed around: a constant, or what may be called."""
    if path in _VALUES or is_call(path):
        return True
    module, _, name = path.rpartition(".")
    if module not in MODULES or name.startswith("_"):
        return False
    return isinstance(_look_up(module, name), int | float | torch.dtype)


def is_layer(path: str) -> bool:
    """Tell whether this is one of torch's modules, fit for a base."""
    module, _, name = path.rpartition(".")
    if module != "torch.nn" or name in _LAYERS_NOT or not name[:1].isupper():
        return False
    found = getattr(nn, name, None)
    return inspect.isclass(found) and issubclass(found, nn.Module)


def _is_tensor_function(name: str) -> bool:
    if name in _TORCH_NOT or name.startswith(_TORCH_NOT_PREFIXES):
        return False
    return hasattr(torch._C._VariableFunctions, name) and hasattr(torch, name)  # noqa: SLF001 -- torch's own list


def _look_up(module: str, name: str) -> Any:
    found: Any = {"torch": torch, "math": math, "copy": copy, "itertools": itertools}.get(module.partition(".")[0])
    for part in module.split(".")[1:]:
        found = getattr(found, part, None)
    return getattr(found, name, None)
