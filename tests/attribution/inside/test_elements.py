import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from shapviz.attribution.inside import elements
from shapviz.data.modality import Modality
from shapviz.models.encoders.audio import BANDS, LogMel, band_edges

SIZES = st.integers(1, 70)
IMAGES = st.builds(
    lambda channels, height, width: Modality("m", "image", (channels, height, width), "", ""),
    st.integers(1, 3),
    SIZES,
    SIZES,
)
SERIES = st.builds(lambda channels, time: Modality("m", "series", (channels, time), "", ""), SIZES, SIZES)
TABLES = st.builds(lambda columns: Modality("m", "features", (columns,), "", ""), st.integers(1, 300))
SOUNDS = st.builds(lambda time: Modality("m", "audio", (time,), "", "", rate=1000), st.integers(1, 900))
FOLDED = st.builds(
    lambda height, width: Modality("m", "features", (height * width,), "", "", grid=(height, width)), SIZES, SIZES
)
MODALITIES = IMAGES | SERIES | TABLES | FOLDED | SOUNDS


def _shape(modality):
    if modality.kind == "audio":
        return 1, BANDS, LogMel(modality.rate).frames(modality.shape[0])
    return modality.grid or modality.shape


@given(MODALITIES, st.booleans())
def test_every_value_belongs_to_one_element_and_every_element_has_values(modality, fine):
    cut = elements.tiles(modality, fine=fine)
    assert cut.places.shape == _shape(modality)
    assert cut.places.unique().tolist() == list(range(len(cut.names)))
    assert len(set(cut.names)) == len(cut.names)
    assert len(cut.names) == torch.tensor(elements.layout(modality, fine=fine)).prod()


@given(MODALITIES)
def test_coalitions_are_asked_about_few_elements_of_nearly_the_same_size(modality):
    cut = elements.tiles(modality, fine=False)
    assert len(cut.names) <= max(64, modality.shape[0])  # a series has a span for each channel at least
    if cut.grid is None:
        sizes = cut.places.flatten().bincount()
        assert sizes.max() - sizes.min() <= 1


@given(MODALITIES, st.booleans())
def test_sums_lose_nothing(modality, fine):
    cut = elements.tiles(modality, fine=fine)
    values = torch.linspace(-1, 2, cut.places.numel(), dtype=torch.float64).view(1, *cut.places.shape)
    assert cut.sums(values).sum().item() == pytest.approx(values.sum().item(), abs=1e-9)


@given(MODALITIES, st.booleans(), st.data())
def test_a_mask_covers_the_values_of_those_that_are_out_and_no_others(modality, fine, data):
    cut = elements.tiles(modality, fine=fine)
    out = data.draw(st.integers(0, len(cut.names) - 1))
    present = torch.ones(1, len(cut.names), dtype=torch.bool)
    present[0, out] = False
    assert torch.equal(~cut.masks(present)[0], cut.places == out)


@given(MODALITIES)
def test_windows_laid_side_by_side_cover_an_input_in_few_steps(modality):
    shape = _shape(modality)
    window = elements.window(modality, shape)
    assert len(window) == len(shape)
    steps = torch.tensor([-(-size // wide) for size, wide in zip(shape, window, strict=True)]).prod()
    assert steps <= len(elements.tiles(modality, fine=False).names)


@pytest.mark.parametrize(
    ("modality", "shape", "window"),
    [
        (Modality("m", "image", (3, 32, 28), "", ""), (3, 32, 28), (3, 4, 4)),
        (Modality("m", "audio", (5120,), "", "", rate=8000), (1, 32, 32), (1, 4, 4)),
        (Modality("m", "series", (3, 128), "", ""), (3, 128), (1, 7)),
        (Modality("m", "features", (240,), "", ""), (240,), (8,)),
        (Modality("m", "features", (240,), "", "", grid=(16, 15)), (16, 15), (2, 2)),
        (Modality("m", "text", (4,), "", "", vocabulary=9), (2, 64), (1, 64)),
    ],
    ids=lambda each: getattr(each, "kind", None),
)
def test_a_window_covers_about_an_element(modality, shape, window):
    assert elements.window(modality, shape) == window


def test_elements_are_called_by_what_people_can_point_at():
    image = Modality("m", "image", (3, 32, 32), "", "")
    assert elements.tiles(image, fine=True).names[33] == "row 2, column 2"
    assert elements.tiles(image, fine=False).names[9] == "rows 5-8, columns 5-8"
    series = Modality("m", "series", (3, 128), "", "")
    assert elements.tiles(series, fine=True).names[128] == "channel 2, value 1"
    assert elements.tiles(series, fine=False).names[0] == "channel 1, values 1-7"
    table = Modality("m", "features", (64,), "", "")
    assert elements.tiles(table, fine=True).names[63] == "column 64"
    assert elements.tiles(table, fine=False).names[0] == "columns 1-2"
    folded = Modality("m", "features", (240,), "", "", grid=(16, 15))
    assert elements.tiles(folded, fine=True).names[16] == "row 2, column 2"
    assert elements.tiles(folded, fine=False).names[0] == "rows 1-2, columns 1-2"


def test_cells_of_a_sound_are_called_by_pitch_and_time():
    sound = Modality("m", "audio", (5120,), "", "", rate=8000)
    first, last = (elements.tiles(sound, fine=False).names[place] for place in (0, -1))
    assert (first, last) == ("0-208 Hz, 0.00-0.08 s", "2925-4000 Hz, 0.56-0.64 s")


def test_neighbouring_bands_hear_as_much_at_the_edge_between_them():
    rate = 8000
    filters = LogMel(rate).filters.numpy()
    frequencies = np.linspace(0, rate / 2, filters.shape[1])
    for band, edge in enumerate(band_edges(rate)[1:-1]):
        below, above = (np.interp(edge, frequencies, filters[each]) for each in (band, band + 1))
        assert below == pytest.approx(above, abs=0.25)  # lines of the spectrum lie far apart at low pitches


def test_words_are_elements_with_all_of_their_embedding():
    cut = elements.words(("red", "heart"), 3)
    assert cut.places.tolist() == [[0, 0, 0], [1, 1, 1]]
