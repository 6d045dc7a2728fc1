"""What the browser is sent to show a comparison: every view, against every baseline, at every epoch.

The payload travels as JSON text. Its keys::

    choice    ids of the runs, joined; another choice is another comparison
    epochs    where the time axis ends
    compact   which of the figures these are; the page asks for others if they do not fit
    players   {modality: {glyph, fill, text}}: how its name is shown in a sentence
    groups    [{key, title, glyph, ids}] that are compared
    views     {share, accuracy, signed}: [{title, told, group, scene}], the small figures of each view
    ghosts    {accuracy, signed}: {baseline: {line: looks}}, how the line of a baseline looks among the others
    against   {baseline: ...}, see `_against`
    tables    {share, accuracy, signed}: the numbers of the views
    how       {chart: text}: how to read it
"""

import json
from collections.abc import Sequence
from typing import Any

from shapviz.figures.compare import overlay
from shapviz.figures.compare.difference import difference
from shapviz.figures.compare.landing import landing, spot
from shapviz.figures.compare.river import river
from shapviz.figures.theme import THEMES, Theme, styles
from shapviz.ui.compare import cards, tables, words
from shapviz.ui.compare.lineup import Entry
from shapviz.ui.compare.match import Match, Side, match

Payload = dict[str, Any]
SIDE_BY_SIDE = 3  # figures; more are drawn with the type of narrow ones


def payload(entries: Sequence[Entry], theme: str, *, compact: bool) -> Payload:
    """Return the payload of a comparison.

    Args:
        entries: The groups that were chosen.
        theme: light | dark.
        compact: Whether the window is narrow.
    """
    sides = [Side(entry, entry.contender) for entry in entries if entry.contender]
    epochs = max((side.contender.epochs for side in sides), default=1)
    matches = {side.entry.key: match(sides, side.entry.key) for side in sides}
    tokens = THEMES[theme]
    shown = _views(sides, epochs, tokens, compact)
    return {
        "choice": ",".join(run for entry in entries for run in entry.ids),
        "epochs": epochs,
        "compact": compact,
        "players": _players(sides),
        "groups": [
            {"key": e.key, "title": e.title, "glyph": e.mark.glyph, "ids": e.ids, "shown": e.contender is not None}
            for e in entries
        ],
        "views": shown,
        "ghosts": {key: overlay.ghosted([side.contender for side in sides], key, tokens) for key in matches},
        "against": {key: _against(one, entries, epochs, tokens, compact) for key, one in matches.items()},
        "alone": cards.unfinished(entries),
        "tables": tables.views([side.contender for side in sides]),
        "how": GUIDES,
    }


def text(payload: Payload) -> str:
    """Return the payload as JSON."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _against(one: Match, entries: Sequence[Entry], epochs: int, theme: Theme, compact: bool) -> Payload:
    """Return what depends on the baseline: sentences, cards, the two figures below, marks on the slider."""
    spots = {side.entry.key: place for side in one.sides if (place := spot(side.contender))}
    led = words.arrow(one)
    arrow = (spots[led[1].entry.key], spots[led[0].entry.key]) if led else None
    return {
        "finding": words.finding(one),
        "measure": words.measure(one),
        "cards": cards.all_cards(one, entries),
        "settings": words.differences_in_settings(entries, one.baseline.entry.key),
        "marks": _marks(one),
        "difference": {
            "title": words.differences_title(one),
            "told": words.differences_measure(one),
            "scene": difference(one.gaps, one.baseline.contender, epochs, theme, narrow=compact),
        }
        if one.gaps
        else None,
        "landing": {
            "title": words.landing_title(one),
            "told": words.landing_measure(one),
            "scene": landing(list(spots.values()), theme, arrow=arrow),
        }
        if spots
        else None,
        "tables": tables.against(one),
    }


def _views(sides: Sequence[Side], epochs: int, theme: Theme, compact: bool) -> dict[str, list[Payload]]:
    contenders = [side.contender for side in sides]
    if not contenders:
        return {"share": [], "accuracy": [], "signed": []}
    small = compact or len(contenders) > SIDE_BY_SIDE
    return {
        "share": [
            {
                "title": [f"{side.entry.mark.glyph} {side.entry.title}"],
                "told": words.summary(side.contender),
                "group": side.entry.key,
                "scene": river(side.contender, epochs, theme, narrow=small),
            }
            for side in sides
        ],
        "accuracy": [
            {
                "title": ["Validation accuracy"],
                "told": ["%, mean over seeds with its 95 % band; the baseline dotted"],
                "group": None,
                "scene": overlay.accuracies(contenders, epochs, theme, narrow=compact),
            }
        ],
        "signed": [
            {
                "title": [{"tag": player}],
                "told": [UNITS[contenders[0].payoff]],
                "group": None,
                "scene": scene,
            }
            for player, scene in overlay.values(contenders, epochs, theme).items()
        ],
    }


def _players(sides: Sequence[Side]) -> dict[str, dict[str, str]]:
    return {
        player: {"glyph": style.glyph, "fill": style.colour, "text": style.on}
        for side in sides
        for player, style in styles(side.contender.players).items()
    }


def _marks(one: Match) -> list[dict[str, Any]]:
    """Return since when somebody has been ahead of the baseline, or behind it, for the slider."""
    moments = [(moment, gap.contender.mark.glyph) for gap in one.gaps if (moment := words.since(gap.trained))]
    found: dict[tuple[int, str], str] = {}
    for (epoch, last), glyph in moments:
        place = epoch, "ahead" if last.mean > 0 else "behind"
        found[place] = found.get(place, "") + glyph
    return [{"epoch": epoch, "glyph": glyphs, "text": where} for (epoch, where), glyphs in sorted(found.items())]


UNITS = {"accuracy": "φ, points", "probability": "φ, points of probability", "log_likelihood": "φ, nats"}
GUIDES = {
    "share": (
        "Each figure is a group of runs that differ by their seed only; each band is one modality's share of what all "
        "contribute (the positive Shapley values φ), as a mean over seeds. All figures have the same axes."
    ),
    "accuracy": (
        "Each line is a group's validation accuracy as a mean over its seeds, with its 95 % interval. Groups differ by "
        "dash and name; the baseline is dotted."
    ),
    "signed": (
        "Each figure is a modality, each line a group: the modality's Shapley value φ, what it adds on average over "
        "all orders of joining, as a mean over seeds with its 95 % interval. The baseline is dotted."
    ),
    "difference": (
        "Runs of the same seed share their split, initial weights and batches, so each is subtracted from its twin. "
        "The line is the mean of these differences, the band its 95 % interval by Student's t. Where the band is "
        "hatched it covers zero: then nobody can say who is ahead. Each epoch stands for itself."
    ),
    "landing": (
        "Each mark is a finished run on the test split. Right is less balanced: EDM is 0 when all modalities "
        "contribute alike. An ellipse holds 95 % of a normal distribution with the seeds' mean and spread."
    ),
}
