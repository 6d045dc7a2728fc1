"""What a builder hands back, and how arrays become bytes that are the same every time."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from scripts.sample_builders.packages import Package, Program
from shapviz.data.info import DatasetInfo

_CARD = TypeAdapter(DatasetInfo)


@dataclass(frozen=True)
class Product:
    """The files of one or more datasets that share their arrays."""

    cards: tuple[DatasetInfo, ...]
    arrays: Mapping[str, bytes]  # path in sample_data/ -> content
    packages: tuple[Package | Program, ...]
    provenance: str  # what was taken and what was done to it
    licence_note: str  # where the licence was read, or that it could not be

    @property
    def files(self) -> dict[str, bytes]:
        """The arrays, the licences and the cards, by path in sample_data/."""
        cards = {f"{card.name}.json": _CARD.dump_json(card, indent=1) + b"\n" for card in self.cards}
        return {**self.arrays, **cards}


def npz(**arrays: NDArray[Any]) -> bytes:
    """Return the arrays as a compressed .npz, without the time of day that np.savez writes into it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy")  # dated 1980-01-01
            archive.writestr(entry, content.getvalue(), zipfile.ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()
