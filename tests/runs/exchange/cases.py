"""Runs that travel, and the places that they leave and reach."""

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save

from shapviz.runs import attributed, exchange
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.exchange import archive
from shapviz.runs.info import RunInfo
from shapviz.runs.options import Joint
from shapviz.runs.records import FinalRecord
from shapviz.runs.spec import RunSpec, TrainingSpec
from shapviz.runs.store import RunStore
from tests.diagnosis import cases as diagnoses
from tests.figures import records
from tests.runs import given, swept

SPEC = RunSpec(strategy=Joint(), training=TrainingSpec(epochs=3), probes=True)
CHECKPOINT = save({"model.weight": np.arange(6, dtype=np.float32).reshape(2, 3)}, {"fingerprint": "x"})


@dataclass(frozen=True)
class Place:
    """A machine: a run store and its artifacts."""

    folder: Path
    store: RunStore
    artifacts: ArtifactStore

    @classmethod
    def at(cls, folder: Path) -> "Place":
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, RunStore.open(str(folder / "runs.db")), ArtifactStore.open(str(folder / "artifacts")))

    def everything(self) -> tuple[object, ...]:
        """Return all that an import could change."""
        infos = self.store.list() + self.store.list(deleted=True)
        files = sorted(str(path) for path in (self.folder / "artifacts").rglob("*"))
        return infos, [self.store.feed(info.id) for info in infos], self.store.outlines(), files


def trained(place: Place, name: str = "calm-otter") -> RunInfo:
    """Return a finished run with all kinds of records but a calibration, checkpoints and a note."""
    run = place.store.create(SPEC, name)
    epochs = records.run(3, every=2)
    for record in epochs:
        place.store.append(run.id, record)
        place.artifacts.write(run.id, f"epoch-{record.epoch:04d}.safetensors", CHECKPOINT)
    last = epochs[-1]
    assert last.accuracy is not None
    assert last.valuation is not None
    place.store.append(run.id, FinalRecord(epoch=3, accuracy=last.accuracy, valuation=last.valuation))
    evidence = {player: diagnoses.Case() for player in last.valuation.players}
    games = {"epoch": 3, "game": last.valuation, "ensemble": last.valuation}
    place.store.append(run.id, diagnoses.record(evidence).model_copy(update=games))
    place.store.append(run.id, given.record(3, last.valuation.players))
    attributed.write(place.artifacts, run.id, given.attribution("exact", names=last.valuation.players))
    place.store.append(run.id, swept.record(3, players=last.valuation.players))
    place.artifacts.write(run.id, "right-fox-noise.safetensors", CHECKPOINT)
    place.store.set_status(run.id, "finished")
    place.store.annotate(run.id, "the one <b>that</b> counts")
    return place.store.get(run.id)


def exported(place: Place, run: RunInfo, **options: Any) -> bytes:
    return exchange.export(place.store, place.artifacts, run.id, "zip", **options)


def members_of(data: bytes) -> dict[str, bytes]:
    """Return what is in an archive, its manifest left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if name != archive.MANIFEST}


def forged(data: bytes, **documents: Any) -> bytes:
    """Return the archive with parts of `run.json` or lines of `records.jsonl` changed, and a manifest that fits.

    Args:
        data: The archive.
        documents: `run`: a function that changes the run's document; `records`: one that changes the list of records.
    """
    members = members_of(data)
    if "run" in documents:
        run = json.loads(members[archive.RUN])
        documents["run"](run)
        members[archive.RUN] = json.dumps(run).encode()
    if "records" in documents:
        lines = [json.loads(line) for line in members[archive.RECORDS].splitlines()]
        documents["records"](lines)
        members[archive.RECORDS] = "\n".join(map(json.dumps, lines)).encode()
    return archive.pack(members)
