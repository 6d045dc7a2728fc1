"""What the network of a finished run does with every single sample: the table, its file, and what can be read off it.

The file stands beside the run's checkpoints. It holds what the network computed and leaves out what follows from it:

- which coalition predicts which sample, one bit each;
- with an additive head, the logits that each modality contributes, in the precision in which they were computed. All
  probabilities follow from them, and so do the accuracies under other temperatures;
- with another head, the probabilities of the true class.

Half precision would halve the largest part of a small file, but it would change digits that are shown: a logit off by
one part in two thousand turns near ties, and a prediction that turns is 0.2 percentage points of 500 samples.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from shapviz.errors import StoreError, UsageError
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.sampled import SampleTable
from shapviz.runs.terms import Terms

FILE = "samples.safetensors"
SplitName = Literal["valid", "test"]
REMEDY = "Train it again, or fork it from its last epoch."


def write(artifacts: ArtifactStore, run_id: str, epoch: int, tables: Mapping[SplitName, SampleTable]) -> None:
    """Store the tables of a run's splits in one file, in place of an older one.

    Args:
        artifacts: Where the run keeps its checkpoints.
        run_id: The run.
        epoch: After which epoch the network stands as it does.
        tables: At least one.
    """
    tensors = {f"{split}.{name}": value for split, table in tables.items() for name, value in _packed(table).items()}
    some = next(iter(tables.values()))
    about = {"epoch": epoch, "modalities": some.modalities, "classes": some.classes}
    artifacts.write(run_id, FILE, save(tensors, {"about": json.dumps(about)}))


def read(artifacts: ArtifactStore, run_id: str, split: SplitName = "valid") -> SampleTable:
    """Return the table of a finished run.

    Raises:
        UsageError: If the run has none.
        StoreError: If the file cannot be read.
    """
    if FILE not in artifacts.names(run_id):
        raise UsageError(
            "This run has no table of its samples: it was made before there were any, or has not come to its end.",
            remedy=REMEDY,
        )
    data = artifacts.read(run_id, FILE)
    try:
        return _unpacked(data, split)
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"{FILE} of the run {run_id} is no table that can be read: {error}.",
            remedy=REMEDY,
        ) from error


def _packed(table: SampleTable) -> dict[str, NDArray[Any]]:
    """Return the arrays that are stored."""
    arrays = {
        "rows": table.rows.astype(np.int32),
        "labels": table.labels.astype(np.int32),
        "right": np.packbits(table.right, axis=1),
    }
    if table.terms is not None:
        arrays |= {f"terms.{field.name}": getattr(table.terms, field.name) for field in fields(Terms)}
    if table.chances is not None:
        arrays["chances"] = table.chances
    return {name: np.ascontiguousarray(array) for name, array in arrays.items()}


def _unpacked(data: bytes, split: str) -> SampleTable:
    """Return the table of one split.

    Raises:
        SafetensorError, ValueError, KeyError, TypeError: If the file is not one that `write` has written.
    """
    tensors = {name.removeprefix(f"{split}."): array for name, array in load(data).items() if name.startswith(split)}
    # the library returns a header only of files on a disk; it is JSON, and the first eight bytes say how long
    length = int.from_bytes(data[:8], "little")
    about = json.loads(json.loads(data[8 : 8 + length])["__metadata__"]["about"])
    _check(tensors, len(about["modalities"]), len(about["classes"]))
    return SampleTable(
        modalities=tuple(about["modalities"]),
        classes=tuple(about["classes"]),
        rows=tensors["rows"].astype(np.int64),
        labels=tensors["labels"].astype(np.int64),
        right=np.unpackbits(tensors["right"], axis=1, count=2 ** len(about["modalities"])).astype(bool),
        terms=_terms(tensors),
        chances=tensors.get("chances"),
    )


def _check(tensors: Mapping[str, NDArray[Any]], modalities: int, classes: int) -> None:
    """Raise ValueError unless the arrays of a split belong together: the file may have come from elsewhere."""
    samples, coalitions = len(tensors["labels"]), 2**modalities
    shapes = {
        "rows": (samples,),
        "labels": (samples,),
        "right": (samples, -(-coalitions // 8)),
        "chances": (samples, coalitions),
        "terms.bias": (classes,),
        "terms.absent": (modalities, classes),
        "terms.present": (modalities, samples, classes),
    }
    misshapen = [
        f"{name} has the shape {array.shape}, expected {shapes[name]}"
        for name, array in sorted(tensors.items())
        if array.shape != shapes[name]
    ]
    if misshapen:
        raise ValueError("; ".join(misshapen))
    if samples and not 0 <= tensors["labels"].min() <= tensors["labels"].max() < classes:
        raise ValueError(f"labels are numbers from 0 to {classes - 1}")
    if ("chances" in tensors) == ("terms.bias" in tensors):
        raise ValueError("expected either probabilities or the terms of logits")


def _terms(tensors: Mapping[str, NDArray[Any]]) -> Terms | None:
    """Return what an additive head's logits are sums of; None where the head was another one."""
    if "terms.bias" not in tensors:
        return None
    return Terms(**{field.name: tensors[f"terms.{field.name}"] for field in fields(Terms)})
