"""What the checks of a study have found so far: kept beside what methods have found, one file for each part of them.

After a stop or a kill a study goes on with the next part. When it ends, all of it stands in the record.
"""

from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from pydantic import TypeAdapter, ValidationError
from safetensors import SafetensorError
from safetensors.numpy import load, save

from shapviz.errors import StoreError
from shapviz.runs.artifacts import ArtifactStore

Found = TypeVar("Found")
_TEXT: Final = "found"  # JSON: artifacts travel in archives that take nothing but tensors


@dataclass(frozen=True)
class Checked:
    """What has been found of a run.

    Args:
        artifacts: Where the run keeps its checkpoints; None keeps nothing.
        run_id: The run.
    """

    artifacts: ArtifactStore | None
    run_id: str

    def keep(self, part: str, kind: TypeAdapter[Found], found: Found) -> None:
        """Keep what a part of the checks has found."""
        if self.artifacts:
            text = np.frombuffer(kind.dump_json(found), dtype=np.uint8)
            self.artifacts.write(self.run_id, _file(part), save({_TEXT: text}))

    def read(self, part: str, kind: TypeAdapter[Found]) -> Found | None:
        """Return what was kept, bit for bit; None if nothing is there.

        Raises:
            StoreError: If the file cannot be read, or is not what it should be.
        """
        if self.artifacts is None or _file(part) not in self.artifacts.names(self.run_id):
            return None
        try:
            return kind.validate_json(load(self.artifacts.read(self.run_id, _file(part)))[_TEXT].tobytes())
        except (SafetensorError, KeyError, ValidationError) as error:
            raise StoreError(
                f"{_file(part)} of the run {self.run_id} cannot be read: {error}.", remedy="Ask for the checks again."
            ) from error


def _file(part: str) -> str:
    return f"checked-{part}.safetensors"
