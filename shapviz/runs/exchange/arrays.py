"""A run as arrays, for whoever computes with it. Nothing in the file is a pickle."""

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shapviz.games.summary import Interval, Valuation
from shapviz.runs.exchange.flat import ends, players_of
from shapviz.runs.info import RunInfo
from shapviz.runs.records import EpochRecord, FinalRecord

Arrays = dict[str, NDArray[np.generic]]


def to_npz(info: RunInfo, epochs: Sequence[EpochRecord], final: FinalRecord | None) -> bytes:
    """Return an NPZ file, to be read with `numpy.load(file)` and no further leave.

    E epochs, M modalities; the last axis of coalitions runs over bit masks, that of estimates over estimate, low and
    high. What was not measured is NaN. `test_*` is there once the run is finished.
    """
    players = players_of(epochs)
    arrays: Arrays = {
        "name": np.array(info.name),
        "spec": np.array(info.spec.model_dump_json()),
        "modalities": np.array(players, dtype=np.str_),  # (M,)
        "epoch": np.array([record.epoch for record in epochs], dtype=np.int64),  # (E,)
        "train_loss": _numbers([record.train_loss for record in epochs]),  # (E,)
        "valid_loss": _numbers([record.valid_loss for record in epochs]),
        "seconds": _numbers([record.seconds for record in epochs]),
        "encoder_passes": np.array([record.encoder_passes for record in epochs], dtype=np.int64),
        "head_updates": np.array([record.head_updates for record in epochs], dtype=np.int64),
        "accuracy": _rows([record.accuracy for record in epochs], (2 ** len(players),)),  # (E, 2**M)
    }
    arrays |= _games([record.valuation for record in epochs], len(players))
    if final is not None:
        measured = _games([final.valuation], len(players)) | {"accuracy": _numbers([final.accuracy])}
        arrays |= {f"test_{name}": values[0] for name, values in measured.items()}
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def _games(valuations: Sequence[Valuation | None], players: int) -> Arrays:
    """Return what is known of each game: worth (E, 2**M), shapley and shares (E, M, 3), edm (E, 3), interactions."""
    return {
        "worth": _rows([each and each.worth for each in valuations], (2**players,)),
        "shapley": _rows([each and _ends(each.shapley) for each in valuations], (players, 3)),
        "shares": _rows([each and each.shares and _ends(each.shares) for each in valuations], (players, 3)),
        "edm": _rows([each and each.edm and ends(each.edm) for each in valuations], (3,)),
        "interactions": _rows([each and each.interactions for each in valuations], (players, players)),
    }


def _ends(intervals: Sequence[Interval]) -> list[tuple[float | None, ...]]:
    return [ends(interval) for interval in intervals]


def _rows(found: Sequence[object], shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Return one array of the given shape for each epoch, NaN throughout where there is none."""
    return np.array([np.full(shape, np.nan) if each is None else each for each in found], dtype=np.float64).reshape(
        len(found), *shape
    )


def _numbers(found: Sequence[object]) -> NDArray[np.float64]:
    return np.array(found, dtype=np.float64)
