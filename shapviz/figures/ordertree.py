"""Every order of the turns as a tree: who goes first, who next, and how accurate the network is in the end.

Each level is a turn, in the colour and with the mark of who has it. A leaf is an order, and beside it stands what it
comes to. Orders that were drawn as a sample make no tree; they are listed, the best first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from statistics import mean
from typing import Any

from shapviz.figures.canvas import base_layout, quiet_axis
from shapviz.figures.labels import escaped, note, shortened
from shapviz.figures.orderwords import about_shares, bracketed, finding, named, tenths
from shapviz.figures.scene import Scene, Trace
from shapviz.figures.theme import Style, Theme, styles
from shapviz.figures.traces import curve, rounded
from shapviz.runs.orderings import Answer, Order, Tried

TOLD = 6  # orders that the alternative text names
WIDTHS = {False: 640, True: 320}  # px; the smallest widths of a figure and of a compact one
_SPLIT = 0.5  # of the width: left of it the turns, right of it what comes of them
_HEAD, _FOOT = 30, 40  # px above the rows for words, below them for the axis


def ordertree(answer: Answer, theme: Theme, *, compact: bool = False) -> Scene:
    """Return all orders that were tried. `compact`: for figures narrower than 640 px."""
    drawing = _Drawing(answer, theme, compact)
    return {
        "data": [*drawing.edges(), drawing.turns(), *drawing.leaves()],
        "layout": drawing.layout(),
        "frames": {"0": {"annotations": [], "shapes": [], "restyle": {}, "alt": alt(answer)}},
    }


def height(answer: Answer, *, compact: bool = False) -> int:
    """Return how many px high the figure must be for all its rows."""
    rows = len(answer.tried)
    row = 40 if rows <= 6 else 19
    return _HEAD + rows * row + _FOOT + (20 if compact else 0)


def alt(answer: Answer) -> str:
    """Return what the figure shows: the finding, and the accuracies of the best orders and of the last."""
    everybody = len(answer.tried) <= TOLD
    told = answer.tried if everybody else (*answer.tried[: TOLD - 1], answer.tried[-1])
    listed = "; ".join(f"{named(tried.order)} {tenths(tried.accuracy.estimate)} %" for tried in told)
    which = "All orders" if everybody else f"The best orders of {len(answer.tried)}, and the last"
    return f"{finding(answer)} {which}: {listed}. {about_shares(answer)}".rstrip()


@dataclass(frozen=True)
class _Drawing:
    """Where everything goes: a row for each order, a column for each turn."""

    answer: Answer
    theme: Theme
    compact: bool

    @cached_property
    def is_tree(self) -> bool:
        """Whether the orders are all that there are."""
        return len(self.answer.tried) == self.answer.possible

    @cached_property
    def rows(self) -> dict[Order, int]:
        """The row of each order from the top: as the tree branches, or the best first."""
        place = {name: bit for bit, name in enumerate(self.answer.players)}
        orders = [tried.order for tried in self.answer.tried]
        if self.is_tree:
            orders.sort(key=lambda order: [place[name] for name in order])
        return {order: row for row, order in enumerate(orders)}

    @cached_property
    def looks(self) -> dict[str, Style]:
        """How each modality looks."""
        return styles(self.answer.players)

    @cached_property
    def nodes(self) -> dict[Order, tuple[float, float]]:
        """Where the branches part, by the order up to there: amid the leaves that follow. A list has none."""
        starts = {order[:turn] for order in self.rows for turn in range(len(order) + 1)} if self.is_tree else set()
        return {
            start: (len(start), mean(row for order, row in self.rows.items() if order[: len(start)] == start))
            for start in sorted(starts, key=lambda start: (len(start), start))
        }

    @cached_property
    def marks(self) -> list[tuple[float, float, str]]:
        """Where every turn stands, and whose it is."""
        if self.is_tree:
            return [(x, y, start[-1]) for start, (x, y) in self.nodes.items() if start]
        return [(turn, row, name) for order, row in self.rows.items() for turn, name in enumerate(order, start=1)]

    @property
    def size(self) -> int:
        """Px of type."""
        return 12 if self.compact else 13

    @property
    def named(self) -> bool:
        """Whether each mark has its name beside it; otherwise the names stand above."""
        return self.is_tree and not self.compact

    def edges(self) -> Iterator[Trace]:
        """Yield the branches, and over them the path of the best order."""
        best = self.answer.tried[0].order
        paths = {
            False: [(start[:-1], start) for start in self.nodes if start and start != best[: len(start)]],
            True: [(start[:-1], start) for start in self.nodes if start and start == best[: len(start)]],
        }
        for is_best, pairs in paths.items():
            x = [part for before, after in pairs for part in (self.nodes[before][0], self.nodes[after][0], None)]
            y = [part for before, after in pairs for part in (self.nodes[before][1], self.nodes[after][1], None)]
            colour, width = (self.theme.text, 2.6) if is_best else (self.theme.muted, 1.0)
            yield curve(x, y, colour=colour, width=width, reveal=None)  # type: ignore[arg-type]  # None is a gap

    def turns(self) -> Trace:
        """Return a mark for every turn."""
        return {
            "type": "scatter",
            "mode": "markers",
            "x": [x for x, _, _ in self.marks],
            "y": rounded(y for _, y, _ in self.marks),
            "marker": {
                "size": 11 if len(self.rows) > 6 else 15,
                "color": [self.looks[name].colour for _, _, name in self.marks],
                "symbol": [self.looks[name].marker for _, _, name in self.marks],
                "line": {"width": 1.5, "color": self.theme.background},
                "opacity": 1,
            },
            "hoverinfo": "skip",
            "cliponaxis": False,
        }

    def leaves(self) -> Iterator[Trace]:
        """Yield the accuracies with their intervals: the best one's as a star, then all others'."""
        best, *others = self.answer.tried
        yield self._leaf([best], "star", self.theme.text, 14)
        yield self._leaf(others, "circle", self.theme.background, 9)

    def _leaf(self, tried: list[Tried], symbol: str, fill: str, size: int) -> Trace:
        accuracies = [one.accuracy for one in tried]
        whisker = {
            "type": "data",
            "symmetric": False,
            "array": rounded((100 * (each.high - each.estimate) for each in accuracies), 2),
            "arrayminus": rounded((100 * (each.estimate - each.low) for each in accuracies), 2),
            "color": self.theme.text,
            "thickness": 1.6,
            "width": 4,
        }
        return {
            "type": "scatter",
            "mode": "markers",
            "xaxis": "x2",
            "x": rounded((100 * each.estimate for each in accuracies), 2),
            "y": [self.rows[one.order] for one in tried],
            "error_x": whisker,
            "marker": {"size": size, "symbol": symbol, "color": fill, "line": {"width": 1.8, "color": self.theme.text}},
            "customdata": [escaped(named(one.order)) for one in tried],
            "text": [f"{tenths(one.accuracy.estimate)} % {bracketed(one.accuracy)}" for one in tried],
            "hovertemplate": "<b>%{customdata}</b><br>%{text}<extra></extra>",
            "cliponaxis": False,
        }

    def layout(self) -> dict[str, Any]:
        """Return axes, the lines of the rows, and all words."""
        count, turns = len(self.rows), len(self.answer.players)
        low, high, ticks = self._axis()
        quiet: dict[str, Any] = {"showticklabels": False}
        left = {"domain": [0, _SPLIT], "range": [0 if self.is_tree else 0.7, turns + 0.3]}
        right: dict[str, Any] = {"domain": [_SPLIT + 0.04, 1], "range": [low, high]}
        right |= {"tickvals": ticks, "ticktext": [f"{tick:g} %" for tick in ticks]}
        return {
            **base_layout(self.theme, size=self.size),
            "margin": {"l": 8, "r": 8, "t": _HEAD + (20 if self.compact else 0), "b": _FOOT},
            "xaxis": quiet_axis(self.theme, **left, **quiet),
            "xaxis2": quiet_axis(self.theme, **right),
            "yaxis": quiet_axis(self.theme, range=[count - 0.5, -0.5], **quiet),
            "shapes": [self._line(row) for row in range(count)],
            "annotations": [*self._words(), *self._heads(), *self._numbers()],
        }

    def _axis(self) -> tuple[float, float, list[float]]:
        """Return the ends of the axis of accuracies, with room for the numbers at its right, and its ticks."""
        low = min(100 * one.accuracy.low for one in self.answer.tried)
        high = max(100 * one.accuracy.high for one in self.answer.tried)
        most = 2 if self.compact else 4
        step = next((step for step in (0.2, 0.5, 1, 2, 5, 10, 20) if (high - low) / step <= most), 50)
        first = step * (low // step)
        ticks = [round(first + step * tick, 1) for tick in range(most + 3) if first + step * tick <= high + step / 2]
        return first, first + (max(high, ticks[-1]) - first) / (0.62 if self.compact else 0.5), ticks

    def _line(self, row: int) -> dict[str, Any]:
        line = {"width": 1, "color": self.theme.hairline}
        place = {"xref": "paper", "x0": _SPLIT, "x1": 1, "y0": row, "y1": row}
        return {"type": "line", "layer": "below", "line": line, **place}

    def _words(self) -> Iterator[dict[str, Any]]:
        """Yield each mark's name beside it, or all names above where they have no room there."""
        if self.named:
            room = 0.8 * _SPLIT * WIDTHS[False] / len(self.answer.players) - 14
            looks = {"xanchor": "left", "xshift": 7, "borderpad": 4, "bgcolor": self.theme.background}
            for x, y, name in self.marks:
                yield note(escaped(shortened(name, self.size, room)), x=x, y=round(y, 3), **looks)
        else:
            key = "   ".join(
                f'<span style="color:{look.colour}">{look.glyph}</span> {escaped(shortened(name, self.size, 90))}'
                for name, look in self.looks.items()
            )
            yield note(key, **_above(0), yshift=22 if self.compact else 4)

    def _heads(self) -> Iterator[dict[str, Any]]:
        """Yield what the columns are."""
        muted = {"font": {"color": self.theme.muted, "size": self.size}}
        if self.named:
            last = len(self.answer.players)
            for turn in range(1, last + 1):
                text = "first" if turn == 1 else "last" if turn == last else "next"
                yield note(
                    text, x=turn, y=1, yref="paper", yanchor="bottom", xanchor="left", xshift=-6, yshift=4, **muted
                )
        after = self.answer.epoch + self.answer.epochs
        text = f"after epoch {after}" if self.compact else f"accuracy after epoch {after}"
        yield note(text, **_above(_SPLIT + 0.04), yshift=4, **muted)

    def _numbers(self) -> Iterator[dict[str, Any]]:
        """Yield each order's accuracy right of its interval; the best one's says whether it has won."""
        for one in self.answer.tried:
            is_best = one is self.answer.tried[0]
            text = f"<b>{tenths(one.accuracy.estimate)}</b>" if is_best else tenths(one.accuracy.estimate)
            if not self.compact:
                text += "".join(f" {word}" for word in self._said(one, is_best=is_best))
            place = {"x": round(100 * one.accuracy.high, 2), "y": self.rows[one.order], "xref": "x2"}
            yield note(text, **place, xanchor="left", xshift=7, bgcolor=self.theme.background)

    def _said(self, tried: Tried, *, is_best: bool) -> Iterator[str]:
        if is_best:
            yield "wins" if self.answer.conclusive else "inconclusive"
            return  # there is no room for more, and a sentence says how weak first fared
        for words, order in (("weak first", self.answer.weak_first), ("strong first", self.answer.strong_first)):
            if tried.order == order:
                yield f'<span style="color:{self.theme.muted}">{words}</span>'


def _above(x: float, axis: str = "paper") -> dict[str, Any]:
    """Return the place of words above the rows that begin at `x`."""
    return {"x": x, "xref": axis, "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "bottom"}
