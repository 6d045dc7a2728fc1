"""Testing a run with corrupted inputs: the usual question (`runs.afterwards` asks it), and whether a record fits."""

from collections.abc import Iterator, Mapping
from typing import Final

from shapviz.runs import corruptions
from shapviz.runs.asked import RobustnessSpec
from shapviz.runs.records import RobustnessRecord

EVERYTHING: Final = RobustnessSpec(corruptions=("all",))  # the usual question


def misfits(record: RobustnessRecord, kinds: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each sweep of a modality that there is not, or by a corruption that does not fit its own.

    Args:
        record: Our own have none; one from elsewhere, or of a dataset that has changed, may.
        kinds: Of the modalities that there are.
    """
    for sweep in record.sweeps:
        yield from corruptions.misfits({sweep.modality: sweep.corruption}, kinds)
