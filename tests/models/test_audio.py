import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from shapviz.models.encoders.audio import BANDS, FLOOR, AudioEncoder, log_mel

RATE = 8000
LENGTH = 5120  # 0.64 seconds


def sine(frequency: float, amplitude: float = 1.0) -> torch.Tensor:
    return amplitude * torch.sin(2 * torch.pi * frequency * torch.arange(LENGTH) / RATE)[None]


def noise(seed: int, *, samples: int = 2, scale: float = 0.1, length: int = LENGTH) -> torch.Tensor:
    return scale * torch.randn(samples, length, generator=torch.Generator().manual_seed(seed))


def reference(waveform: np.ndarray) -> np.ndarray:
    """The picture of one clip, from scipy's spectrum and filters written out band by band."""
    framed = np.pad(waveform, 48)  # frames of 256 every 160: 96 values more than the hops
    frequencies, _, spectrum = signal.stft(
        framed, RATE, "hann", nperseg=256, noverlap=96, boundary=None, padded=False, scaling="spectrum"
    )
    mel = 2595 * np.log10(1 + frequencies / 700)
    corners = np.linspace(0, 2595 * np.log10(1 + 4000 / 700), 34)
    power = np.zeros((32, spectrum.shape[1]))
    for band in range(32):
        weights = np.interp(mel, corners[band : band + 3], [0, 1, 0])
        power[band] = weights @ np.abs(2 * spectrum) ** 2
    decibels = 10 * np.log10(np.maximum(power, 1e-12))
    return np.clip((decibels + 70) / 70, 0, 1)


@pytest.mark.parametrize("waveform", [sine(700, 0.2), noise(0), noise(1, scale=0.002)], ids=["sine", "loud", "quiet"])
def test_the_picture_is_what_scipys_spectrum_says(waveform: torch.Tensor) -> None:
    seen = log_mel(waveform.double(), RATE)
    assert seen.shape == (len(waveform), BANDS, 32)
    np.testing.assert_allclose(seen[0], reference(waveform[0].double().numpy()), atol=1e-5)


@pytest.mark.parametrize("frequency", [150, 440, 1000, 2500, 3800])
def test_a_tone_is_loudest_in_the_band_of_its_pitch(frequency: float) -> None:
    loudest = log_mel(sine(frequency), RATE)[0, :, 5:-5].argmax(dim=0)
    mel, top = (2595 * np.log10(1 + hertz / 700) for hertz in (frequency, RATE / 2))
    assert loudest.unique().tolist() == [round(mel / top * (BANDS + 1)) - 1]


def test_a_sine_of_full_scale_is_nearly_white_and_a_tenth_of_it_20_decibels_darker() -> None:
    loud, quiet = (log_mel(sine(1000, amplitude), RATE)[0, :, 5:-5].amax(dim=0) for amplitude in (1, 0.1))
    assert loud.min() > 0.95
    torch.testing.assert_close(loud - quiet, torch.full_like(loud, 20 / -FLOOR))


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 1000), gain=st.floats(1, 1000))
def test_what_is_louder_is_nowhere_darker(seed: int, gain: float) -> None:
    quiet = noise(seed, scale=1e-3)
    before, after = log_mel(quiet, RATE), log_mel(gain * quiet, RATE)
    assert (after >= before - 1e-6).all()
    assert after.max() <= 1


def test_silence_is_black() -> None:
    assert not log_mel(torch.zeros(1, LENGTH), RATE).any()


def test_what_comes_a_hop_later_is_seen_a_frame_later() -> None:
    early = noise(3, length=LENGTH - 160)
    late = log_mel(torch.nn.functional.pad(early, (160, 0)), RATE)
    torch.testing.assert_close(late[:, :, 2:], log_mel(early, RATE)[:, :, 1:])


@torch.no_grad()
@pytest.mark.parametrize(("length", "frames"), [(5120, 32), (5121, 33), (1, 1)])
def test_clips_may_have_any_length(length: int, frames: int) -> None:
    assert log_mel(noise(0, length=length), RATE).shape[2] == frames
    assert AudioEncoder(length, RATE, (4, 8), 3).eval()(noise(0, length=length)).shape == (2, 3)


@torch.no_grad()
def test_a_clip_is_encoded_alike_in_any_company() -> None:
    encoder, clips = AudioEncoder(LENGTH, RATE, (4, 8), 3).eval(), noise(0, samples=5)
    torch.testing.assert_close(encoder(clips)[:1], encoder(clips[:1]))
    assert torch.equal(encoder(clips), encoder(clips))


def test_filters_are_no_part_of_a_checkpoint() -> None:
    assert all(name.startswith("look.") for name in AudioEncoder(LENGTH, RATE, (4, 8), 3).state_dict())


def test_gradients_reach_the_waveform_even_in_silence() -> None:
    clips = torch.cat([noise(0, samples=1), torch.zeros(1, LENGTH)]).requires_grad_()
    AudioEncoder(LENGTH, RATE, (4, 8), 3).eval()(clips).sum().backward()
    assert clips.grad is not None
    assert clips.grad.isfinite().all()
    assert clips.grad[0].any()
