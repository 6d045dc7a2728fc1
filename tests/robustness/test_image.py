import numpy as np
import pytest
from PIL import Image

from shapviz.robustness import image
from shapviz.robustness.case import Case
from tests.robustness.cases import MODALITIES, values_of


def a_case(values, level, seed=0):
    return Case(MODALITIES["image"], values, values, level, np.random.default_rng(seed))


def test_noise_has_the_standard_deviation_it_says():
    grey = np.full((20, 3, 16, 12), 0.5, dtype=np.float32)
    noisy = image.noise(a_case(grey, 0.1))
    assert noisy.std() == pytest.approx(0.1, rel=0.02)
    assert noisy.mean() == pytest.approx(0.5, abs=0.005)


def test_blur_spreads_a_point_as_far_as_it_says_and_keeps_its_light():
    point = np.zeros((1, 1, 41, 41), dtype=np.float32)
    point[0, 0, 20, 20] = 1
    blurred = image.blur(a_case(point, 0.1))[0, 0]
    places = np.arange(41) - 20
    assert blurred.sum() == pytest.approx(1, abs=1e-3)
    assert np.sqrt((blurred.sum(axis=0) * places**2).sum()) == pytest.approx(4.1, rel=0.02)


def test_channels_are_blurred_apart_and_so_are_pictures():
    values = np.zeros((2, 2, 9, 9), dtype=np.float32)
    values[0, 0] = 1
    np.testing.assert_array_equal(image.blur(a_case(values, 0.3)), values)


def test_contrast_leaves_the_mean_and_its_share_of_the_distance():
    values = values_of(MODALITIES["image"], 5)
    faint = image.contrast(a_case(values, 0.25))
    np.testing.assert_allclose(faint.mean(axis=(1, 2, 3)), values.mean(axis=(1, 2, 3)), rtol=1e-5)
    np.testing.assert_allclose(faint.std(axis=(1, 2, 3)), 0.25 * values.std(axis=(1, 2, 3)), rtol=1e-4)


@pytest.mark.parametrize("share", [0.04, 0.36, 0.81])
def test_occlusion_hides_one_rectangle_of_the_share_it_says_at_a_place_of_its_own(share):
    white = np.ones((200, 1, 50, 40), dtype=np.float32)
    hidden = image.occlusion(a_case(white, share))[:, 0] == image.GREY
    assert hidden.mean() == pytest.approx(share, rel=0.06)
    for mask in hidden:
        down, across = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        assert mask[down[0] : down[-1] + 1, across[0] : across[-1] + 1].all()
    assert len({mask.tobytes() for mask in hidden}) > 20


def test_pixelation_is_what_pillow_makes_of_boxes_and_nearest_neighbours():
    values = values_of(MODALITIES["image"], 3)
    coarse = image.pixelate(a_case(values, 0.25))
    for before, after in zip(values.reshape(-1, 16, 12), coarse.reshape(-1, 16, 12), strict=True):
        small = Image.fromarray(before).resize((3, 4), Image.Resampling.BOX)
        expected = np.asarray(small.resize((12, 16), Image.Resampling.NEAREST))
        np.testing.assert_allclose(after, expected, atol=1e-6)


def test_pixelation_to_nothing_leaves_one_block():
    values = values_of(MODALITIES["image"], 3)
    coarse = image.pixelate(a_case(values, 0.01))
    np.testing.assert_allclose(
        coarse, np.broadcast_to(values.mean(axis=(2, 3), keepdims=True), values.shape), rtol=1e-5
    )


@pytest.mark.parametrize("channels", [1, 2, 3])
def test_jpeg_of_good_quality_is_nearly_the_picture_whatever_its_channels(channels):
    values = values_of(MODALITIES["image"], 4)[:, :channels]
    assert np.abs(image.jpeg(a_case(values, 95)) - values).mean() < 0.02
    assert np.abs(image.jpeg(a_case(values, 1)) - values).mean() > 0.02
