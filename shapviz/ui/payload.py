"""What the stage in the browser is sent: everything it needs to show a run at any of its epochs without asking again.

The payload travels as JSON text, the same for every browser that shows the run. Its keys::

    run, name        the run's id and name; another id is another run
    newest, planned  last epoch recorded, -1 before the first, and how many there are to be
    view, compact    which of the figures these are; the stage asks for others if they do not fit
    kept             epochs from whose checkpoints the run can be forked
    intro            whether to play the run by itself, for a visitor who has not chosen anything
    players          {modality: {glyph, fill, text}}: how its name is shown in a sentence
    scenes           {story, accuracy, lattice}: shapviz/figures/scene.py; null before the first valuation
    words            {epoch: {finding, lead, more, accuracy, lattice}}: sentences as of an epoch (shapviz/ui/words.py);
                     the one with the largest key <= the cursor holds, as for scenes
    lines            sentences that do not depend on the cursor
    marks            [{epoch, glyph, text}]: what happened, for the slider
    stops            [{value, text, epoch}]: what playing may wait for; epoch is null until it has come to pass
    tables           {story, accuracy, lattice, verdict}: {caption, columns, rows}, the numbers behind them
    command          what gives the same run on a command line; null where its parent is gone
    sampled          whether classes and temperatures can be asked for (shapviz/ui/lab.py)
    verdict          what is concluded at the end (shapviz/ui/verdict.py); null without a diagnosis
    ask              {say, button}: how to come by a verdict, where there is none; null where there can be none
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shapviz.figures.accuracy import accuracy
from shapviz.figures.course import Course
from shapviz.figures.lattice import lattice
from shapviz.figures.scene import Scene
from shapviz.figures.story import Measure, story
from shapviz.figures.theme import THEMES, styles
from shapviz.runs.info import RunInfo
from shapviz.ui import events, evidence, examination, guides, tables, verdict, words

Payload = dict[str, Any]


@dataclass(frozen=True)
class Look:
    """How a browser is to show a run."""

    theme: str  # light | dark
    view: Measure
    compact: bool
    plain: bool = False  # for beginners


def payload(
    info: RunInfo | None,
    course: Course | None,
    look: Look,
    *,
    intro: bool = False,
    before: Scene | None = None,
    kept: Sequence[int] = (),
    case: verdict.Case | None = None,
    command: str | None = None,
    sampled: bool = False,
) -> Payload:
    """Return the payload of a run.

    Args:
        info: The run; None where there is none.
        course: What it has recorded and is compared with; None before its first valuation.
        look: How it is to be shown.
        intro: Whether it is shown to a visitor who has not chosen a run.
        before: The story that was sent when fewer epochs had been recorded, to be gone on with.
        kept: The epochs of which it has a checkpoint.
        case: Its diagnosis; None without one.
        sampled: Whether there is a table of its samples.
        command: What gives the same run on a command line; None where nothing does.
    """
    epochs = info.spec.training.epochs if info else 1
    shown = _empty(epochs) if course is None else _full(course, look, before)
    if case:
        shown["tables"]["verdict"] = evidence.table(case.record)
    head = {
        "run": info.id if info else "",
        "name": info.name if info else "",
        "newest": course.records[-1].epoch if course else -1,
        "planned": epochs,
        "view": look.view,
        "compact": look.compact,
        "kept": [epoch for epoch in kept if info and info.epoch is not None and epoch <= info.epoch],
        "intro": intro,
        "command": command,
        "sampled": sampled,
        "verdict": case and verdict.told(case),
        "ask": examination.offer(info, course, kept) if info and course and not case else None,
    }
    return head | shown


def text(payload: Payload) -> str:
    """Return the payload as JSON."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _full(course: Course, look: Look, before: Scene | None) -> Payload:
    stops = events.stops(course.records, course.epochs)
    course = course.thinned()
    return {
        "players": _players(course.players),
        "scenes": _scenes(course, look, before),
        "words": {str(record.epoch): words.as_of(course, record.epoch, look.view) for record in course.records},
        "lines": guides.lines(course, look.view, plain=look.plain),
        "marks": events.marks(course),
        "stops": stops,
        "tables": tables.all_tables(course, look.view),
    }


def _empty(epochs: int) -> Payload:
    """Return what there is before the first valuation: places for what the job says of itself."""
    empty: Payload = {"players": {}, "scenes": None, "words": {"0": {}}, "lines": {}, "marks": [], "tables": {}}
    return empty | {"stops": events.stops((), epochs)}


def _players(players: tuple[str, ...]) -> dict[str, dict[str, str]]:
    return {
        player: {"glyph": style.glyph, "fill": style.colour, "text": style.on}
        for player, style in styles(players).items()
    }


def _scenes(course: Course, look: Look, before: Scene | None) -> dict[str, Scene]:
    theme = THEMES[look.theme]
    return {
        "story": story(course, theme, measure=look.view, compact=look.compact, plain=look.plain, before=before),
        "accuracy": accuracy(course, theme),
        "lattice": lattice(course, theme),
    }
