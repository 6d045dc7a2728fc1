"""A command line with a home of its own, and a worker that needs no training to have results."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from shapviz.cli import commands
from shapviz.games import coalitions, summarise
from shapviz.jobs.queue import LocalQueue
from shapviz.jobs.service import Worker
from shapviz.runs import checkpoints
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo
from shapviz.runs.options import Joint, Strategy
from shapviz.runs.records import EpochRecord, Event, FinalRecord
from shapviz.runs.spec import RunSpec, TrainingSpec
from shapviz.runs.store import RunStore

PLAYERS = ("hare", "fox", "tortoise")
Shapviz = Callable[..., Result]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, in which no worker starts by itself."""
    monkeypatch.setenv("SHAPVIZ_HOME", str(tmp_path))
    monkeypatch.setenv("SHAPVIZ_WORKERS", "0")
    monkeypatch.delenv("SHAPVIZ_STORE", raising=False)
    monkeypatch.delenv("SHAPVIZ_ARTIFACTS", raising=False)
    return tmp_path


@pytest.fixture
def shapviz() -> Shapviz:
    """Run a command as a person would type it."""

    def run(*words: str) -> Result:
        return CliRunner().invoke(commands, [str(word) for word in words], catch_exceptions=False)

    return run


@pytest.fixture
def store(home: Path) -> Iterator[RunStore]:
    with closing(RunStore.open()) as opened:
        yield opened


def ended(store: RunStore, name: str, strategy: Strategy | None = None, seed: int = 0, **changes: Any) -> RunInfo:
    """Return a run of three epochs that has ended, with a checkpoint of its last."""
    spec = RunSpec(training=TrainingSpec(epochs=3), strategy=strategy or Joint(), seed=seed).model_copy(update=changes)
    info = store.create(spec, name)
    for epoch in range(4):
        store.append(info.id, epoch_record(epoch))
    ArtifactStore.open().write(info.id, checkpoints.checkpoint_name(3), b"weights")
    store.set_status(info.id, "finished")
    return store.get(info.id)


def epoch_record(epoch: int, *, valued: bool = True) -> EpochRecord:
    """An epoch after which the race stands as it does after every epoch."""
    game = a_game() if valued else None
    return EpochRecord(
        epoch=epoch,
        turns=(),
        train_loss=None if epoch == 0 else 1.0,
        valid_loss=1.0 if valued else None,
        accuracy=game.worth if game else None,
        valuation=game,
        encoder_passes=0,
        head_updates=0,
        seconds=0.0,
    )


def a_game() -> Any:
    """Everybody adds to whatever is there, the hare most."""
    worth = 0.1 + coalitions(3) @ [0.4, 0.2, 0.1]
    samples = (np.arange(100)[:, np.newaxis] + 0.5) / 100 < worth
    return summarise(PLAYERS, samples, payoff="accuracy", resamples=100)


def script(spec: RunSpec, *, artifacts: ArtifactStore, run_id: str, forked: bool) -> Generator[Event, None, None]:
    """What a training yields, without training."""
    yield from (epoch_record(epoch) for epoch in range(spec.training.epochs + 1))
    game = a_game()
    yield FinalRecord(epoch=spec.training.epochs, accuracy=game.worth, valuation=game)


def interrupted(shapviz: Shapviz, *words: str) -> Result:
    """Return how a command ends when Ctrl-C is pressed as soon as it waits."""
    with patch("shapviz.cli.follow.time.sleep", side_effect=KeyboardInterrupt):
        return shapviz(*words)


@pytest.fixture
def scripted_worker(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Let a worker do its work at the very moment in which a queue makes sure that there is one."""

    def use(run: Any) -> None:
        def ensure_worker(queue: LocalQueue) -> bool:
            with closing(RunStore.open()) as store:
                Worker(store, run, artifacts=ArtifactStore.open(), linger=0).serve()
            return True

        monkeypatch.setattr(LocalQueue, "ensure_worker", ensure_worker)

    return use
