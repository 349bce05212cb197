from functools import lru_cache

from torch import nn


@lru_cache
def repeat_block(make_block, n):
    return nn.Sequential(*[make_block() for _ in range(n)])
