"""What rows in a payoff's unit have in common: a scale that holds zero, numbers in words, and what the ghost is."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shapviz.figures.canvas import Canvas, quiet_axis
from shapviz.figures.course import Course
from shapviz.figures.labels import decimal, note, points, spread, text_width
from shapviz.figures.theme import Theme

FLAG = 44  # px of the cursor's own label right of the cursor
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0)


@dataclass(frozen=True)
class Scale:
    """A y axis in the payoff's unit that ends at a round number and holds zero, with about five ticks."""

    low: float
    high: float
    step: float
    payoff: str

    @classmethod
    def of(cls, values: Iterable[float], payoff: str, *, floor: float = 0.0, ceiling: float = 0.05) -> Scale:
        """Return a scale that holds all values, and reaches a little below the lowest.

        Args:
            values: Whatever is to be drawn.
            payoff: What a worth means.
            floor: The axis reaches at least down to it.
            ceiling: And at least up to this.
        """
        known = list(values)
        low, high = min([floor, *known]), max([ceiling, *known])
        step = next((step for step in _STEPS if (high - low) / step <= 4), float(math.ceil((high - low) / 4)))
        return cls(low - 0.03 * (high - low), math.ceil(high / step) * step, step, payoff)

    def axis(self, theme: Theme) -> dict[str, Any]:
        """Return the axis; its uppermost tick also tells the unit."""
        first, last = math.ceil(self.low / self.step), round(self.high / self.step)
        ticks = [round(self.step * place, 4) for place in range(first, last + 1)]
        texts = [*(worth_in_words(tick, self.payoff) for tick in ticks[:-1]), self._with_unit(ticks[-1])]
        grid = {"showgrid": True, "gridcolor": theme.hairline}
        return quiet_axis(theme, range=[self.low, self.high], tickvals=ticks, ticktext=texts, **grid)

    def apart(self, values: list[float], *, size: float, height: float) -> list[float]:
        """Return where labels of `size` px stand in a row of `height` px so that they neither touch nor stick out."""
        gap = (size + 8) * (self.high - self.low) / height
        return spread(values, gap=gap, low=self.low + gap / 2, high=self.high - gap / 2)

    def _with_unit(self, value: float) -> str:
        return f"{worth_in_words(value, self.payoff)} {'nats' if self.payoff == 'log_likelihood' else 'pts'}"


def worth_in_words(value: float, payoff: str) -> str:
    """Return a worth in its payoff's unit: whole points for accuracy and probability, nats with two decimals."""
    return decimal(value) if payoff == "log_likelihood" else points(value)


def zero_line(course: Course, theme: Theme) -> dict[str, Any]:
    """Return the line that parts what is added from what is taken away."""
    line = {"width": 1.3, "dash": "6px,4px", "color": theme.muted}
    return {"type": "line", "layer": "between", "line": line, "x0": 0, "x1": course.epochs, "y0": 0, "y1": 0}


def ghost_words(course: Course, canvas: Canvas, theme: Theme, cursor: int) -> list[dict[str, Any]]:
    """Return above the right end what the ghost is, in as many words as there is room for."""
    if course.ghost is None or not course.ghost_trained:
        return []
    room = canvas.px(course.epochs - cursor)
    fitting = [
        text for text in (course.ghost.words, course.ghost.label) if text_width(text, canvas.tick) + FLAG <= room
    ]
    place = {"x": course.epochs, "xanchor": "right", "y": 1, "yref": "y domain", "yanchor": "bottom", "yshift": 4}
    return [note(text, **place, font={"color": theme.muted}) for text in fitting[:1]]
