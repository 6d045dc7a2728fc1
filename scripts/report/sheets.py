"""Sheets that show what corruptions do to a sample, as SVG that a browser shows in light and in dark."""

from base64 import b64encode
from collections.abc import Callable
from html import escape
from io import BytesIO
from typing import Final

import numpy as np
import torch
from PIL import Image

from scripts.report.figures import STYLE
from shapviz.data import catalog
from shapviz.data.dataset import View
from shapviz.data.modality import Modality
from shapviz.models.encoders.audio import log_mel
from shapviz.robustness.corruptions import corrupt
from shapviz.runs.corruptions import FITTING, about
from shapviz.runs.robustness import Corrupted
from shapviz.runs.severity import WORST, told
from shapviz.runs.spec import DatasetSpec

SHOWN: Final = {
    "image": ("emoji3", "twemoji"),
    "audio": ("avdigits", "audio"),
    "series": ("watch", "accel"),
    "features": ("mfeat", "zer"),
}
UNSEEN: Final = ("mispairing", "missing")  # nothing about a single sample shows them
TILE: Final = 96
GAP: Final = 14
LABELS: Final = 160  # width of the column of names
TOP: Final = 58
ROW: Final = TILE + 34
TRACES: Final = """
.trace { fill: none; stroke: #1f2937; stroke-width: 1.4 } .second { stroke-dasharray: 4 2 }
.third { stroke-dasharray: 1 2 } .bar { stroke: #1f2937; stroke-width: 1.6 }
@media (prefers-color-scheme: dark) { .trace, .bar { stroke: #e5e7eb } }
"""
DASHES: Final = ("first", "second", "third")


def sheet(kind: str) -> str:
    """Return a row of tiles for each corruption of a kind of modality, a tile for each severity, with its level."""
    modality, values, reference = sample_of(kind)
    shown = [corruption for corruption in FITTING[kind] if corruption not in UNSEEN]
    width, height = LABELS + (WORST + 1) * (TILE + GAP), TOP + ROW * len(shown)
    title = f"{kind.capitalize()}: {modality.name} of {SHOWN[kind][0]}, severities 0 to {WORST}"
    parts = [f'<text class="title" x="12" y="26">{escape(title)}</text>']
    for row, corruption in enumerate(shown):
        top = TOP + ROW * row
        parts.append(f'<text class="head" x="12" y="{top + TILE / 2}">{escape(about(kind, corruption).title)}</text>')
        for severity in range(WORST + 1):
            asked = Corrupted(corruption=corruption, severity=severity)
            damaged = corrupt(modality, values, asked, seed=0, reference=reference).values[0]
            left = LABELS + severity * (TILE + GAP)
            level = escape(_short(told(kind, corruption, severity)))
            parts.append(f'<g transform="translate({left} {top})">{_TILES[kind](modality, damaged)}</g>')
            parts.append(
                f'<text class="muted" x="{left + TILE / 2}" y="{top + TILE + 16}" text-anchor="middle">{level}</text>'
            )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(title)}">\n<style>{STYLE}{TRACES}</style>\n'
        f'<rect class="paper" width="{width}" height="{height}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def sample_of(kind: str) -> tuple[Modality, View, View]:
    """Return a modality, one sample of its test split (1, *shape), and its training rows: text is that of emoji3."""
    dataset, name = SHOWN.get(kind, ("emoji3", "words"))
    data, splits = catalog.load(DatasetSpec(name=dataset), seed=0)
    return data.modality(name), data.views[name][splits.test[:1]], data.views[name][splits.train]


def _short(level: str) -> str:
    """Return a level without the words that the row's name makes superfluous."""
    return level.split(" of ")[0].replace("speed up to ", "")


def _picture(modality: Modality, pixels: View) -> str:
    """Return the tile of an image, (channels, height, width) in [0, 1]."""
    page = np.round(255 * pixels.transpose(1, 2, 0)).astype(np.uint8)
    file = BytesIO()
    Image.fromarray(page if page.shape[2] == 3 else page[:, :, 0]).save(file, "PNG")
    href = f"data:image/png;base64,{b64encode(file.getvalue()).decode()}"
    return f'<image href="{href}" width="{TILE}" height="{TILE}" style="image-rendering: pixelated"/>'


def _spectrogram(modality: Modality, waveform: View) -> str:
    """Return the tile of a clip: time to the right, pitch upwards, dark is loud."""
    assert modality.rate is not None
    loudness = log_mel(torch.from_numpy(waveform[None]), modality.rate)[0].numpy()
    return _picture(modality, 1 - loudness[None, ::-1])


def _traces(modality: Modality, channels: View) -> str:
    """Return the tile of a series: a line for each channel; six spreads fit in."""
    time = np.linspace(0, TILE, channels.shape[1])
    lines = []
    for dash, channel in zip(DASHES, channels, strict=True):
        heights = np.clip(TILE / 2 - channel * TILE / 6, 0, TILE)
        points = " ".join(f"{x:.0f},{y:.0f}" for x, y in zip(time, heights, strict=True))
        lines.append(f'<polyline class="trace {dash}" points="{points}"/>')
    return "".join(lines)


def _bars(modality: Modality, columns: View) -> str:
    """Return the tile of features: a bar for each column; eight spreads fit in."""
    places = np.linspace(2, TILE - 2, len(columns))
    heights = np.clip(TILE / 2 - columns * TILE / 8, 0, TILE)
    path = "".join(f"M{x:.1f} {TILE / 2:.0f}V{y:.1f}" for x, y in zip(places, heights, strict=True))
    return f'<path class="bar" d="{path}"/>'


_TILES: dict[str, Callable[[Modality, View], str]] = {
    "image": _picture,
    "audio": _spectrogram,
    "series": _traces,
    "features": _bars,
}
