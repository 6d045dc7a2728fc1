"""The bars of one method in the table: what each player gets, as a share and with its sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shapviz.figures.attribution.answer import Answer, shares
from shapviz.figures.attribution.answers import Answers
from shapviz.figures.attribution.parts import Amount, Bars, Scope, Segment
from shapviz.figures.labels import percent, points, text_width
from shapviz.games.summary import Interval

_LETTERS: Final = 15  # px
_AROUND: Final = 4  # px that a number needs beside itself
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Parts:
    """What one method gives in one scope, before it is drawn."""

    answer: Answer
    scope: Scope
    place: int  # of the sample in view; without meaning for all samples

    @cached_property
    def values(self) -> NDArray[np.float64]:
        """The values (N, P) that are averaged: of all samples, or of the one in view."""
        values = self.answer.attribution.values
        return values if self.scope == "all" else values[[self.place]]

    @cached_property
    def helping(self) -> NDArray[np.float64]:
        """The mean of each player's positive values, (P,): with those that harm, all that is given is seen."""
        return np.asarray(np.maximum(self.values, 0).mean(axis=0))

    @cached_property
    def harming(self) -> NDArray[np.float64]:
        """The mean of each player's negative values, (P,)."""
        return np.asarray(np.minimum(self.values, 0).mean(axis=0))

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """Shares of |φ|, (P,); zeros where nobody gets anything."""
        return self.answer.shares if self.scope == "all" else shares(self.answer.sizes[self.place])

    @cached_property
    def amounts(self) -> list[Interval]:
        """φ of each player: with intervals over samples and draws, or of one sample over draws alone."""
        if self.scope == "all":
            return self.answer.values
        attribution, mine = self.answer.attribution, self.values[0]
        low, high = (mine if ends is None else ends[self.place] for ends in (attribution.low, attribution.high))
        return list(map(Interval, mine.tolist(), low.tolist(), high.tolist()))

    @property
    def estimated(self) -> bool:
        """Whether the amounts have an interval."""
        return self.answer.samples > 1 if self.scope == "all" else self.answer.drawn is not None

    @cached_property
    def missing(self) -> float:
        """What the values leave unexplained of the total."""
        return (
            self.answer.missing.estimate if self.scope == "all" else float(self.answer.attribution.missing[self.place])
        )

    @property
    def half_width(self) -> float | None:
        """Half of the widest 95 % interval over draws; over all samples, the mean of that."""
        if self.answer.drawn is None:
            return None
        widest = self.answer.drawn.max(axis=1)
        return float(widest.mean() if self.scope == "all" else widest[self.place])


@dataclass(frozen=True)
class Drawn:
    """The bars of all methods in one scope, on one scale."""

    answers: Answers
    parts: dict[str, Parts]
    room: float  # px that a whole bar has at least

    @cached_property
    def zero(self) -> float:
        """Where signed bars begin, as a fraction of their width."""
        return self._least / self._span if self._span else 0.0

    @cached_property
    def _least(self) -> float:
        return max((-part.harming.sum() for part in self.parts.values()), default=0.0)

    @cached_property
    def _span(self) -> float:
        most = max((part.helping.sum() for part in self.parts.values()), default=0.0)
        return float(self._least + most) if self._least + most > _ROUNDING else 0.0

    def bars(self, method: str) -> Bars:
        """Return the bars of one method, with their numbers and words."""
        part, unit = self.parts[method], self.answers.unit
        positive, negative = (unit.signed(float(each.sum())) for each in (part.helping, part.harming))
        return {
            "shares": self._shares(part),
            "signed": self._signed(part),
            "amounts": list(self._amounts(part)),
            "positive": positive,
            "negative": negative,
            "cancels": self._cancelling(part),
            "missing": f"{unit.text(part.missing)} {unit.short}" if self._leaves(part) else "0",
            "leaves": self._leaves(part),
            "give": "" if part.half_width is None else unit.within(part.half_width),
            "alt": self._alt(part),
        }

    def _shares(self, part: Parts) -> list[Segment]:
        pieces = part.shares.tolist()
        if not any(pieces):
            return []
        told = part.answer.share_intervals if part.scope == "all" and part.estimated else [None] * len(pieces)
        labels = [
            f"{player} {percent(piece)}{'' if each is None else f' [{points(each.low)}, {points(each.high)}]'}"
            for player, piece, each in zip(self.answers.players, pieces, told, strict=True)
        ]
        return list(self._laid(0.0, zip(self.answers.players, pieces, map(points, pieces), labels, strict=True)))

    def _signed(self, part: Parts) -> list[Segment]:
        """Return what harms, from zero to the left, and what helps, to the right."""
        if not self._span:
            return []
        unit, players = self.answers.unit, self.answers.players
        segments: list[Segment] = []
        for values, start in (
            (part.harming, self.zero + float(part.harming.sum()) / self._span),
            (part.helping, self.zero),
        ):
            told = [
                (
                    player,
                    abs(value) / self._span,
                    unit.text(value),
                    f"{player} {unit.signed(value)} {self._where(part, value)}",
                )
                for player, value in zip(players, values.tolist(), strict=True)
                if abs(value) > _ROUNDING
            ]
            segments += self._laid(start, told)
        return segments

    def _where(self, part: Parts, value: float) -> str:
        return "" if part.scope == "sample" else "where it helps" if value > 0 else "where it harms"

    def _laid(self, start: float, pieces: Iterable[tuple[str, float, str, str]]) -> Iterator[Segment]:
        """Yield segments side by side, each with as much text as it holds."""
        known = list(pieces)
        lefts = accumulate((width for _, width, _, _ in known), initial=start)
        for left, (player, width, text, label) in zip(lefts, known, strict=False):
            room = width * self.room - _AROUND
            bare = text_width(text, _LETTERS)
            marked = bare + text_width(f"{self.answers.styles[player].glyph} ", _LETTERS)
            yield {
                "player": player,
                "left": round(max(left, 0.0), 4),
                "width": round(width, 4),
                "text": text if bare <= room else "",
                "glyph": marked <= room,
                "label": label.strip(),
            }

    def _amounts(self, part: Parts) -> Iterator[Amount]:
        unit = self.answers.unit
        for player, amount in zip(self.answers.players, part.amounts, strict=True):
            ends = unit.bracketed(amount) if part.estimated else ""
            yield {"player": player, "text": unit.signed(amount.estimate), "interval": ends}

    def _cancelling(self, part: Parts) -> str:
        """Return what helps, what harms and what is left, where something cancels that can be seen."""
        unit = self.answers.unit
        helping, harming = float(part.helping.sum()), float(part.harming.sum())
        if not (unit.seen(helping) and unit.seen(harming)):
            return ""
        return f"{unit.signed(helping)} and {unit.signed(harming)} leave {unit.total((helping, harming))}"

    def _leaves(self, part: Parts) -> bool:
        return self.answers.unit.seen(part.missing)

    def _alt(self, part: Parts) -> str:
        amounts = ", ".join(
            f"{each['player']} {each['text']} {each['interval']}".strip() for each in self._amounts(part)
        )
        pieces = ", ".join(segment["label"] for segment in self._shares(part)) or "nobody gets anything"
        return f"Shares: {pieces}. Signed, in {self.answers.unit.name}: {amounts}."
