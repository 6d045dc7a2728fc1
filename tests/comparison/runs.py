"""Runs and records to compare, made by hand."""

import uuid
from datetime import UTC, datetime

from shapviz.games import summarise
from shapviz.runs.info import RunInfo
from shapviz.runs.options import Joint
from shapviz.runs.records import EpochRecord, FinalRecord
from shapviz.runs.spec import RunSpec, TrainingSpec


def info(strategy=None, seed=0, *, status="finished", parent=None, parent_epoch=None, **fields):
    spec = RunSpec(strategy=strategy or Joint(), seed=seed, training=TrainingSpec(epochs=2), **fields)
    run_id = uuid.uuid4().hex
    return RunInfo(
        id=run_id,
        name=run_id[:8],
        created_at=datetime.now(UTC),
        origin="user",
        spec=spec,
        status=status,
        parent=parent,
        parent_epoch=parent_epoch,
        version="0",
    )


def game(accuracy, players=("image", "text")):
    return summarise(players, [accuracy], payoff="accuracy", resamples=100)


def epoch(number, accuracy, *, passes=0, updates=0, seconds=0.0):
    return EpochRecord(
        epoch=number,
        turns=(),
        train_loss=None,
        valid_loss=None,
        accuracy=accuracy,
        valuation=accuracy and game(accuracy),
        encoder_passes=passes,
        head_updates=updates,
        seconds=seconds,
    )


def final(accuracy, players=("image", "text")):
    return FinalRecord(epoch=2, accuracy=accuracy, valuation=game(accuracy, players))
