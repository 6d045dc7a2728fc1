"""What must hold of a record of corrupted inputs beyond its types, before a page may draw it."""

from itertools import pairwise

from shapviz.runs.exchange.bounds import DIFFERENCE, UNIT, within
from shapviz.runs.records import RobustnessRecord
from shapviz.runs.robustness import Measured, Sweep
from shapviz.runs.severity import WORST


def adds_up(record: RobustnessRecord) -> bool:
    """Return whether every part of the record is as long as it must be, where it must be, and there once."""
    swept = {(sweep.modality, sweep.corruption) for sweep in record.sweeps}
    found = [record.clean, *(measured for sweep in record.sweeps for measured in sweep.measured)]
    return (
        len(swept) == len(record.sweeps)
        and {modality for modality, _ in swept} <= set(record.players)
        and len({sweep.severities for sweep in record.sweeps}) == 1
        and all(map(_is_sweep, record.sweeps))
        and all(_is_measured(measured, len(record.players)) for measured in found)
        and all((each.samples, each.draws) == (record.samples, record.draws) for each in found)
        and min(record.samples, record.draws) >= 1
        and within((record.overall.missing, record.overall.corrupted), UNIT)
        and within((record.overall.missing_fall, record.overall.fall), DIFFERENCE)
    )


def _is_sweep(sweep: Sweep) -> bool:
    at = sweep.severities
    rising = all(below < above for below, above in pairwise(at))
    return len(at) == len(sweep.measured) >= 2 and at[0] == 0 and at[-1] <= WORST and rising


def _is_measured(found: Measured, players: int) -> bool:
    return (
        len(found.accuracy) == len(found.change) == 2**players
        and len(found.shapley) == len(found.shapley_change) == len(found.interactions) == players
        and all(len(row) == players for row in found.interactions)
        and not found.right
        and within((*found.accuracy, *([found.edm] if found.edm else [])), UNIT)
        and within((*found.change, *found.shapley), DIFFERENCE)
        and all(change.low <= change.high for change in found.shapley_change)
    )
