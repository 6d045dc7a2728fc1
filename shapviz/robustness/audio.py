"""Corruptions of audio: (N, time), waveforms in [-1, 1] at the modality's rate.

Whatever is added is measured against each clip's own power, as in the literature on noisy speech (Hirsch and Pearce,
"The Aurora experimental framework", ISCA ASR2000). The masks are those of SpecAugment (Park et al., arXiv:1904.08779),
laid on the sound itself instead of its spectrogram, so that they can be heard.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft, rfftfreq

from shapviz.data.dataset import View
from shapviz.robustness.case import Case, spans

VOICES = 5  # in a babble; with more of them it becomes noise in the spectrum of speech
SLOPE = 4  # order of the low-pass filter: 24 dB an octave


def noise(case: Case) -> View:
    """Return the clips with white noise; the level is its amplitude relative to the clip's own."""
    return _mixed(case, case.normal())


def babble(case: Case) -> View:
    """Return the clips with several training clips on top; the level is their sum's amplitude to the clip's own."""
    voices = case.rng.integers(len(case.reference), size=(len(case.values), VOICES)).T
    crowd = case.reference[voices[0]]
    for voice in voices[1:]:
        crowd += case.reference[voice]
    return _mixed(case, crowd)


def time_mask(case: Case) -> View:
    """Return the clips with a span of that share of the time silent."""
    silent = spans(case.dice(), case.level, case.values.shape[1])
    return np.where(silent, np.float32(0), case.values)


def frequency_mask(case: Case) -> View:
    """Return the clips without a band of frequencies that is as wide as that share of the mel scale."""
    hertz = _frequencies(case)
    mel = np.log1p(hertz / 700)  # in units that do not matter
    place = mel / mel[-1]
    start = case.dice(1) * (1 - case.level)
    return _filtered(case, (place < start) | (place > start + case.level))


def clipping(case: Case) -> View:
    """Return the clips amplified by so many decibels and cut off at their own former peak."""
    peak = np.abs(case.values).max(axis=1, keepdims=True)
    return np.clip(case.values * np.float32(10 ** (case.level / 20)), -peak, peak)


def low_pass(case: Case) -> View:
    """Return the clips through a Butterworth filter without delay, with that corner frequency in Hz.

    `scipy.signal.sosfiltfilt` has none either, but filters twice: 6 dB are lost at its corner instead of 3.
    """
    return _filtered(case, 1 / np.sqrt(1 + (_frequencies(case) / case.level) ** (2 * SLOPE)))


def time_shift(case: Case) -> View:
    """Return the clips earlier or later by that share of the time, with silence where nothing is left."""
    length = case.values.shape[1]
    later = np.where(case.dice() < 0.5, 1, -1) * round(case.level * length)
    source = np.arange(length) - later[:, None]
    inside = (source >= 0) & (source < length)
    moved = np.take_along_axis(case.values, np.clip(source, 0, length - 1), axis=1)
    return np.where(inside, moved, np.float32(0))


def _mixed(case: Case, other: View) -> View:
    """Return the clips with something added at the level, turned down as a whole where the sum exceeds 1."""
    own, others = (np.sqrt(np.mean(sound**2, axis=1, keepdims=True)) for sound in (case.values, other))
    gain = np.float32(case.level) * own / np.where(others > 0, others, np.float32(1))
    mixed = case.values + gain * other
    peak = np.abs(mixed).max(axis=1, keepdims=True)
    within: View = np.clip(mixed / np.maximum(peak, 1), -1, 1)
    return within


def _frequencies(case: Case) -> NDArray[np.float32]:
    """Return the frequencies, in Hz, of a clip's spectrum as `_filtered` takes it."""
    assert case.modality.rate is not None
    frequencies: NDArray[np.float32] = rfftfreq(_padded(case), 1 / case.modality.rate).astype(np.float32)
    return frequencies


def _padded(case: Case) -> int:
    """Return how long clips are for the Fourier transform: twice, so that no end rings on into the beginning."""
    return next_fast_len(2 * case.values.shape[1], real=True)


def _filtered(case: Case, gain: NDArray[np.float32] | NDArray[np.bool_]) -> View:
    """Return the clips with their spectrum times this gain at each of `_frequencies`."""
    spectrum = rfft(case.values, _padded(case), axis=1)
    sound: View = irfft(spectrum * gain, _padded(case), axis=1)[:, : case.values.shape[1]]
    return np.clip(sound, -1, 1)
