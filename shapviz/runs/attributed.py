"""What methods of attribution make of a run, and where their values for each sample are kept.

Who was asked, the run itself or a fork of it, is for `runs.afterwards` to say. What a method gives to every sample is
an artifact of whoever was asked, written as soon as it is known: after a stop or a kill a study goes on with the next
method.
"""

import json
from typing import Any, Final

import numpy as np
from pydantic import ValidationError
from safetensors import SafetensorError
from safetensors.numpy import load, save

from shapviz.errors import StoreError
from shapviz.games.coalition import MAX_PLAYERS
from shapviz.runs import afterwards, forks
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.asked import AttributionSpec
from shapviz.runs.attribution import Attribution, Question
from shapviz.runs.info import RunInfo
from shapviz.runs.methods import METHODS
from shapviz.runs.store import RunStore

EVERYTHING: Final = AttributionSpec(methods=("all",))  # the usual question
LAST_ROW: Final = 2**31  # of any dataset
_BEGINNING: Final = "attribution-"
_ENDING: Final = ".safetensors"
_ARRAYS: Final = ("values", "low", "high", "interactions", "nobody", "everybody")


def asks(run: RunInfo) -> bool:
    """Return whether a run is a fork that was made to attribute what another one says."""
    return forks.revisits(run) and run.spec.attribution.asked


def found(store: RunStore, artifacts: ArtifactStore, run_id: str, question: Question) -> dict[str, Attribution]:
    """Return what is known of a run by method, from all that were asked this question of it as it stands now.

    Also from those that were stopped half-way. Where a method has been asked more than once, most samples count, then
    the latest.
    """
    return {method: attribution for method, (_, attribution) in sources(store, artifacts, run_id, question).items()}


def sources(
    store: RunStore, artifacts: ArtifactStore, run_id: str, question: Question
) -> dict[str, tuple[str, Attribution]]:
    """Return the same as `found`, and beside it the id of the run among whose artifacts it lies."""
    known: dict[str, tuple[str, Attribution]] = {}
    for run in afterwards.looking(store, run_id):
        if run.spec.attribution.asked and run.spec.attribution.question == question:
            for method, attribution in stored(artifacts, run).items():
                if method not in known or len(known[method][1].rows) < len(attribution.rows):
                    known[method] = run.id, attribution
    return {method: known[method] for method in METHODS if method in known}


def stored(artifacts: ArtifactStore, run: RunInfo) -> dict[str, Attribution]:
    """Return what has been found by whoever was asked, by method, as far as it has come.

    Raises:
        StoreError: If an artifact cannot be read.
    """
    each = {method: read(artifacts, run.id, method) for method in _methods(artifacts, run.id)}
    return {method: attribution for method, attribution in each.items() if attribution}


def _methods(artifacts: ArtifactStore, run_id: str) -> list[str]:
    there = artifacts.names(run_id)
    return [method for method in METHODS if file(method) in there]


def file(method: str) -> str:
    """Return the name of the artifact that holds what a method has found."""
    return f"{_BEGINNING}{method}{_ENDING}"


def is_file(name: str) -> bool:
    """Return whether an artifact of this name holds what a method has found."""
    return name.startswith(_BEGINNING)


def write(artifacts: ArtifactStore, run_id: str, attribution: Attribution) -> None:
    """Keep what a method has found, in place of what it had found before."""
    found = {name: array for name in _ARRAYS if (array := getattr(attribution, name)) is not None}
    arrays = {name: np.ascontiguousarray(array) for name, array in found.items()}  # it is saved as it lies in memory
    about = attribution.model_dump_json(exclude=set(_ARRAYS))
    artifacts.write(run_id, file(attribution.method), save(arrays, {"about": about}))


def read(artifacts: ArtifactStore, run_id: str, method: str) -> Attribution | None:
    """Return what `write` kept; None if nothing is there.

    Raises:
        StoreError: If the file cannot be read, or is not what it should be.
    """
    if file(method) not in artifacts.names(run_id):
        return None
    try:
        return unpacked(file(method), artifacts.read(run_id, file(method)))
    except ValueError as error:
        raise StoreError(
            f"{file(method)} of the run {run_id} cannot be read: {error}.", remedy="Ask the method again."
        ) from error


def unpacked(name: str, data: bytes) -> Attribution:
    """Return the attribution in a file of this name.

    Raises:
        ValueError: If it holds anything else.
    """
    try:
        arrays, about = load(data), json.loads(_header(data)["__metadata__"]["about"])
        attribution = Attribution.model_validate(about | arrays)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"it holds no attribution ({error})") from error
    if name != file(attribution.method) or attribution.method not in METHODS:
        raise ValueError(f"it holds '{attribution.method[:80]}'")
    if not _adds_up(attribution):
        raise ValueError("its parts do not add up")
    return attribution


def _header(data: bytes) -> Any:
    return json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])


def _adds_up(found: Attribution) -> bool:
    """Return whether every part is as long as it must be, and where it must be."""
    samples, players = len(found.rows), len(found.players)
    whole, pairs = (samples, players), (samples, players, players)
    shapes = {"values": whole, "low": whole, "high": whole, "interactions": pairs}
    arrays = {name: array for name in _ARRAYS if (array := getattr(found, name)) is not None}
    return (
        samples == len(set(found.rows)) >= 1
        and players == len(set(found.players)) <= MAX_PLAYERS
        and all(array.shape == shapes.get(name, (samples,)) for name, array in arrays.items())
        and all(bool(np.isfinite(array).all()) for array in arrays.values())
        and (found.low is None) == (found.high is None)
        and (found.low is None or found.high is None or bool((found.low <= found.high).all()))
        and all(0 <= row < LAST_ROW for row in found.rows)
        and 0 <= found.calls < np.inf
        and 0 <= found.seconds < np.inf
    )
