"""Who was right about which test sample under a corruption: kept beside a run's checkpoints, one file a sweep.

They are what a test has done so far, so that it can go on after a kill. Afterwards two runs of the same test split can
be compared sample by sample.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from shapviz.errors import StoreError
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.corruptions import Corruption

Rightness = NDArray[np.bool_]


class Sweeping(NamedTuple):
    """A modality, and what is done to it."""

    modality: str
    corruption: Corruption

    def __str__(self) -> str:
        """Return it as tables and files have it, such as `image: noise`."""
        return f"{self.modality}: {self.corruption}"


def write(artifacts: ArtifactStore, run_id: str, sweeping: Sweeping | None, right: Rightness) -> None:
    """Keep who was right.

    Args:
        artifacts: Where the run keeps its checkpoints.
        run_id: The run.
        sweeping: Under which corruption; None: with clean inputs.
        right: (draws, severities, N, 2**M), severities from 1 on; clean inputs have one, which is 0.
    """
    artifacts.write(run_id, _file(sweeping), save({"right": np.packbits(right, axis=-1)}))


def read(artifacts: ArtifactStore, run_id: str, sweeping: Sweeping | None, players: int) -> Rightness | None:
    """Return what `write` kept, (draws, severities, N, 2**M); None if nothing is there.

    Raises:
        StoreError: If the file cannot be read.
    """
    if _file(sweeping) not in artifacts.names(run_id):
        return None
    try:
        packed = load(artifacts.read(run_id, _file(sweeping)))["right"]
        if packed.ndim != 4 or packed.dtype != np.uint8 or packed.shape[-1] != -(-(2**players) // 8):
            raise ValueError(f"it holds {packed.dtype} in the shape {packed.shape}")
    except (SafetensorError, ValueError, KeyError) as error:
        raise StoreError(
            f"{_file(sweeping)} of the run {run_id} cannot be read: {error}.", remedy="Test the run again."
        ) from error
    return np.unpackbits(packed, axis=-1, count=2**players).astype(np.bool_)


def _file(sweeping: Sweeping | None) -> str:
    return f"right-{'-'.join(sweeping) if sweeping else 'clean'}.safetensors"
