"""Draw the datasets' small pictures for the Train page, from their data.

    pip install -e .
    python scripts/draw_thumbnails.py

Each is 156 x 112 pixels, shown at half that size. The ground is transparent and every tone has contrast on light and on
dark; modality colours stand for modalities and nothing else.
"""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.stats import gaussian_kde

from shapviz.data import catalog, sample
from shapviz.data.synthetic import REGIMES
from shapviz.experiment import run
from shapviz.figures import theme
from shapviz.runs.options import Joint
from shapviz.runs.records import EpochRecord
from shapviz.runs.spec import DatasetSpec, RunSpec

WIDTH, HEIGHT = 156, 112
FINE = 4  # drawn this many times as large, then reduced: smooth lines
MARGIN = 14
SLATE, MIST, STEEL = "#64748B", "#94A3B8", "#475569"
HAMBURGER, TREE, CAT = 130, 178, 338  # rows of emoji3
FOUR, SIX = 800, 1203  # rows of mfeat
SEVEN = 1314  # row of avdigits
BARS = 20

Point = tuple[float, float]  # in [0, 1] x [0, 1], from the lower left


class Sketch:
    """A transparent picture that is drawn on in unit coordinates, inside a margin."""

    def __init__(self) -> None:
        self.picture = Image.new("RGBA", (WIDTH * FINE, HEIGHT * FINE))
        self.pen = ImageDraw.Draw(self.picture)

    def at(self, point: Point) -> Point:
        """Return where a point lies in pixels."""
        x, y = point
        across, up = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
        return (MARGIN + x * across) * FINE, (HEIGHT - MARGIN - y * up) * FINE

    def line(self, values: Sequence[float], colour: str, width: float = 3.5) -> None:
        """Draw values in [0, 1] from left to right."""
        points = [self.at((x, y)) for x, y in zip(np.linspace(0, 1, len(values)), values, strict=True)]
        self.pen.line(points, fill=colour, width=round(width * FINE), joint="curve")

    def dot(self, point: Point, colour: str, radius: float) -> None:
        """Draw a disc, its radius in pixels of the finished picture."""
        self.pen.circle(self.at(point), radius * FINE, fill=colour)

    def ring(self, point: Point, colour: str, radius: float) -> None:
        """Draw a circle, its radius in pixels of the finished picture."""
        self.pen.circle(self.at(point), radius * FINE, outline=colour, width=2 * FINE)

    def bar(self, left: float, right: float, height: float, colour: str) -> None:
        """Draw a bar that stands on the ground and can be seen even if its height is zero."""
        (x0, bottom), (x1, top) = self.at((left, 0)), self.at((right, height))
        self.pen.rectangle((x0, top - 3 * FINE, x1, bottom), fill=colour)

    def tiles(self, pictures: Sequence[Image.Image]) -> None:
        """Lay square pictures side by side on rounded white cards."""
        side = 68 * FINE
        gap = (WIDTH * FINE - len(pictures) * side) // (len(pictures) + 1)
        for place, picture in enumerate(pictures):
            x, y = gap + place * (side + gap), (HEIGHT * FINE - side) // 2
            self.pen.rounded_rectangle((x, y, x + side, y + side), radius=6 * FINE, fill="white")
            inner = picture.resize((60 * FINE, 60 * FINE), Image.Resampling.LANCZOS)
            self.picture.paste(inner, (x + 4 * FINE, y + 4 * FINE))

    def png(self) -> bytes:
        """Return the finished picture."""
        buffer = io.BytesIO()
        small = self.picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.quantize(128, method=Image.Quantize.FASTOCTREE).save(buffer, "PNG", optimize=True)
        return buffer.getvalue()


def race(sketch: Sketch) -> None:
    """Each modality alone in a jointly trained network, epoch by epoch."""
    events = run(RunSpec(dataset=DatasetSpec(name="race"), strategy=Joint()))
    epochs = [event.accuracy for event in events if isinstance(event, EpochRecord) and event.accuracy]
    for player, style in enumerate(theme.styles(catalog.info("race").names).values()):
        sketch.line([accuracy[1 << player] / 0.8 for accuracy in epochs], style.colour)  # 0.8: what it could reach


def emoji(sketch: Sketch) -> None:
    """Two drawings of the dataset."""
    noto = sample.load("emoji3").views["noto"]
    sketch.tiles([_picture(noto[HAMBURGER]), _picture(noto[TREE])])


def emoji3(sketch: Sketch) -> None:
    """One emoji, drawn twice."""
    views = sample.load("emoji3").views
    sketch.tiles([_picture(views[style][CAT]) for style in ("twemoji", "noto")])


def avdigits(sketch: Sketch) -> None:
    """A digit as it is written, and how loud it is from the beginning of the word to its end."""
    views = sample.load("avdigits").views
    word = np.abs(np.trim_zeros(views["audio"][SEVEN]))
    loudness = np.array([part.max() for part in np.array_split(word, BARS)])
    heights = np.repeat(loudness / loudness.max(), 3) * ([0, 1, 1] * BARS)  # bars two wide, one apart
    bars = np.abs(np.linspace(-1, 1, 3 * BARS))[:, np.newaxis] >= np.maximum(heights, 0.05)
    sketch.tiles([_grey(1 - views["image"][SEVEN, 0]), _grey(bars.astype(np.float32))])


def mfeat(sketch: Sketch) -> None:
    """A 4 and a 6, as their pixel averages show them."""
    pixels = sample.load("mfeat").views["pix"]
    ink = [1 - np.pad(pixels[row].reshape(16, 15) / 6, ((0, 0), (0, 1))) for row in (FOUR, SIX)]
    sketch.tiles([_grey(digit) for digit in ink])


def watch(sketch: Sketch) -> None:
    """One axis of each sensor in the same window."""
    views = sample.load("watch").views
    for name, height, colour in (("accel", 0.62, SLATE), ("gyro", 0.0, MIST)):
        trace = views[name][1750, 0]
        sketch.line(height + 0.38 * (trace - trace.min()) / np.ptp(trace), colour)


def heart(sketch: Sketch) -> None:
    """The highest heart rates of those who are healthy, and of those who are not."""
    dataset = sample.load("heart")
    rates = dataset.views["ecg"][:, 0]
    span = np.linspace(rates.min(), rates.max(), 60)
    densities = [gaussian_kde(rates[dataset.labels == label])(span) for label in range(2)]
    for density, colour in zip(densities, (MIST, SLATE), strict=True):
        sketch.line((density / np.max(densities)).tolist(), colour)


def penguins(sketch: Sketch) -> None:
    """Bill length against flipper length, a tone for each species."""
    dataset = sample.load("penguins")
    x, y = (_unit(dataset.views[name][:, 0]) for name in ("bill", "body"))
    for point, label in zip(zip(x, y, strict=True), dataset.labels, strict=True):
        sketch.dot(point, (SLATE, MIST, STEEL)[label], 2.4)


def true_values(sketch: Sketch, regime: str) -> None:
    """The true Shapley value of each modality, as bars."""
    truth = REGIMES[regime].truth
    count = len(truth.players)
    heights = truth.shapley / truth.shapley.max()
    for place, (height, style) in enumerate(zip(heights, theme.styles(truth.players).values(), strict=True)):
        sketch.bar((place + 0.1) / count, (place + 0.9) / count, 0.96 * height, style.colour)


def xor(sketch: Sketch) -> None:
    """What the first modality shows against what the second shows: the classes lie crosswise."""
    dataset = REGIMES["xor"].sample(seed=0, count=60)
    x, y = (_unit(_main_axis(dataset.views[name])) for name in ("left", "right"))
    for point, label in zip(zip(x, y, strict=True), dataset.labels, strict=True):
        (sketch.dot if label else sketch.ring)(point, SLATE if label else MIST, 4)


DRAWN: dict[str, Callable[[Sketch], None]] = {
    "race": race,
    "emoji": emoji,
    "emoji3": emoji3,
    "avdigits": avdigits,
    "mfeat": mfeat,
    "watch": watch,
    "heart": heart,
    "penguins": penguins,
    "unequal": lambda sketch: true_values(sketch, "unequal"),
    "redundant": lambda sketch: true_values(sketch, "redundant"),
    "noise": lambda sketch: true_values(sketch, "noise"),
    "xor": xor,
}


def _picture(values: NDArray[np.float32]) -> Image.Image:
    """Return an image (3, height, width) in [0, 1] as a picture."""
    return Image.fromarray((values.transpose(1, 2, 0) * 255).round().astype(np.uint8))


def _grey(values: NDArray[np.float32]) -> Image.Image:
    """Return an image (height, width) in [0, 1] as a picture."""
    return _picture(np.repeat(values[np.newaxis], 3, axis=0))


def _unit(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray((values - values.min()) / np.ptp(values))


def _main_axis(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the values' coordinate along the direction in which they vary most."""
    centred = values - values.mean(axis=0)
    return np.asarray(centred @ np.linalg.svd(centred, full_matrices=False).Vh[0])


def main() -> None:
    """Write a picture for every dataset of the catalog."""
    for name in catalog.names():
        sketch = Sketch()
        DRAWN[name](sketch)
        path: Path = catalog.thumbnail(name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(sketch.png())
        print(f"{path.stat().st_size:>6,}  {path.name}")


if __name__ == "__main__":
    main()
