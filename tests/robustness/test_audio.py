import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from shapviz.robustness import audio
from shapviz.robustness.case import Case
from shapviz.robustness.corruptions import corrupt
from shapviz.runs.robustness import Corrupted
from shapviz.runs.severity import told
from tests.robustness.cases import MODALITIES, RATE, values_of

VOICE = MODALITIES["audio"]
LENGTH = VOICE.shape[0]


def a_case(values, level, reference=None, seed=0):
    return Case(VOICE, values, values if reference is None else reference, level, np.random.default_rng(seed))


def sine(hertz, amplitude=0.2):
    return (amplitude * np.sin(2 * np.pi * hertz * np.arange(LENGTH) / RATE)).astype(np.float32)


def power(clips):
    return np.mean(np.asarray(clips, dtype=np.float64) ** 2, axis=1)


@settings(max_examples=20, deadline=None)
@given(severity=st.floats(0.2, 5), corruption=st.sampled_from(["noise", "babble"]), seed=st.integers(0, 99))
def test_the_signal_to_noise_ratio_is_what_it_says_for_every_clip(severity, corruption, seed):
    clips = values_of(VOICE, 6, seed) * np.geomspace(0.001, 0.2, 6, dtype=np.float32)[:, None]  # too quiet to overflow
    asked = Corrupted(corruption=corruption, severity=severity)
    noisy = corrupt(VOICE, clips, asked, seed=seed, reference=values_of(VOICE, 8, seed=1)).values
    decibels = 10 * np.log10(power(clips) / power(noisy.astype(np.float64) - clips))
    said = float(told("audio", corruption, severity).removeprefix("SNR ").removesuffix(" dB").replace("−", "-"))
    assert_allclose(decibels, said, atol=0.55)
    assert np.ptp(decibels) < 0.01


def test_what_would_exceed_full_scale_is_turned_down_as_a_whole():
    loud = np.stack([sine(440, 1.0)])
    noisy = audio.noise(a_case(loud, 1.0))[0].astype(np.float64)
    assert np.abs(noisy).max() == pytest.approx(1, abs=1e-6)
    assert (np.abs(noisy) > 0.999).sum() == 1, "cut off instead of turned down"


def test_silence_stays_silent():
    assert not audio.noise(a_case(np.zeros((2, LENGTH), dtype=np.float32), 1.0)).any()
    voices = np.zeros((3, LENGTH), dtype=np.float32)
    clips = values_of(VOICE, 2)
    assert_array_equal(audio.babble(a_case(clips, 1.0, reference=voices)), clips)


def test_babble_is_a_sum_of_training_clips_and_of_nothing_else():
    pitches = np.arange(10) * 80 + 160
    voices = np.stack([sine(pitch) for pitch in pitches])
    clips = np.stack([sine(1200)] * 30)
    crowd = audio.babble(a_case(clips, 0.5, reference=voices)) - clips
    shares = crowd @ voices.T / (voices**2).sum(axis=1)
    assert_allclose(shares @ voices, crowd, atol=1e-4)
    counts = np.round(shares / shares.sum(axis=1, keepdims=True) * audio.VOICES, 3)
    assert_allclose(counts, np.round(counts), atol=0.01)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_time_mask_silences_one_span_of_that_share(share):
    hum = np.ones((50, LENGTH), dtype=np.float32)
    silent = audio.time_mask(a_case(hum, share)) == 0
    assert_allclose(silent.mean(axis=1), share, atol=1.5 / LENGTH)
    assert (np.abs(np.diff(silent.astype(int), axis=1)).sum(axis=1) <= 2).all()
    assert len(np.unique(silent.argmax(axis=1))) > 20


@pytest.mark.parametrize("share", [0.2, 0.6])
def test_a_frequency_mask_silences_one_band_of_that_share_of_the_mel_scale(share):
    click = np.zeros((30, LENGTH), dtype=np.float32)
    click[:, LENGTH // 2] = 1
    spectrum = np.abs(np.fft.rfft(audio.frequency_mask(a_case(click, share)), axis=1))
    mel = 2595 * np.log10(1 + np.fft.rfftfreq(LENGTH, 1 / RATE) / 700)
    for heard in spectrum:
        silent = np.flatnonzero(heard < 0.5)
        width = mel[silent[-1]] - mel[silent[0]]
        assert width / mel[-1] == pytest.approx(share, abs=0.03)
        assert (heard[silent[0] : silent[-1] + 1] < 0.6).all()


def test_clipping_keeps_the_peak_and_flattens_what_comes_near_it():
    clips = np.stack([sine(200, 0.1), sine(200, 0.8)])
    clipped = audio.clipping(a_case(clips, 20.0))
    assert_allclose(np.abs(clipped).max(axis=1), np.abs(clips).max(axis=1))
    quiet = np.abs(clips) < 0.099 * np.abs(clips).max(axis=1, keepdims=True)
    assert_allclose(clipped[quiet], 10 * clips[quiet], rtol=1e-5)
    assert (np.abs(clipped) == np.abs(clips).max(axis=1, keepdims=True)).mean() > 0.9


@pytest.mark.parametrize(("hertz", "decibels"), [(250, 0), (1000, -3.01), (2000, -24.1)])
def test_the_low_pass_filter_has_its_corner_where_it_says_and_falls_by_24_decibels_an_octave(hertz, decibels):
    window = np.hanning(LENGTH).astype(np.float32)
    tone = (sine(hertz) * window)[None]
    damped = audio.low_pass(a_case(tone, 1000.0))
    assert 10 * np.log10(power(damped) / power(tone))[0] == pytest.approx(decibels, abs=0.3)


def test_the_low_pass_filter_delays_nothing_and_does_not_ring_into_the_other_end():
    click = np.zeros((1, LENGTH), dtype=np.float32)
    click[0, LENGTH - 5] = 1
    damped = np.abs(audio.low_pass(a_case(click, 1000.0))[0])
    assert damped.argmax() == LENGTH - 5
    assert damped[: LENGTH // 4].max() < 1e-4


@pytest.mark.parametrize("share", [0.05, 0.45])
def test_a_time_shift_moves_clips_either_way_and_leaves_silence(share):
    clips = values_of(VOICE, 40)
    moved = audio.time_shift(a_case(clips, share))
    steps = round(share * LENGTH)
    later = [np.array_equal(after[steps:], before[:-steps]) for before, after in zip(clips, moved, strict=True)]
    assert 5 < sum(later) < 35
    for before, after, is_later in zip(clips, moved, later, strict=True):
        kept, silent = (after[steps:], after[:steps]) if is_later else (after[:-steps], after[-steps:])
        assert_array_equal(kept, before[:-steps] if is_later else before[steps:])
        assert not silent.any()
