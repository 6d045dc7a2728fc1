"""Tables of yes and no as short text, so that they travel in JSON: eight samples a byte, four letters three bytes."""

from base64 import b64decode, b64encode
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def packed(table: NDArray[np.bool_]) -> tuple[str, ...]:
    """Return each column of a table (N, C) as base64 of its bits, the first sample in the highest bit."""
    return tuple(b64encode(column).decode("ascii") for column in np.packbits(table, axis=0).T.copy())


def unpacked(columns: Sequence[str], samples: int) -> NDArray[np.bool_]:
    """Return the table (N, C) that was `packed`.

    Raises:
        ValueError: If a column is no base64, or holds fewer samples.
    """
    held = [np.frombuffer(b64decode(column, validate=True), dtype=np.uint8) for column in columns]
    if any(8 * len(each) < samples for each in held):
        raise ValueError(f"{samples} samples were expected in each column")
    return np.unpackbits(np.stack(held, axis=1), axis=0, count=samples).astype(np.bool_)
