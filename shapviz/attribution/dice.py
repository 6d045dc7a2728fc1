"""Seeds for libraries that take no generator and draw from the global streams."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Let global streams of torch and numpy begin at this seed; afterwards both stand where they stood.

    They belong to the whole process: no other thread may draw from them meanwhile.
    """
    legacy = np.random.get_state()  # noqa: NPY002 - what libraries draw from
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        np.random.seed(seed)  # noqa: NPY002
        try:
            yield
        finally:
            np.random.set_state(legacy)  # noqa: NPY002
