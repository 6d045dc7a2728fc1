"""The epochs of a run as one flat table, for spreadsheets."""

import csv
import io
from collections.abc import Iterator, Sequence

from shapviz.games.coalition import members
from shapviz.games.summary import Interval, Valuation
from shapviz.runs.records import EpochRecord

Cell = float | int | str | None


def to_csv(epochs: Sequence[EpochRecord]) -> str:
    """Return a row for each epoch as CSV (RFC 4180): losses, accuracies, φ, shares, EDM, turns and costs.

    Numbers are written in full. What was not measured in an epoch is empty; `low` and `high` are the ends of 95 %
    intervals.
    """
    players = players_of(epochs)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns(players))
    writer.writerows(list(_row(record, players)) for record in epochs)
    return text.getvalue()


def players_of(epochs: Sequence[EpochRecord]) -> tuple[str, ...]:
    """Return the modalities of a run in the order of its bit masks; none before the first valuation."""
    return next((record.valuation.players for record in epochs if record.valuation), ())


def columns(players: Sequence[str]) -> list[str]:
    """Return the names of the columns."""
    coalitions = ("+".join(members(mask, players)) or "nobody" for mask in range(2 ** len(players)))
    estimates = [f"{what} {player}" for what in ("phi", "share") for player in players] + ["EDM"]
    return [
        *("epoch", "train_loss", "valid_loss"),
        *(f"accuracy {coalition}" for coalition in coalitions),
        *(f"{estimate}{end}" for estimate in estimates for end in ("", " low", " high")),
        *("turns", "encoder_passes", "head_updates", "seconds"),
    ]


def _row(record: EpochRecord, players: Sequence[str]) -> Iterator[Cell]:
    yield from (record.epoch, record.train_loss, record.valid_loss)
    yield from record.accuracy or (None,) * 2 ** len(players)
    yield from (end for estimate in _estimates(record.valuation, players) for end in ends(estimate))
    yield "; ".join(" + ".join(turn.modalities) for turn in record.turns)
    yield from (record.encoder_passes, record.head_updates, record.seconds)


def _estimates(valuation: Valuation | None, players: Sequence[str]) -> Sequence[Interval | None]:
    nothing = (None,) * len(players)
    if valuation is None:
        return (*nothing, *nothing, None)
    return (*valuation.shapley, *(valuation.shares or nothing), valuation.edm)


def ends(interval: Interval | None) -> tuple[float, float, float] | tuple[None, None, None]:
    """Return an estimate and the ends of its interval."""
    return (interval.estimate, interval.low, interval.high) if interval else (None, None, None)
