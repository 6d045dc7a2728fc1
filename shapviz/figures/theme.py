"""Colours, marks and type of every figure. Colour means modality and nothing else.

The eight slots have at least 3:1 contrast on both backgrounds and stay apart under simulated colour blindness (worst
pair: CIEDE2000 12.1), which makes them distinguishable, not obvious: shape, dash and a direct label always go along.
"""

from collections.abc import Iterable
from dataclasses import dataclass

FONT = "Inter, system-ui, sans-serif"
SMALLEST = 12  # px; nothing in a figure is set smaller


@dataclass(frozen=True)
class Style:
    """How one modality looks wherever it appears."""

    colour: str  # hex, the same on light and dark
    on: str  # hex of text that stands on the colour
    marker: str  # Plotly symbol
    glyph: str  # the same mark as a character
    dash: str  # Plotly dash


@dataclass(frozen=True)
class Theme:
    """The neutral tokens of one background, as hex."""

    name: str
    background: str
    panel: str  # lanes, empty stretches
    hairline: str
    muted: str  # secondary text, ghosts; at least 4.5:1 on the background
    text: str


LIGHT = Theme("light", background="#FFFFFF", panel="#F1F3F8", hairline="#E2E6EE", muted="#566072", text="#0F1729")
DARK = Theme("dark", background="#0E1117", panel="#1A1E29", hairline="#2A2F3C", muted="#9CA5B5", text="#EDEFF4")
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}

_WHITE, _INK = "#FFFFFF", "#0E1117"
_COLOURS = (
    ("#1556D6", _WHITE),  # Cobalt
    ("#C21A00", _WHITE),  # Brick
    ("#2D704F", _WHITE),  # Fern
    ("#85507A", _WHITE),  # Plum
    ("#B88D37", _INK),  # Ochre
    ("#4599AD", _INK),  # Lagoon
    ("#8080FF", _INK),  # Iris
    ("#808080", _INK),  # Slate
)
_MARKS = (
    ("circle", "●", "solid"),
    ("square", "■", "6px,2px"),
    ("diamond", "◆", "2px,2px"),
    ("triangle-up", "▲", "8px,2px,2px,2px"),
    ("cross", "✚", "10px,3px"),
    ("triangle-down", "▼", "4px,4px"),
    ("star", "★", "1px,3px"),
    ("hexagon", "⬢", "12px,2px"),
)
PALETTE = tuple(colour for colour, _ in _COLOURS)


def styles(players: Iterable[str]) -> dict[str, Style]:
    """Return the style of each modality, by its place in the dataset.

    From the ninth on colours repeat with other marks and dashes, so that no two of 64 modalities look the same.
    """
    return {player: _style(place) for place, player in enumerate(players)}


def _style(place: int) -> Style:
    lap, slot = divmod(place, len(_COLOURS))
    colour, on = _COLOURS[slot]
    marker, glyph, dash = _MARKS[(slot + lap) % len(_MARKS)]
    return Style(colour=colour, on=on, marker=marker, glyph=glyph, dash=dash)


# Cividis (Nunez, Anderton and Renslow, 2018, doi:10.1371/journal.pone.0199239), in ten steps.
_CIVIDIS = (
    "#00224E",
    "#123570",
    "#3B496C",
    "#575D6D",
    "#707173",
    "#8A8678",
    "#A59C74",
    "#C3B369",
    "#E1CC55",
    "#FEE838",
)


def cividis(value: float) -> str:
    """Return the hex of the step of cividis that is nearest to `value` in [0, 1]."""
    return _CIVIDIS[round(min(max(value, 0.0), 1.0) * (len(_CIVIDIS) - 1))]


def on_cividis(value: float) -> str:
    """Return the hex of text that is legible on the cividis colour of `value` in [0, 1]."""
    return _WHITE if luminance(cividis(value)) < 0.18 else _INK  # at 0.18 white and black are equally legible


def luminance(colour: str) -> float:
    """Return the relative luminance of a hex colour in [0, 1], as WCAG 2 defines it."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def faded(colour: str, opacity: float) -> str:
    """Return `colour` as an rgba with the given opacity."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
