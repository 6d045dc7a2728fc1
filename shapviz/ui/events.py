"""Moments of a run: those worth a mark on the slider, and those that playing, or the job itself, may wait for."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypedDict

from shapviz.figures.canvas import round_ticks
from shapviz.figures.course import Course, shares_of
from shapviz.figures.theme import styles
from shapviz.games.summary import Interval
from shapviz.jobs.when import When
from shapviz.runs.records import EpochRecord

PLATEAU = 5  # epochs in a row without a new lowest validation loss
BALANCED = (0.1, 0.05)  # EDM


class Mark(TypedDict):
    """Something that happened at an epoch."""

    epoch: int
    glyph: str
    text: str


class Stop(TypedDict):
    """A moment to wait for. `value` is a `When` as JSON, empty for the end of the run."""

    value: str
    text: str
    epoch: int | None  # when it came to pass


def marks(course: Course) -> list[Mark]:
    """Return where the run was forked, who took the lead when, and which epoch was the most accurate, in order."""
    glyphs = {player: style.glyph for player, style in styles(course.players).items()}
    leads = [Mark(epoch=epoch, glyph=glyphs[player], text=f"{player} leads") for epoch, player in _overtakings(course)]
    reached = [(record.accuracy[-1], -record.epoch) for record in course.records if record.epoch and record.accuracy]
    if reached:
        leads.append(Mark(epoch=-max(reached)[1], glyph="★", text="best"))
    if course.fork:
        leads.append(Mark(epoch=course.fork.epoch, glyph="◆", text="fork"))
    return sorted(leads, key=lambda mark: mark["epoch"])


def stops(records: Sequence[EpochRecord], epochs: int) -> list[Stop]:
    """Return what one may wait for: the end, some round epochs, EDM below a bound, and a plateau."""
    end = Stop(value="", text=f"until epoch {epochs}", epoch=epochs)
    rounds = [(When(epoch=tick), f"until epoch {tick}") for tick in round_ticks(epochs, most=4) if 0 < tick < epochs]
    balanced = [(When(edm_below=bound), f"until EDM < {bound:g}") for bound in BALANCED]
    plateau = (When(plateau=PLATEAU), "until a plateau")
    return [end, *(_stop(when, text, records) for when, text in [*rounds, *balanced, plateau])]


def _stop(when: When, text: str, records: Sequence[EpochRecord]) -> Stop:
    """Return the first epoch of training after which `when` holds."""
    met = (record.epoch for place, record in enumerate(records) if record.epoch and when.met(records[: place + 1]))
    return Stop(value=when.model_dump_json(exclude_none=True), text=text, epoch=next(met, None))


def _overtakings(course: Course) -> Iterator[tuple[int, str]]:
    """Yield when a modality's share came to lead beyond doubt, and whose.

    Beyond doubt means that the intervals of first and second do not overlap: leads that change hands within the noise
    are no events.
    """
    leaders = [(epoch, leader) for epoch, valuation in course.trained if (leader := _leader(shares_of(valuation)))]
    for (_, before), (epoch, leader) in pairwise(leaders):
        if leader != before:
            yield epoch, leader


def _leader(shares: dict[str, Interval] | None) -> str | None:
    if shares is None:
        return None
    first, second, *_ = sorted(shares, key=lambda player: -shares[player].estimate)
    return first if shares[first].low > shares[second].high else None
