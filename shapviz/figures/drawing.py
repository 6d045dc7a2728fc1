"""What everything that draws a run's modalities within a story has to know."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from shapviz.figures.canvas import Canvas
from shapviz.figures.course import Course
from shapviz.figures.theme import Style, Theme, styles


@dataclass(frozen=True)
class Drawing:
    """Base of panels and labels: what is drawn, how, and the room there is for it."""

    course: Course
    theme: Theme
    canvas: Canvas

    @cached_property
    def styles(self) -> dict[str, Style]:
        """How each modality looks."""
        return styles(self.course.players)
