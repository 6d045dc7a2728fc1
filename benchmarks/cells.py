"""Evidence that is gathered once: a cell is what one run of a benchmark found, kept so that the benchmark can go on.

Rules may then be changed and judged again without training anything again. Give a new folder where the training itself
has changed: a cell is known by its specification alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from shapviz.runs.records import DiagnosisRecord
from shapviz.runs.spec import RunSpec

Cell = tuple[DiagnosisRecord, ...]
_CELL: TypeAdapter[Cell] = TypeAdapter(Cell)


@dataclass(frozen=True)
class Cells:
    """A folder of cells; None keeps nothing."""

    folder: Path | None = None

    def get(self, spec: RunSpec, gather: Callable[[RunSpec], Cell]) -> Cell:
        """Return the cell of a specification, gathered now unless it has been before."""
        if self.folder is None:
            return gather(spec)
        place = self.folder / f"{spec.fingerprint()}.json"
        if place.exists():
            return _CELL.validate_json(place.read_bytes())
        found = gather(spec)
        self.folder.mkdir(parents=True, exist_ok=True)
        half = place.with_suffix(".part")
        half.write_bytes(_CELL.dump_json(found))
        half.replace(place)
        return found
