"""The encoder of sound: a fixed spectrogram, then what encodes pictures."""

from collections.abc import Sequence
from math import ceil, log10

import torch
from torch import Tensor, nn
from torch.nn import functional

from shapviz.models.encoders.image import ImageEncoder

FRAME = 0.032  # seconds: long enough to tell two harmonics of a voice apart
HOP = 0.020  # seconds from one frame to the next: short enough for a plosive
BANDS = 32  # from 0 Hz to half the rate
FLOOR = -70.0  # dB below a sine of full scale; what is quieter counts as silence


class LogMel(nn.Module):
    """(B, time) waveforms in [-1, 1] to (B, `BANDS`, frames) in [0, 1]: loudness by pitch and time.

    Power in triangular bands that are equally wide in mel, 2595 log10(1 + f / 700), in decibels between `FLOOR` and 0,
    where a sine of full scale lies. Nothing is learned from data, so that a clip looks the same in every split. The
    first band is the lowest. Filters are no part of a checkpoint: they follow from the rate.
    """

    window: Tensor
    filters: Tensor

    def __init__(self, rate: int) -> None:
        super().__init__()
        self.frame, self.hop = round(FRAME * rate), round(HOP * rate)
        window = torch.hann_window(self.frame)
        self.register_buffer("window", 2 * window / window.sum(), persistent=False)  # a sine keeps its amplitude
        self.register_buffer("filters", _filters(rate, self.frame), persistent=False)

    def frames(self, time: int) -> int:
        """Return how many frames a clip of `time` values has: one for each hop that it has begun."""
        return ceil(time / self.hop)

    def forward(self, waveforms: Tensor) -> Tensor:
        """Return the pictures, (B, `BANDS`, frames)."""
        time = waveforms.shape[-1]
        margin = self.frame - self.hop  # silence around the clip, so that each frame lies about the middle of its hop
        left = margin // 2
        padded = functional.pad(waveforms, (left, margin - left + self.frames(time) * self.hop - time))
        spectrum = torch.fft.rfft(padded.unfold(-1, self.frame, self.hop) * self.window)
        power = (spectrum.real.square() + spectrum.imag.square()) @ self.filters.T
        decibels = 10 * power.clamp(min=10 ** (FLOOR / 10)).log10()
        picture: Tensor = (1 - decibels / FLOOR).clamp(max=1).mT
        return picture


def log_mel(waveforms: Tensor, rate: int) -> Tensor:
    """Return what an `AudioEncoder` sees of waveforms (B, time) in [-1, 1]: (B, `BANDS`, frames) in [0, 1].

    Args:
        waveforms: Clips of one length.
        rate: Values a second, in Hz.
    """
    with torch.no_grad():
        pictures: Tensor = LogMel(rate).to(waveforms)(waveforms)
    return pictures


def band_edges(rate: int) -> list[float]:
    """Return what lies between neighbouring bands, and below and above all of them, in Hz: `BANDS` + 1 of them.

    Bands overlap. Between two, the edge is where both hear as much, halfway between their middles in mel.
    """
    top = 2595 * log10(1 + rate / 2 / 700)
    inner = [700 * (10 ** (top * (band + 0.5) / (BANDS + 1) / 2595) - 1) for band in range(1, BANDS)]
    return [0.0, *inner, rate / 2]


class AudioEncoder(nn.Module):
    """(B, time) waveforms to (B, features): a picture of the sound (`LogMel`), which an `ImageEncoder` looks at.

    Args:
        time: Values in a clip.
        rate: Values a second, in Hz.
        widths: Channels of each block of the image encoder.
        features: Width of the output.
    """

    def __init__(self, time: int, rate: int, widths: Sequence[int], features: int) -> None:
        super().__init__()
        self.picture = LogMel(rate)
        self.look = ImageEncoder((1, BANDS, self.picture.frames(time)), widths, features)

    def forward(self, inputs: Tensor) -> Tensor:
        """Return the feature vectors, (B, features)."""
        features: Tensor = self.look(self.picture(inputs).unsqueeze(1))
        return features


def _filters(rate: int, frame: int) -> Tensor:
    """Return the weight of each frequency of a frame in each band, (`BANDS`, frame // 2 + 1).

    Each band rises from the middle of the one below to 1 at its own, and falls to the middle of the one above.
    """
    frequencies = torch.linspace(0, rate / 2, frame // 2 + 1)
    mel = 2595 * (1 + frequencies / 700).log10()
    middles = torch.linspace(0, float(mel[-1]), BANDS + 2)[:, None]
    distance = (mel - middles[1:-1]) / middles[1]
    return (1 - distance.abs()).clamp(min=0)
