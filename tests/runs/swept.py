"""Records of corrupted inputs, made up."""

from collections.abc import Mapping

from shapviz.games import coalitions, interactions, shapley_values
from shapviz.games.summary import Interval
from shapviz.runs.corruptions import Corruption
from shapviz.runs.records import Overall, RobustnessRecord
from shapviz.runs.robustness import Measured, Sweep
from shapviz.runs.severity import SEVERITIES

PLAYERS = ("hare", "fox", "tortoise")
Falls = Mapping[tuple[str, Corruption], float]


def measured(fall: float, players: tuple[str, ...] = PLAYERS) -> Measured:
    """Everybody adds alike to an accuracy of 0.8 with all of them; then all of it falls by a certain amount."""
    worth = 0.1 + coalitions(len(players)).sum(axis=1) * 0.7 / len(players)
    values = shapley_values(worth).tolist()
    return Measured(
        samples=200,
        draws=3,
        accuracy=tuple(around(value - min(fall, value)) for value in worth.tolist()),
        change=(around(-fall),) * 2 ** len(players),
        shapley=tuple(map(around, values)),
        shapley_change=(around(0.0),) * len(players),
        edm=Interval(0.0, 0.0, 0.1),
        interactions=tuple(map(tuple, interactions(worth).tolist())),
    )


def around(value: float) -> Interval:
    return Interval(value, value - 0.01 if value > 0.01 else value, value + 0.01)


def record(epoch: int, falls: Falls = {("fox", "noise"): 0.05}, players: tuple[str, ...] = PLAYERS) -> RobustnessRecord:  # noqa: B006  # nobody changes it
    """Return a record in which accuracy falls by so much more at every severity."""
    sweeps = [
        Sweep(
            modality=modality,
            corruption=corruption,
            severities=SEVERITIES,
            measured=tuple(measured(fall * severity, players) for severity in SEVERITIES),
        )
        for (modality, corruption), fall in falls.items()
    ]
    clean, fall = measured(0.0, players), 3 * sum(falls.values()) / len(falls)
    everybody, missing = clean.accuracy[-1].estimate, clean.accuracy[-2].estimate
    return RobustnessRecord(
        epoch=epoch,
        players=players,
        samples=200,
        draws=3,
        stand_in="own",
        clean=clean,
        overall=Overall(
            missing=around(missing),
            missing_fall=around(everybody - missing),
            corrupted=around(everybody - fall),
            fall=around(fall),
        ),
        sweeps=tuple(sweeps),
    )
