"""Runs that are there before the app starts."""

from datetime import timedelta
from pathlib import Path

from safetensors.torch import save

from shapviz.data import catalog
from shapviz.jobs.queue import LocalQueue
from shapviz.models.build import build_model
from shapviz.runs import checkpoints, exchange, study_store
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import Failure, Origin, RunInfo
from shapviz.runs.records import DiagnosisRecord, FinalRecord
from shapviz.runs.spec import parse_spec
from shapviz.runs.store import RunStore
from shapviz.training.weights import PREFIX
from tests.figures import records


def store_in(home: Path) -> RunStore:
    return RunStore.open(f"sqlite:///{home / 'runs.db'}")


def clear(home: Path) -> None:
    """Remove every run for good."""
    store = store_in(home)
    for run in (*store.list(), *store.unreadable()):
        store.delete(run.id)
    for study in study_store.studies(store):
        study_store.forget(store, study.name)
    store.purge(ArtifactStore.open(str(home / "artifacts")), older_than=timedelta(0))
    store.close()


def finished(
    home: Path,
    name: str,
    *,
    strategy: str = "alternating",
    origin: Origin = "user",
    epochs: int = 6,
    diagnosis: DiagnosisRecord | None = None,
) -> RunInfo:
    """Return a run in the store of `home` that looks as if it had been trained."""
    store = store_in(home)
    spec = parse_spec({"strategy": {"name": strategy}, "training": {"epochs": epochs}})
    run = store.create(spec, name=name, origin=origin)
    course = records.course(epochs)
    for record in course.records:
        store.append(run.id, record)
    last = course.records[-1]
    assert last.valuation is not None
    assert last.accuracy is not None
    store.append(run.id, FinalRecord(epoch=epochs, accuracy=last.accuracy, valuation=last.valuation))
    if diagnosis:
        store.append(run.id, diagnosis)
    store.set_status(run.id, "finished")
    store.close()
    return run


def with_network(home: Path, name: str, *, dataset: str, strategy: str = "joint", **spec_parts: object) -> RunInfo:
    """Return a finished run whose network is there. It has learned nothing, which does for whoever looks on."""
    store = store_in(home)
    spec = parse_spec({"dataset": {"name": dataset}, "strategy": {"name": strategy}, **spec_parts})
    run, card = store.create(spec, name=name), catalog.info(dataset)
    course = records.course(1)
    for record in course.records:
        store.append(run.id, record)
    store.set_status(run.id, "finished")
    store.close()
    weights = build_model(spec.model, card.modalities, len(card.classes), spec.seed).state_dict()
    tensors = {f"{PREFIX}{key}": value for key, value in weights.items()}
    ArtifactStore.open(str(home / "artifacts")).write(run.id, checkpoints.WEIGHTS, save(tensors))
    return run


def exported(home: Path, run_id: str) -> bytes:
    """Return the run as the file that takes it elsewhere."""
    store = store_in(home)
    data = exchange.export(store, ArtifactStore.open(str(home / "artifacts")), run_id, "zip")
    store.close()
    return data


def failed(home: Path, name: str) -> RunInfo:
    store = store_in(home)
    run = store.create(parse_spec({}), name=name)
    store.set_status(run.id, "failed", Failure(problem="The loss is no longer finite.", remedy="Learn more slowly."))
    store.close()
    return run


def queue_in(home: Path) -> LocalQueue:
    """Return the queue of `home`, which starts no worker."""
    return LocalQueue(store_in(home), workers=0)
