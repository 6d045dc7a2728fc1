"""What the stage in the browser is sent: everything it needs to show a run at any of its epochs without asking again.

The payload is JSON text, since the same text goes to every browser that shows the run. Its keys::

    run, name        the run's id and name; another id is another run
    newest, planned  last epoch recorded, -1 before the first, and how many there are to be
    view, compact    which of the figures these are; the stage asks for others if they do not fit
    intro            whether to play the run by itself, for a visitor who has not chosen anything
    players          {modality: {glyph, fill, text}}: how its name is shown in a sentence
    scenes           {story, accuracy, lattice}: shapviz/figures/scene.py; null before the first valuation
    words            {epoch: {finding, lead, more, accuracy, lattice}}: sentences as of an epoch (shapviz/ui/words.py);
                     the one with the largest key <= the cursor holds, as for scenes
    lines            sentences that do not depend on the cursor
    marks            [{epoch, glyph, text}]: what happened, for the slider
    stops            [{value, text, epoch}]: what playing may wait for; epoch is null until it has come to pass
    tables           {story, accuracy, lattice}: {caption, columns, rows}, the numbers of the charts
"""

import json
from dataclasses import dataclass
from typing import Any

from shapviz.figures.accuracy import accuracy
from shapviz.figures.course import Course
from shapviz.figures.lattice import lattice
from shapviz.figures.scene import Scene
from shapviz.figures.story import story
from shapviz.figures.theme import THEMES, styles
from shapviz.runs.info import RunInfo
from shapviz.ui import events, tables, words


@dataclass(frozen=True)
class Look:
    """How a browser is to show a run."""

    theme: str  # light | dark
    view: str  # share | signed
    compact: bool


def payload(info: RunInfo | None, course: Course | None, look: Look, *, intro: bool = False) -> str:
    """Return the payload of a run as JSON text.

    Args:
        info: The run; None where there is none.
        course: What it has recorded and is compared with; None before its first valuation.
        look: How it is to be shown.
        intro: Whether it is shown to a visitor who has not chosen a run.
    """
    shown = _empty() if course is None else _full(course, look)
    head = {
        "run": info.id if info else "",
        "name": info.name if info else "",
        "newest": course.records[-1].epoch if course else -1,
        "planned": info.spec.training.epochs if info else 1,
        "view": look.view,
        "compact": look.compact,
        "intro": intro,
    }
    return json.dumps(head | shown, ensure_ascii=False, separators=(",", ":"))


def _full(course: Course, look: Look) -> dict[str, Any]:
    stops = events.stops(course.records, course.epochs)
    course = course.thinned()
    return {
        "players": _players(course.players),
        "scenes": _scenes(course, look),
        "words": {str(record.epoch): words.as_of(course, record.epoch) for record in course.records},
        "lines": words.lines(course, look.view),
        "marks": events.marks(course),
        "stops": stops,
        "tables": tables.all_tables(course),
    }


def _empty() -> dict[str, Any]:
    """Return what there is before the first valuation: places for what the job says of itself."""
    empty: dict[str, Any] = {"players": {}, "scenes": None, "words": {"0": {}}, "lines": {}, "marks": [], "tables": {}}
    return empty | {"stops": events.stops((), 1)}


def _players(players: tuple[str, ...]) -> dict[str, dict[str, str]]:
    return {
        player: {"glyph": style.glyph, "fill": style.colour, "text": style.on}
        for player, style in styles(players).items()
    }


def _scenes(course: Course, look: Look) -> dict[str, Scene]:
    theme = THEMES[look.theme]
    return {
        "story": story(course, theme, measure="signed" if look.view == "signed" else "share", compact=look.compact),
        "accuracy": accuracy(course, theme),
        "lattice": lattice(course, theme),
    }
