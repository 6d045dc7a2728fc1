"""The labels of a river: names and shares of its bands at the cursor, and those of the ghost at the right end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

from shapviz.figures.course import Shares, Stretch, shares_of
from shapviz.figures.drawing import Drawing
from shapviz.figures.labels import note, percent, spread, text_width
from shapviz.figures.theme import SMALLEST
from shapviz.games.summary import Interval

_INSET = 8  # px between the cursor and what stands beside it


def bands(shares: Shares) -> dict[str, tuple[float, float]]:
    """Return bottom and top of each band; the first modality is the uppermost."""
    tops = list(accumulate((share.estimate for share in shares.values()), lambda top, share: top - share, initial=1.0))
    return dict(zip(shares, zip(tops[1:], tops, strict=False), strict=True))


def middles(shares: Shares) -> dict[str, float]:
    """Return the height of the middle of each band."""
    return {player: (bottom + top) / 2 for player, (bottom, top) in bands(shares).items()}


class Stand(NamedTuple):
    """How the labels stand: on which side of the cursor, and with or without names."""

    left: bool
    named: bool


NAMED_LEFT, NAMED_RIGHT, NAMELESS = Stand(True, True), Stand(False, True), Stand(True, False)


@dataclass(frozen=True)
class Tags(Drawing):
    """Labels inside the river where a band holds them, else on plates of the band's colour.

    They stand left of the cursor, over the river; while that is still too short they stand on its right; and where
    neither side has room, on the left without their names.
    """

    def own(self, cursor: int) -> list[dict[str, Any]]:
        """Return the labels of the run's own bands, as of the newest valuation."""
        newest = self.course.valuation_at(cursor)
        if newest is None:
            return []
        epoch, shares = newest[0], shares_of(newest[1])
        if shares is None:
            return [self._undefined(cursor)]
        stand = self._stand(cursor, epoch, shares)
        side = {"x": epoch, "xanchor": "right", "xshift": -_INSET}
        if not stand.left:
            side = {"x": cursor, "xanchor": "left", "xshift": _INSET + 2}
        windows = self._windows(epoch, shares, stand)
        places = self._places(
            {p: self._clear_place(self._wide(windows[p]) or band) for p, band in bands(shares).items()}
        )
        return [
            note(self._text(player, shares[player], stand), **side, y=round(place, 4), font=self._font(player))
            | ({} if stand.left and self._holds(windows[player], place) else self._plate(player))
            for player, place in places.items()
        ]

    def ghost(self, cursor: int) -> list[dict[str, Any]]:
        """Return at the right end what the ghost is and its last shares, as far as there is room for them."""
        ghost, last = self.course.ghost, self.course.ghost_trained[-1:]
        shares = shares_of(last[0][1]) if last else None
        if ghost is None or shares is None:
            return []
        room = self.canvas.px(self.course.epochs - cursor) - self._taken_right_of(cursor) - _INSET
        words = next((text for text in (ghost.words, ghost.label) if text_width(text, self.canvas.tick) <= room), "")
        labels = self._ghost_labels(words, shares)
        if any(text_width(text, self.canvas.tick) > room for text, _ in labels):
            return []
        place = {"x": self.course.epochs, "xanchor": "right", "xshift": -1}
        looks = {"font": {"color": self.theme.muted}, "bgcolor": self.theme.background, "borderpad": 1}
        return [note(text, y=round(y, 4), **place, **looks) for text, y in labels]

    def _windows(self, epoch: int, shares: Shares, stand: Stand) -> dict[str, tuple[float, float]]:
        """Return between which heights each band is unbroken along its label; the lower may be above the upper."""
        windows = {}
        for player, share in shares.items():
            start = epoch - self._width(player, share, stand) / self.canvas.px(1)
            along = [bands(known)[player] for known in self._stretch(epoch).between(start, epoch)]
            windows[player] = max(bottom for bottom, _ in along), min(top for _, top in along)
        return windows

    def _wide(self, window: tuple[float, float]) -> tuple[float, float] | None:
        """Return `window` if a label fits into it."""
        low, high = window
        return window if high - low >= self._need else None

    @property
    def _need(self) -> float:
        """How much of the row's height a label's letters take."""
        return 1.1 * self.canvas.label / self.canvas.row_height(0)

    def _clear_place(self, window: tuple[float, float]) -> float:
        """Return the height nearest to the middle of `window` where no guide strikes through a label."""
        low, high = window
        middle, half, spare = (low + high) / 2, self._need / 2, max(high - low - self._need, 0)
        places = [middle + spare * step / 20 for step in range(-10, 11)]
        guides = [part / len(self.course.players) for part in range(1, len(self.course.players))]
        free = [place for place in places if all(abs(place - guide) > half for guide in guides)]
        return min(free or [middle], key=lambda place: abs(place - middle))

    def _places(self, wanted: dict[str, float]) -> dict[str, float]:
        """Return a height for each label, near the wanted one and clear of the others."""
        upwards = list(reversed(wanted.items()))
        places = self._spread([height for _, height in upwards], gap=self.canvas.label + 8)
        return {player: place for (player, _), place in zip(upwards, places, strict=True)}

    def _ghost_labels(self, words: str, shares: Shares) -> list[tuple[str, float]]:
        """Return text and height of the ghost's labels from the bottom up: one a band, and above them the words."""
        stacked = {player: shares[player] for player in self.course.players}
        labels = [
            (f"{self.styles[player].glyph} {percent(shares[player].estimate)}", middle)
            for player, middle in reversed(middles(stacked).items())
        ]
        texts, wanted = zip(*labels, *[(words, 1.0)] * bool(words), strict=True)
        return list(zip(texts, self._spread(list(wanted), gap=self.canvas.tick + 6), strict=True))

    def _spread(self, wanted: list[float], *, gap: float) -> list[float]:
        """Return the heights nearest to `wanted` at which lines of text are `gap` px apart and inside the row."""
        px = 1 / self.canvas.row_height(0)
        edge = (gap - 6) / 2 * px
        return spread(wanted, gap=gap * px, low=edge, high=1 - edge)

    def _stand(self, cursor: int, epoch: int, shares: Shares) -> Stand:
        """Return where there is room for the labels; where there is none for names, the lanes below tell them."""
        widest = self._widest(shares, NAMED_LEFT)
        if self._river_left_of(epoch) >= widest:
            return NAMED_LEFT
        return NAMED_RIGHT if self.canvas.px(self.course.epochs - cursor) >= widest else NAMELESS

    def _stretch(self, epoch: int) -> Stretch:
        """Return the stretch of defined shares that `epoch` lies in."""
        return next(stretch for stretch in reversed(self.course.stretches) if stretch.epochs[0] <= epoch)

    def _river_left_of(self, epoch: int) -> float:
        """Return how many px of unbroken river lie left of `epoch`."""
        start, _ = next(self._stretch(epoch).corners())
        return self.canvas.px(epoch - start)

    def _taken_right_of(self, cursor: int) -> float:
        """Return how many px the river's own labels take right of the cursor."""
        newest = self.course.valuation_at(cursor)
        shares = shares_of(newest[1]) if newest else None
        if newest is None or shares is None or self._stand(cursor, newest[0], shares).left:
            return 0
        return self._widest(shares, NAMED_RIGHT)

    def _text(self, player: str, share: Interval, stand: Stand) -> str:
        ends = self._ends(share)
        small = f' <span style="font-size:{SMALLEST}px">{ends}</span>' if ends else ""
        return f"{self._name(player, stand)} <b>{percent(share.estimate)}</b>{small}"

    def _name(self, player: str, stand: Stand) -> str:
        name = f" {self.canvas.names(self.canvas.label)[player]}" if stand.named else ""
        return f"{self.styles[player].glyph}{name}"

    def _ends(self, share: Interval) -> str:
        """Return the ends of the interval, where there is room for such detail."""
        return "" if self.canvas.terse else f"{100 * share.low:.0f}–{100 * share.high:.0f}"

    def _width(self, player: str, share: Interval, stand: Stand) -> float:
        """Return how many px a label takes, its distance from the cursor included."""
        main = text_width(f"{self._name(player, stand)} {percent(share.estimate)} ", self.canvas.label)
        return main + text_width(self._ends(share), SMALLEST) + _INSET

    def _widest(self, shares: Shares, stand: Stand) -> float:
        return max(self._width(player, share, stand) for player, share in shares.items()) + _INSET

    def _holds(self, window: tuple[float, float], place: float) -> bool:
        """Return whether a label at `place` lies within the window of its band."""
        low, high = window
        return low <= place - self._need / 2 and place + self._need / 2 <= high

    def _font(self, player: str) -> dict[str, Any]:
        return {"size": self.canvas.label, "color": self.styles[player].on}

    def _plate(self, player: str) -> dict[str, Any]:
        """Return the ground of a label that stands outside its band."""
        plate = {"bgcolor": self.styles[player].colour, "bordercolor": self.theme.background}
        return {**plate, "borderwidth": 1.5, "borderpad": 2}

    def _undefined(self, cursor: int) -> dict[str, Any]:
        room = self.canvas.px(self.course.epochs - cursor) - 2 * _INSET
        side = {"xanchor": "left", "xshift": _INSET}
        if room < text_width("shares are undefined", self.canvas.tick):
            side = {"xanchor": "right", "xshift": -_INSET}
        looks = {"font": {"color": self.theme.muted}, "bgcolor": self.theme.background, "align": "left"}
        return note("no φ is positive:<br>shares are undefined", x=cursor, y=0.5, **side, **looks)
