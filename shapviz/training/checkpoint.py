"""Checkpoints: all that a run needs to go on, in one safetensors file an epoch.

A file holds the weights and buffers under `model.`, the optimizer's state under `optimizer.`, and in its header, as
JSON, the epoch's record, the run it belongs to and the state of the gradient scaler. Nothing else has a state: plans
and learning rates follow from the record, and all randomness from seed and epoch.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from shapviz.errors import StoreError
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.checkpoints import START, WEIGHTS, checkpoint_name
from shapviz.runs.records import EpochRecord
from shapviz.strategies import Learner

SMALL = 2 * 2**20  # bytes; below it every epoch's checkpoint is kept, above it only the newest ones
KEPT = 2  # of large ones: the newest, and the one before it


class Contents(NamedTuple):
    """What a checkpoint's file holds."""

    tensors: dict[str, Tensor]
    metadata: dict[str, str]


@dataclass(frozen=True)
class Checkpoints:
    """The checkpoints of one run.

    Those of small networks are kept for every epoch, so that a run can be continued differently from any of them.
    """

    artifacts: ArtifactStore
    run_id: str
    fingerprint: str  # of the run's spec

    def save(self, record: EpochRecord, learner: Learner) -> None:
        """Write the state of the epoch that `record` describes. Call it before anybody sees the record.

        If the process dies in between, the checkpoint is one epoch ahead of what was stored; as it holds the record,
        the resumed run hands it out again, and nothing is lost.

        What begins with bare weights is trained no further. A checkpoint of it would lack the optimizer's state, and
        whoever went on from there would not go on exactly: there is none.
        """
        if self._beginning == WEIGHTS:
            return
        data = pack(record, learner, self.fingerprint)
        self.artifacts.write(self.run_id, checkpoint_name(record.epoch), data)
        if len(data) >= SMALL and record.epoch >= KEPT:
            self.artifacts.delete(self.run_id, checkpoint_name(record.epoch - KEPT))

    def resume(self, learner: Learner) -> EpochRecord | None:
        """Set `learner` to the newest checkpoint of this spec and return its record; None if there is none."""
        names = (name for name in self.artifacts.names(self.run_id) if name.startswith("epoch-"))
        for name in sorted(names, reverse=True):
            contents = self._opened(name)
            if contents.metadata["fingerprint"] == self.fingerprint:
                return restore(learner, contents)
        return None

    def inherit(self, learner: Learner) -> EpochRecord:
        """Set `learner` to the checkpoint of its parent that a fork begins with, and return its record.

        Raises:
            StoreError: If it is not there: beginning anew instead would contradict what is recorded.
        """
        return restore(learner, self._opened(self._beginning))

    @cached_property
    def _beginning(self) -> str:
        """The artifact that a fork begins with."""
        return WEIGHTS if WEIGHTS in self.artifacts.names(self.run_id) else START

    def _opened(self, name: str) -> Contents:
        data = self.artifacts.read(self.run_id, name)
        try:
            return unpack(data)
        except (SafetensorError, ValueError, KeyError) as error:
            raise StoreError(
                f"{name} of the run {self.run_id} is no checkpoint that can be read: {error}.",
                remedy="Fork its parent once more."
                if name in (START, WEIGHTS)
                else "Delete it, and the run goes on from the one before it.",
            ) from error


def pack(record: EpochRecord, learner: Learner, fingerprint: str) -> bytes:
    """Return the checkpoint of a learner after the epoch of `record`."""
    tensors = {f"model.{name}": value for name, value in learner.model.state_dict().items()}
    for name, state in _optimizer_states(learner).items():
        tensors |= {f"optimizer.{key}.{name}": value for key, value in state.items()}
    scaler = learner.fabric.strategy.precision.state_dict()
    metadata = {"fingerprint": fingerprint, "record": record.model_dump_json(), "scaler": json.dumps(scaler)}
    return save({name: value.contiguous() for name, value in tensors.items()}, metadata)


def unpack(data: bytes) -> Contents:
    """Return what a checkpoint holds.

    Raises:
        SafetensorError, ValueError, KeyError: If it is none.
    """
    tensors = load(data)
    # the library returns a header only of files on a disk; it is JSON, and the first eight bytes say how long
    length = int.from_bytes(data[:8], "little")
    metadata = json.loads(data[8 : 8 + length])["__metadata__"]
    return Contents(tensors, {key: metadata[key] for key in ("fingerprint", "record", "scaler")})


def restore(learner: Learner, contents: Contents) -> EpochRecord:
    """Set the learner to the state that a checkpoint holds and return the record of its epoch."""
    tensors, metadata = contents
    learner.model.load_state_dict(_under("model.", tensors))
    _restore_optimizer(learner, _under("optimizer.", tensors))
    learner.fabric.strategy.precision.load_state_dict(json.loads(metadata["scaler"]))
    return EpochRecord.model_validate_json(metadata["record"])


def _optimizer_states(learner: Learner) -> dict[str, dict[str, Tensor]]:
    """Return the optimizer's state of every parameter that has learned yet, by the parameter's name."""
    state = learner.optimizer.state
    return {name: state[parameter] for name, parameter in learner.model.named_parameters() if parameter in state}


def _restore_optimizer(learner: Learner, tensors: dict[str, Tensor]) -> None:
    """Give the optimizer the state that `tensors` holds as `kind.parameter`."""
    grouped = [parameter for group in learner.optimizer.param_groups for parameter in group["params"]]
    numbers = {id(parameter): number for number, parameter in enumerate(grouped)}  # the optimizer's own
    places = {name: numbers[id(parameter)] for name, parameter in learner.model.named_parameters()}
    state: dict[int, dict[str, Any]] = {}
    for full_name, value in tensors.items():
        kind, name = full_name.split(".", 1)
        state.setdefault(places[name], {})[kind] = value
    groups = learner.optimizer.state_dict()["param_groups"]
    learner.optimizer.load_state_dict({"state": state, "param_groups": groups})


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
