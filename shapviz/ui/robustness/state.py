"""What the address of Robustness says: which run, who is absent, and what is done to whom."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import get_args

from pydantic import BaseModel

from shapviz.data.modality import Modality
from shapviz.errors import suggestion
from shapviz.runs.corruptions import FITTING, Corruption
from shapviz.runs.robustness import LAST_DRAW, Conditions, Corrupted, StandIn
from shapviz.runs.severity import WORST
from shapviz.ui.labs.naming import Find, name_in, run_in
from shapviz.ui.state import SHORT, one_of

STEP = 0.25  # between two severities that a slider can stand at
STAND_INS: tuple[StandIn, ...] = get_args(StandIn)
Players = Callable[[str | None], Sequence[Modality]]


class Choice(BaseModel, frozen=True):
    """What is shown. The browser changes all of it but the runs by itself, and writes the address too."""

    run: str | None = None  # its id; None leaves it to the page
    beside: str | None = None  # a second run, under the same conditions
    absent: tuple[str, ...] = ()
    conditions: Conditions = Conditions()
    focus: str | None = None  # the modality whose corruption the grid shows

    def query(self) -> dict[str, str]:
        """Return the address's query: what differs from the defaults."""
        shown = {
            "run": self.run and self.run[:SHORT],
            "beside": self.beside and self.beside[:SHORT],
            "absent": ",".join(self.absent),
            "stand": None if self.conditions.stand_in == STAND_INS[0] else self.conditions.stand_in,
            "corrupt": ",".join(
                f"{player}:{done.corruption}:{done.severity:g}" for player, done in self.conditions.corrupted.items()
            ),
            "focus": self.focus,
            "draw": str(self.conditions.draw or ""),
        }
        return {key: value for key, value in shown.items() if value}


def read(query: Mapping[str, str], *, find: Find, players: Players) -> tuple[Choice, list[str]]:
    """Return what `query` asks for, and a sentence for each thing in it that had to be changed or dropped.

    Args:
        query: The address's query. Nothing in it is trusted.
        find: Gives the id of the run that somebody calls this; None where there is no such run.
        players: Gives the modalities of a run, and for None those of the run that the page then shows.
    """
    rest, notes = dict(query), list[str]()
    run = run_in(rest.pop("run", None), find, notes)
    beside = run_in(rest.pop("beside", None), find, notes)
    known = {modality.name: modality for modality in players(run)}
    choice = Choice(
        run=run,
        beside=None if beside == run else beside,
        absent=_absent(rest.pop("absent", ""), known, notes),
        conditions=Conditions(
            corrupted=dict(_corrupted(rest.pop("corrupt", ""), known, notes)),
            stand_in=one_of("stand", rest.pop("stand", STAND_INS[0]), STAND_INS, notes),
            draw=_draw(rest.pop("draw", "0"), notes),
        ),
        focus=name_in("modality", rest.pop("focus", None), known, notes),
    )
    notes += [f"'{key[:40]}' says nothing to this page, so it was dropped." for key in rest]
    return choice, notes


def _absent(text: str, known: Mapping[str, Modality], notes: list[str]) -> tuple[str, ...]:
    """Return who is absent, in the order of the players."""
    asked = {name_in("modality", name, known, notes) for name in text.split(",")}
    return tuple(name for name in known if name in asked)


def _corrupted(text: str, known: Mapping[str, Modality], notes: list[str]) -> Iterator[tuple[str, Corrupted]]:
    """Yield what is done to each modality; of two things done to the same the later one holds."""
    for part in filter(None, text.split(",")):
        name, _, deed = part.partition(":")
        what, _, hard = deed.partition(":")
        player = name_in("modality", name, known, notes)
        corruption = _fitting(what, known[player], notes) if player else None
        if player and corruption:
            yield player, Corrupted(corruption=corruption, severity=_severity(player, hard, notes))


def _fitting(asked: str, modality: Modality, notes: list[str]) -> Corruption | None:
    """Return the corruption that was asked for, if there is one of that name for this kind of modality."""
    fitting = FITTING[modality.kind]
    for corruption in fitting:
        if corruption == asked:
            return corruption
    near = suggestion(asked[:40], fitting)
    notes.append(f"corrupt: no corruption '{asked[:40]}' fits {modality.name} ({modality.kind}). {near}")
    return None


def _severity(player: str, text: str, notes: list[str]) -> float:
    """Return the severity that was asked for, on the nearest step of the slider within its ends."""
    told = f"corrupt: severities go from 0 to {WORST} in steps of {STEP:g}, found '{text[:40]}' for {player}; "
    try:
        asked = float(text)
    except ValueError:
        asked = math.nan
    if math.isnan(asked):
        notes.append(f"{told}0 is used.")
        return 0.0
    severity = round(min(max(asked, 0.0), float(WORST)) / STEP) * STEP
    if severity != asked:
        notes.append(f"{told}{severity:g} is used.")
    return severity


def _draw(text: str, notes: list[str]) -> int:
    if text.isascii() and text.isdigit() and len(text) <= len(str(LAST_DRAW)):
        return int(text)
    notes.append(f"draw: expected a whole number from 0 to {LAST_DRAW}, found '{text[:40]}'; 0 is used.")
    return 0
