"""What is shown and played is what the network gets, to the last pixel and sample."""

import base64
import io
import wave
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from PIL import Image

from shapviz.data.dataset import View
from shapviz.data.modality import Kind, Modality
from shapviz.models.encoders.audio import log_mel
from shapviz.robustness.exhibits import COLUMNS, LANES, POINTS, exhibit, wav
from shapviz.runs.exhibits import Columns, Picture, Sound, Traces

RATE = 8000


def modality(kind: Kind, *shape: int) -> Modality:
    vocabulary = 10 if kind == "text" else None
    rate = RATE if kind == "audio" else None
    return Modality("m", kind, shape, "unit", "about", vocabulary=vocabulary, rate=rate)


def decoded(uri: str) -> NDArray[np.uint8]:
    head, data = uri.split(",")
    assert head == "data:image/png;base64"
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))


@pytest.mark.parametrize("channels", [1, 3])
def test_a_picture_holds_every_pixel(channels: int) -> None:
    before, after = np.random.default_rng(0).random((2, channels, 5, 7), dtype=np.float32)
    shown = exhibit(modality("image", channels, 5, 7), before, after)
    assert isinstance(shown, Picture)
    for uri, values in ((shown.before, before), (shown.after, after)):
        pixels = decoded(uri).reshape(5, 7, channels).transpose(2, 0, 1)
        np.testing.assert_allclose(pixels / 255, values, atol=0.5 / 255 + 1e-6)
    assert f"{np.abs(after - before).mean():.2f} of 1" in shown.told


def test_features_that_form_a_picture_are_its_greys_with_their_mean_in_the_middle() -> None:
    folded = replace(modality("features", 6), grid=(2, 3))
    before = np.array([-9, -2, -1, 0, 1, 2], np.float32)
    shown = exhibit(folded, before, before + np.float32(1.5) * (np.arange(6) == 3))
    assert isinstance(shown, Picture)
    assert decoded(shown.before).tolist() == [[0, 0, 64], [128, 191, 255]]
    assert shown.after
    assert decoded(shown.after)[1, 0] == 223
    assert shown.told == "1 of 6 columns changed, column 4 the most, by 1.5 spreads"


@pytest.mark.parametrize(
    ("kind", "shape"), [("image", (3, 4, 4)), ("audio", (800,)), ("series", (2, 9)), ("features", (3,))]
)
def test_what_has_not_changed_is_said_to_be_unchanged(kind: Kind, shape: tuple[int, ...]) -> None:
    values = np.random.default_rng(0).uniform(-1, 1, shape).astype(np.float32)
    shown = exhibit(modality(kind, *shape), values, values.copy())
    assert (shown.told, shown.gone) == ("unchanged", False)
    assert getattr(shown, "after", None) is None


@pytest.mark.parametrize(
    ("kind", "shape"), [("image", (3, 4, 4)), ("audio", (800,)), ("series", (2, 9)), ("features", (3,)), ("text", (4,))]
)
def test_a_modality_that_is_missing_altogether_shows_nothing_afterwards(kind: Kind, shape: tuple[int, ...]) -> None:
    before, after = np.random.default_rng(0).integers(0, 2, (2, *shape)).astype(np.int64 if kind == "text" else "f4")
    shown = exhibit(modality(kind, *shape), before, after, gone=True)
    assert shown.gone
    assert shown.told == "missing altogether"
    assert getattr(shown, "after", None) is None
    assert shown == exhibit(modality(kind, *shape), before, before, gone=True)  # nothing leaks of what took its place


@pytest.mark.parametrize(
    ("shown_as", "before", "after", "told"),
    [
        (modality("image", 1, 2, 2), 0.5, 0.5001, "pixels differ by less than 0.01 of 1 on average"),
        (
            replace(modality("features", 4), grid=(2, 2)),
            50,
            60,
            "4 of 4 columns changed, column 1 the most, by 10.0 spreads",
        ),
        (modality("audio", 800), 0, 1e-9, "sound in place of silence"),
    ],
    ids=["a grey too close", "beyond the last grey", "too quiet"],
)
def test_a_change_that_no_picture_can_show_is_told_all_the_same(
    shown_as: Modality, before: float, after: float, told: str
) -> None:
    shown = exhibit(shown_as, *(np.full(shown_as.shape, value, dtype=np.float32) for value in (before, after)))
    assert isinstance(shown, Picture | Sound)
    assert (shown.after, shown.told) == (None, told)


def test_a_sound_is_shown_as_its_encoder_sees_it_with_high_tones_on_top() -> None:
    time = np.arange(RATE // 2) / RATE
    low, high = (np.sin(2 * np.pi * pitch * time).astype(np.float32) for pitch in (200, 3000))
    shown = exhibit(modality("audio", len(time)), low, high)
    assert isinstance(shown, Sound)
    assert shown.seconds == 0.5
    for uri, values in ((shown.before, low), (shown.after, high)):
        seen = log_mel(torch.from_numpy(values)[None], RATE)[0].numpy()
        np.testing.assert_array_equal(decoded(uri), np.round(seen[::-1] * 255))
    assert decoded(shown.before).mean(axis=1).argmax() > decoded(shown.after).mean(axis=1).argmax()


@pytest.mark.parametrize(
    ("decibels", "told"), [(-20, "20 dB quieter than"), (6, "6 dB louder than"), (0, "as loud as")]
)
def test_it_says_how_loud_the_change_is_beside_the_sound(decibels: float, told: str) -> None:
    sound = np.tile([0.01, -0.01], 400).astype(np.float32)
    changed = sound + 10 ** (decibels / 20) * np.tile([0.01, 0.01, -0.01, -0.01], 200).astype(np.float32)
    assert exhibit(modality("audio", 800), sound, changed).told == f"the change is {told} the sound"


@given(arrays(np.float32, st.integers(0, 50), elements=st.floats(-1, 1, width=32)))
def test_a_wav_file_plays_the_waveform(values: View) -> None:
    with wave.open(io.BytesIO(wav(values, RATE))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767
    np.testing.assert_allclose(heard, values, atol=0.5 / 32767 + 1e-6)


def test_what_is_louder_than_a_file_can_be_is_clipped_not_wrapped() -> None:
    with wave.open(io.BytesIO(wav(np.array([3.0, -3.0]), RATE))) as file:
        assert np.frombuffer(file.readframes(2), "<i2").tolist() == [32767, -32767]


@given(st.integers(1, 2), st.integers(2, 400), st.integers(0, 2**32 - 1))
def test_thinned_traces_keep_their_extremes(channels: int, time: int, seed: int) -> None:
    before, after = np.random.default_rng(seed).standard_normal((2, channels, time)).astype(np.float32)
    shown = exhibit(modality("series", channels, time), before, after)
    assert isinstance(shown, Traces)
    for traces, values in ((shown.before, before), (shown.after, after)):
        assert {len(trace) for trace in traces} == {min(time, POINTS)}
        for trace, channel in zip(traces, values, strict=True):
            assert (min(trace), max(trace)) == pytest.approx((channel.min(), channel.max()), abs=0.006)
    assert (shown.low, shown.high) == (min(before.min(), after.min()), max(before.max(), after.max()))


def test_of_many_channels_the_first_are_shown() -> None:
    values = np.zeros((LANES + 3, 5), dtype=np.float32)
    shown = exhibit(modality("series", *values.shape), values, values)
    assert isinstance(shown, Traces)
    assert len(shown.before) == LANES


def test_of_many_columns_those_that_changed_most_are_shown_in_their_order() -> None:
    before = np.zeros(100, dtype=np.float32)
    after = before.copy()
    after[[90, 3]] = [-2, 1]
    shown = exhibit(modality("features", 100), before, after)
    assert isinstance(shown, Columns)
    numbers = [column.number for column in shown.columns]
    assert len(numbers) == COLUMNS
    assert numbers == sorted(numbers)
    assert [(c.number, c.before, c.after) for c in shown.columns if c.after] == [(4, 0, 1), (91, 0, -2)]
    assert (shown.total, shown.low, shown.high) == (100, -2, 1)
    assert shown.told == "2 of 100 columns changed, column 91 the most, by 2.0 spreads"
