"""Checkpoints: all that a run needs to go on, in one safetensors file an epoch.

A file holds the weights and buffers under `model.`, the optimizer's state under `optimizer.`, and in its header, as
JSON, the epoch's record, the run it belongs to and the state of the gradient scaler. Nothing else has a state: plans
follow from the record, and all randomness from seed and epoch.
"""

import json
from dataclasses import dataclass
from typing import Any

from safetensors.torch import load, save
from torch import Tensor

from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.records import EpochRecord
from shapviz.strategies import Learner

SMALL = 2 * 2**20  # bytes; below it every epoch's checkpoint is kept, above it only the newest ones
KEPT = 2  # of large ones: the newest, and the one before it
_LENGTH = 8  # bytes that a safetensors file begins with: how long its JSON header is


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
        """
        data = pack(record, learner, self.fingerprint)
        self.artifacts.write(self.run_id, _name(record.epoch), data)
        if len(data) >= SMALL and record.epoch >= KEPT:
            self.artifacts.delete(self.run_id, _name(record.epoch - KEPT))

    def resume(self, learner: Learner) -> EpochRecord | None:
        """Set `learner` to the newest checkpoint of this spec and return its record; None if there is none."""
        names = (name for name in self.artifacts.names(self.run_id) if name.startswith("epoch-"))
        for name in sorted(names, reverse=True):
            data = self.artifacts.read(self.run_id, name)
            if header(data)["fingerprint"] == self.fingerprint:
                return unpack(data, learner)
        return None


def pack(record: EpochRecord, learner: Learner, fingerprint: str) -> bytes:
    """Return the checkpoint of a learner after the epoch of `record`."""
    tensors = {f"model.{name}": value for name, value in learner.model.state_dict().items()}
    for name, state in _optimizer_states(learner).items():
        tensors |= {f"optimizer.{key}.{name}": value for key, value in state.items()}
    scaler = learner.fabric.strategy.precision.state_dict()
    metadata = {"fingerprint": fingerprint, "record": record.model_dump_json(), "scaler": json.dumps(scaler)}
    return save({name: value.contiguous() for name, value in tensors.items()}, metadata)


def unpack(data: bytes, learner: Learner) -> EpochRecord:
    """Set the learner to the state in `data` and return the record of its epoch."""
    tensors, metadata = load(data), header(data)
    learner.model.load_state_dict(_under("model.", tensors))
    _load_optimizer(learner, _under("optimizer.", tensors))
    learner.fabric.strategy.precision.load_state_dict(json.loads(metadata["scaler"]))
    return EpochRecord.model_validate_json(metadata["record"])


def header(data: bytes) -> dict[str, str]:
    """Return the metadata of a safetensors file, which its library returns only for files on a disk."""
    length = int.from_bytes(data[:_LENGTH], "little")
    metadata: dict[str, str] = json.loads(data[_LENGTH : _LENGTH + length])["__metadata__"]
    return metadata


def _optimizer_states(learner: Learner) -> dict[str, dict[str, Tensor]]:
    """Return the optimizer's state of every parameter that has learned yet, by the parameter's name."""
    state = learner.optimizer.state
    return {name: state[parameter] for name, parameter in learner.model.named_parameters() if parameter in state}


def _load_optimizer(learner: Learner, tensors: dict[str, Tensor]) -> None:
    """Give the optimizer the state that `tensors` holds as `kind.parameter`."""
    places = {name: place for place, (name, _) in enumerate(learner.model.named_parameters())}
    state: dict[int, dict[str, Any]] = {}
    for full_name, value in tensors.items():
        kind, name = full_name.split(".", 1)
        state.setdefault(places[name], {})[kind] = value
    groups = learner.optimizer.state_dict()["param_groups"]
    learner.optimizer.load_state_dict({"state": state, "param_groups": groups})


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}


def _name(epoch: int) -> str:
    return f"epoch-{epoch:04d}.safetensors"
