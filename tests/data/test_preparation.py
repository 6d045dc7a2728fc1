from dataclasses import replace

import numpy as np
import pytest

from shapviz.data.dataset import MultimodalDataset
from shapviz.data.modality import PADDING, UNKNOWN, Modality
from shapviz.data.preparation import prepare

TRAIN = np.arange(6)
WORDS = np.array([[2, 3], [2, 0], [2, 4], [2, 2], [5, 5], [3, 0], [4, 5], [6, 2]])


@pytest.fixture
def dataset():
    rng = np.random.default_rng(0)
    return MultimodalDataset(
        name="toy",
        modalities=(
            Modality("table", "features", (2,), "", ""),
            Modality("sensor", "series", (2, 50), "", ""),
            Modality("picture", "image", (1, 2, 2), "", ""),
            Modality("voice", "audio", (6,), "", "", rate=100),
            Modality("words", "text", (2,), "", "", vocabulary=7),
        ),
        views={
            "table": rng.normal([5, -3], [2, 30], (8, 2)).astype(np.float32),
            "sensor": rng.normal(7, [[1], [50]], (8, 2, 50)).astype(np.float32),
            "picture": rng.random((8, 1, 2, 2), dtype=np.float32),
            "voice": rng.uniform(-0.1, 0.1, (8, 6)).astype(np.float32),
            "words": WORDS,
        },
        labels=np.arange(8) % 2,
        classes=("no", "yes"),
    )


def test_columns_and_channels_are_standardised_over_the_training_rows(dataset):
    views = prepare(dataset, TRAIN).views
    for name, axes in (("table", 0), ("sensor", (0, 2))):
        assert views[name][TRAIN].mean(axis=axes) == pytest.approx([0, 0], abs=1e-5)
        assert views[name][TRAIN].std(axis=axes) == pytest.approx([1, 1], abs=1e-5)


def test_words_that_become_unknown_can_still_be_read(dataset):
    prepared = prepare(dataset, TRAIN)
    assert (prepared.views["words"] != WORDS).any()
    assert np.array_equal(prepared.as_written("words"), WORDS)
    assert np.array_equal(prepared.as_written("table"), prepared.views["table"])


def test_other_rows_have_no_say(dataset):
    table = dataset.views["table"].copy()
    table[6:] *= 100
    disturbed = replace(dataset, views={**dataset.views, "table": table})
    before, after = prepare(dataset, TRAIN).views["table"], prepare(disturbed, TRAIN).views["table"]
    assert np.array_equal(before[TRAIN], after[TRAIN])


@pytest.mark.parametrize("precision", [np.float32, np.float64])
def test_a_column_that_never_changes_in_training_is_not_blown_up(dataset, precision):
    table = np.full((8, 2), 0.1, dtype=precision)
    table[6:] += 1  # rounding makes the deviation of a constant in double precision 1e-17, instead of 0
    constant = replace(dataset, views={**dataset.views, "table": table})
    prepared = prepare(constant, TRAIN).views["table"]
    assert np.allclose(prepared[TRAIN], 0, atol=1e-7)
    assert np.allclose(prepared[6:], 1)


@pytest.mark.parametrize("name", ["picture", "voice"])
def test_pictures_and_sound_are_left_alone(dataset, name):
    assert np.array_equal(prepare(dataset, TRAIN).views[name], dataset.views[name])


def test_words_known_to_fewer_than_two_training_samples_become_unknown(dataset):
    # 2 and 3 are in two training samples; 4 is in one, 5 twice in one, 6 in none
    expected = [[2, 3], [2, PADDING], [2, UNKNOWN], [2, 2], [UNKNOWN, UNKNOWN], [3, PADDING]]
    assert prepare(dataset, TRAIN).views["words"].tolist() == [*expected, [UNKNOWN, UNKNOWN], [UNKNOWN, 2]]
