"""The figures of docs/results.md, as SVG that a browser shows in light and in dark."""

from collections.abc import Sequence
from html import escape
from typing import Final

from scripts.report import words
from shapviz.comparison import MEASURES
from shapviz.studies.summary import Line

LABELS: Final = 310  # width of the column of settings
COLUMN: Final = 132  # of each dataset
ROW: Final = 24
EDGE: Final = 12
TOP: Final = 74
BOTTOM: Final = 34
INNER: Final = 50  # half the width that a column draws in
STYLE: Final = """
text { font: 13px Inter, system-ui, sans-serif; fill: #1f2937 } .muted { fill: #6b7280; font-size: 12px }
.head { font-weight: 600 } .title { font-size: 15px; font-weight: 650 } .zero { stroke: #9ca3af; stroke-dasharray: 2 3 }
.mark { stroke: #1f2937; stroke-width: 1.8; fill: #1f2937 } .open { fill: #ffffff } .paper { fill: #ffffff }
@media (prefers-color-scheme: dark) {
text { fill: #e5e7eb } .muted { fill: #9ca3af } .mark { stroke: #e5e7eb; fill: #e5e7eb } .open { fill: #0d1117 }
.paper { fill: #0d1117 } .zero { stroke: #6b7280 } }
"""


def forest(lines: Sequence[Line], measure: str, title: str, baseline: str) -> str:
    """Return the differences of all settings to the baseline: a row each, a column with its own scale for a dataset.

    A filled mark is a difference that holds at 5 % beside all others of its column (Holm); an open one does not.
    """
    shown = [line for line in lines if measure in line.contrasts]
    datasets = list(dict.fromkeys(line.dataset for line in shown))
    settings = list(dict.fromkeys(line.setting for line in shown))
    width, height = LABELS + COLUMN * len(datasets) + EDGE, TOP + ROW * len(settings) + BOTTOM
    parts = [f'<text class="title" x="{EDGE}" y="26">{escape(title)}</text>']
    for place, setting in enumerate(settings):
        parts.append(f'<text x="{EDGE}" y="{_middle(place) + 4}">{escape(setting)}</text>')
    for place, dataset in enumerate(datasets):
        column = [line for line in shown if line.dataset == dataset]
        parts += _column(column, settings, measure, LABELS + COLUMN * place + COLUMN / 2)
    about = f"{title}. Differences to {baseline} by dataset, with 95 % intervals; the tables below hold the numbers."
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(about)}">\n<style>{STYLE}</style>\n'
        f'<rect class="paper" width="{width}" height="{height}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _column(lines: Sequence[Line], settings: Sequence[str], measure: str, centre: float) -> list[str]:
    """Return a dataset's column: its name, its scale, and a mark with whiskers for each setting."""
    reach = max(abs(end) for line in lines for end in _ends(line, measure)) or 1.0
    bottom = TOP + ROW * len(settings)
    scale = words.number(reach, measure, signed=True)
    name = escape(_short(lines[0].dataset))
    drawn = [
        f'<text class="head" x="{centre}" y="{TOP - 22}" text-anchor="middle">{name}</text>',
        f'<line class="zero" x1="{centre}" x2="{centre}" y1="{TOP - 8}" y2="{bottom}"/>',
        f'<text class="muted" x="{centre + INNER}" y="{bottom + 18}" text-anchor="middle">{scale}</text>',
        f'<text class="muted" x="{centre}" y="{bottom + 18}" text-anchor="middle">0</text>',
    ]
    for line in lines:
        drawn += _mark(line, measure, centre, INNER / reach, _middle(settings.index(line.setting)))
    return drawn


def _mark(line: Line, measure: str, centre: float, unit: float, y: float) -> list[str]:
    contrast = line.contrasts[measure]
    low, high = _ends(line, measure)
    x = centre + unit * contrast.difference.mean
    seen = "mark" if contrast.significant else "mark open"
    said = f"{line.setting} on {line.dataset}: {words.difference(contrast.difference, measure)} {_unit(measure)}"
    return [
        f'<g><title>{escape(said)}</title><line class="mark" x1="{centre + unit * low:.1f}" '
        f'x2="{centre + unit * high:.1f}" y1="{y}" y2="{y}"/><circle class="{seen}" cx="{x:.1f}" cy="{y}" r="4.2"/></g>'
    ]


def _ends(line: Line, measure: str) -> tuple[float, float]:
    found = line.contrasts[measure].difference
    return (found.mean, found.mean) if found.low is None or found.high is None else (found.low, found.high)


def _middle(place: int) -> float:
    return TOP + ROW * (place + 0.5)


def _unit(measure: str) -> str:
    return "points" if MEASURES[measure].unit == "accuracy" else "EDM"


def _short(dataset: str) -> str:
    return dataset.replace("mfeat: zer, mor, fou", "mfeat, 3 views")
