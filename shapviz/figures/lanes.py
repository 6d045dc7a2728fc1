"""The lowest row of a story: who learned when, a lane for each modality and a tile for each turn."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shapviz.figures.canvas import Parts, heading, quiet_axis
from shapviz.figures.drawing import Drawing
from shapviz.figures.labels import escaped
from shapviz.figures.scene import Trace
from shapviz.figures.traces import rounded
from shapviz.runs.records import EpochRecord, Turn

_AXIS = "y3"
_FAINTEST, _UNKNOWN, _THICKNESS = 0.22, 0.6, 0.74


@dataclass(frozen=True)
class Tile:
    """One modality's part in one turn."""

    start: float  # in epochs
    end: float
    norm: float | None  # of the gradient
    words: str  # for the pointer


@dataclass(frozen=True)
class Lanes(Drawing):
    """A full tile is a modality that learns, its strength the gradient's norm; an empty lane is a frozen one."""

    def traces(self) -> list[Trace]:
        """Return a bar trace for each lane."""
        tiles = {player: list(self._tiles(player)) for player in self.course.players}
        logs = [math.log(tile.norm) for lane in tiles.values() for tile in lane if tile.norm]
        span = (min(logs), max(logs)) if logs else (0.0, 0.0)
        return [self._lane(lane, tiles[player], player, span) for lane, player in enumerate(self.course.players)]

    def axis(self) -> dict[str, Any]:
        """Return an axis with a tick for each lane, the first modality uppermost."""
        names = self.canvas.names(self.canvas.tick)
        labels = [
            f'<span style="color:{s.colour}">{s.glyph}</span> {names[player]}' for player, s in self.styles.items()
        ]
        lanes = len(self.course.players)
        tickfont = {"color": self.theme.text}
        shown = {"range": [lanes - 0.5, -0.5], "tickvals": list(range(lanes)), "ticktext": labels}
        return quiet_axis(self.theme, **shown) | {"tickfont": tickfont}

    def fixed(self) -> Parts:
        """Return the empty lanes, and in words above them what a tile means."""
        words = "turns" if self.canvas.compact else "turns · strength = gradient norm · dotted = planned next"
        lanes = [self._box(lane, 0, self.course.epochs) for lane in range(len(self.course.players))]
        ground = {"layer": "below", "fillcolor": self.theme.panel, "line": {"width": 0}}
        return Parts([heading(words, self.theme, self.canvas, axis=_AXIS)], [box | ground for box in lanes], {})

    def moving(self, record: EpochRecord) -> Parts:
        """Return the turns planned for the next epoch, as dotted outlines."""
        return Parts([], [outline for turn in record.next_turns for outline in self._planned(record.epoch, turn)], {})

    def _planned(self, epoch: int, turn: Turn) -> Iterator[dict[str, Any]]:
        for lane, player in enumerate(self.course.players):
            if player in turn.modalities:
                line = {"width": 2, "dash": "dot", "color": self.styles[player].colour}
                yield self._box(lane, epoch + turn.start, epoch + turn.end) | {"line": line}

    def _box(self, lane: int, start: float, end: float) -> dict[str, Any]:
        place = {"type": "rect", "yref": _AXIS, "x0": round(start, 4), "x1": round(end, 4)}
        return {**place, "y0": lane - _THICKNESS / 2, "y1": lane + _THICKNESS / 2}

    def _tiles(self, player: str) -> Iterator[Tile]:
        """Yield a lane's tiles. Where epochs were thinned out, the one that is shown stands for those before it."""
        before = 0
        for record in self.course.records:
            stretch = record.epoch - before
            for place, turn in enumerate(record.turns, start=1):
                if player in turn.modalities:
                    norm = turn.gradient_norm.get(player)
                    words = _in_words(turn, place, len(record.turns), norm)
                    yield Tile(before + turn.start * stretch, before + turn.end * stretch, norm, words)
            before = record.epoch

    def _lane(self, lane: int, tiles: list[Tile], player: str, span: tuple[float, float]) -> Trace:
        narrowest = min((self.canvas.px(tile.end - tile.start) for tile in tiles), default=0)
        seam = 1.5 if narrowest > 6 else 0
        return {
            "type": "bar",
            "orientation": "h",
            "name": player,
            "yaxis": _AXIS,
            "base": rounded(tile.start for tile in tiles),
            "x": rounded(tile.end - tile.start for tile in tiles),
            "y": [lane] * len(tiles),
            "width": _THICKNESS,
            "customdata": [[math.ceil(tile.end - 1e-6), tile.words] for tile in tiles],
            "hovertemplate": f"<b>{player}</b> · epoch %{{customdata[0]}} · %{{customdata[1]}}<extra></extra>",
            "marker": {
                "color": self.styles[player].colour,
                "opacity": rounded((_strength(tile.norm, span) for tile in tiles), 2),
                "line": {"width": seam, "color": self.theme.background},
            },
            "meta": {"reveal": "upto"},
        }


def _in_words(turn: Turn, place: int, turns: int, norm: float | None) -> str:
    """Return the plan's own words for a turn, and how strong its gradient was."""
    strength = "" if norm is None else f"<br>gradient norm {norm:.2g}"
    return f"turn {place} of {turns}<br>{escaped(turn.why)}{strength}"


def _strength(norm: float | None, span: tuple[float, float]) -> float:
    """Return the opacity of a tile: linear in the logarithm of its gradient's norm, faintest at the run's smallest."""
    if norm is None:
        return _UNKNOWN
    low, high = span
    if norm <= 0 or low == high:
        return _FAINTEST if norm <= 0 else 1.0
    return _FAINTEST + (1 - _FAINTEST) * (math.log(norm) - low) / (high - low)
