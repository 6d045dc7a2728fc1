"""One modality of one sample, before and after something was done to it, as people see and hear it.

What is drawn is what the network gets: images in its own resolution, a sound as the spectrogram that its encoder looks
at, words as it knows them, features and series in units of their spread. Nothing is smoothed or beautified. Features
that form a picture are its greys: their mean in training is the middle one.
"""

import base64
import io
import wave
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from shapviz.data.dataset import View
from shapviz.data.modality import Modality
from shapviz.models.encoders.audio import log_mel
from shapviz.robustness.words import words
from shapviz.runs.exhibits import GONE, SAME, Column, Columns, Exhibit, Picture, Sound, Traces

COLUMNS = 24  # of a feature vector: more bars than this are none
GREYS = 2  # spreads from the mean of a feature to black, and to white
LANES = 6  # channels of a series
POINTS = 128  # values of a channel: a card is narrower than that


def exhibit(
    modality: Modality,
    before: View,
    after: View,
    *,
    gone: bool = False,
    typed: Sequence[str] | None = None,
    written: View | None = None,
) -> Exhibit:
    """Return what one sample's values of a modality look like.

    Args:
        modality: What the values are of.
        before: The values as the network sees them clean, of the modality's shape.
        after: The same under a corruption.
        gone: Whether the modality is missing altogether; `after` does not matter then.
        typed: Text only: the words as they were mistyped, if that was the corruption.
        written: Text only: tokens of `before`, also those of words that the network does not know.
    """
    if gone:
        after = before
    match modality.kind:
        case "image":
            return _picture(before, after, gone)
        case "audio":
            return _sound(modality, before, after, gone)
        case "text":
            return words(modality, before, after, gone=gone, typed=typed, written=written)
        case "series":
            return _traces(before, after, gone)
        case "features" if modality.grid is not None:
            return _cells(modality.grid, before, after, gone)
        case "features":
            return _columns(before, after, gone)


def wav(values: View, rate: int) -> bytes:
    """Return a waveform in [-1, 1] as a WAV file: mono, 16 bits; what lies beyond is clipped.

    Loudness is kept, so that before and after can be compared by ear.
    """
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.round(np.clip(values, -1, 1) * 32767).astype("<i2").tobytes())
    return buffer.getvalue()


def _picture(before: View, after: View, gone: bool) -> Picture:
    change = float(np.abs(after - before).mean())
    amount = f"{change:.2f}" if change >= 0.005 else "less than 0.01"
    told = f"pixels differ by {amount} of 1 on average" if change else SAME
    return Picture(**_both(_pixels(before), _pixels(after), gone, told))


def _cells(grid: tuple[int, int], before: View, after: View, gone: bool) -> Picture:
    old, new = (_bytes((values.reshape(grid) / GREYS + 1) / 2) for values in (before, after))
    return Picture(**_both(old, new, gone, _told_columns(np.abs(after - before))))


def _sound(modality: Modality, before: View, after: View, gone: bool) -> Sound:
    assert modality.rate is not None
    heard = torch.from_numpy(np.stack([before, after]).astype(np.float32))
    old, new = _bytes(np.flip(log_mel(heard, modality.rate).numpy(), axis=1))  # high tones on top
    return Sound(**_both(old, new, gone, _loudness(before, after)), seconds=len(before) / modality.rate)


def _loudness(before: View, after: View) -> str:
    """Return how loud that is which was done to a sound, beside the sound."""
    sound, done = (float(np.square(part, dtype=np.float64).mean()) for part in (before, after - before))
    if not sound or not done:
        return "sound in place of silence" if done else SAME
    decibels = round(10 * np.log10(done / sound))
    if not decibels:
        return "the change is as loud as the sound"
    return f"the change is {abs(decibels)} dB {'quieter' if decibels < 0 else 'louder'} than the sound"


def _both(old: NDArray[np.uint8], new: NDArray[np.uint8], gone: bool, told: str) -> dict[str, object]:
    """Return the fields of two pictures, of which the second is left out where it shows nothing else.

    What is told is not left out then: greys may be too few to show a change, or end before it.
    """
    after = None if gone or np.array_equal(old, new) else _png(new)
    return {"before": _png(old), "after": after, "gone": gone, "told": GONE if gone else told}


def _pixels(values: View) -> NDArray[np.uint8]:
    """Return (height, width, 3) pixels of an image of three channels, (height, width) greys of any other."""
    return _bytes(values.transpose(1, 2, 0) if len(values) == 3 else values.mean(axis=0))


def _bytes(values: View) -> NDArray[np.uint8]:
    return np.round(np.clip(values, 0, 1) * 255).astype(np.uint8)


def _png(pixels: NDArray[np.uint8]) -> str:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def _traces(before: View, after: View, gone: bool) -> Traces:
    old, new = (_thinned(values[:LANES]) for values in (before, after))
    same = np.array_equal(before, after)
    change = np.sqrt(np.square(after - before).mean())
    return Traces(
        before=_rounded(old),
        after=None if gone or same else _rounded(new),
        low=float(min(old.min(), new.min())),
        high=float(max(old.max(), new.max())),
        gone=gone,
        told=GONE if gone else SAME if same else f"values differ by {change:.2f} spreads on average",
    )


def _thinned(values: View) -> View:
    """Return (channels, at most `POINTS`) values: of each stretch the least and the greatest. No spike is lost."""
    time = values.shape[1]
    if time <= POINTS:
        return values
    stretches = np.array_split(values, POINTS // 2, axis=1)
    ends = [np.sort([part.argmin(axis=1), part.argmax(axis=1)], axis=0).T for part in stretches]
    return np.concatenate([np.take_along_axis(part, at, axis=1) for part, at in zip(stretches, ends, strict=True)], 1)


def _rounded(values: View) -> tuple[tuple[float, ...], ...]:
    """Return values with two decimals: a spread is some ten pixels high."""
    return tuple(tuple(round(float(value), 2) for value in channel) for channel in values)


def _columns(before: View, after: View, gone: bool) -> Columns:
    change = np.abs(after - before)
    shown = np.sort(np.argsort(-change, kind="stable")[:COLUMNS])
    values = np.concatenate([before[shown], after[shown], [0]])
    return Columns(
        columns=tuple(
            Column(number=int(place) + 1, before=round(float(before[place]), 2), after=round(float(after[place]), 2))
            for place in shown
        ),
        total=len(before),
        low=float(values.min()),
        high=float(values.max()),
        gone=gone,
        told=GONE if gone else _told_columns(change),
    )


def _told_columns(change: View) -> str:
    if not change.any():
        return SAME
    most = int(change.argmax())
    changed = np.count_nonzero(change)
    return f"{changed} of {len(change)} columns changed, column {most + 1} the most, by {change[most]:.1f} spreads"
