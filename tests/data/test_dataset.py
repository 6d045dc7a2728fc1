from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.data.dataset import MultimodalDataset
from shapviz.data.modality import PADDING, UNKNOWN, Modality
from shapviz.errors import DataError, UnknownNameError

TABLE = Modality("table", "features", (3,), "cm", "three lengths")
PICTURE = Modality("picture", "image", (1, 2, 2), "brightness", "a small picture")
WORDS = Modality("words", "text", (4,), "words", "four words", vocabulary=9)


def a_dataset(count=40, **changes):
    rng = np.random.default_rng(0)
    dataset = MultimodalDataset(
        name="toy",
        modalities=(TABLE, PICTURE, WORDS),
        views={
            "table": rng.normal(0, [1, 10, 100], (count, 3)).astype(np.float32),
            "picture": rng.random((count, 1, 2, 2), dtype=np.float32),
            "words": rng.integers(0, 9, (count, 4)),
        },
        labels=np.arange(count) % 2,
        classes=("no", "yes"),
    )
    return replace(dataset, **changes)


def test_all_problems_are_told_at_once_with_row_and_column():
    good = a_dataset()
    table = good.views["table"].copy()
    table[7, 2] = np.nan
    table[9, 0] = np.inf
    labels = good.labels.copy()
    labels[5] = 2
    with pytest.raises(DataError) as caught:
        a_dataset(
            views={"table": table, "picture": good.views["picture"][1:], "words": good.views["words"] + 3},
            labels=labels,
            groups=np.arange(39),
        )
    message = str(caught.value)
    for part in (
        "table: 2 values are NaN or infinite, the first in row 7, column 2",
        "picture: 39 rows for 40 labels",
        "words: expected tokens from 0 to 8, found 3 to 11",
        "labels: row 5 has 2, outside the 2 classes",
        "groups: expected 40",
    ):
        assert part in message


def test_a_game_of_one_is_refused():
    with pytest.raises(DataError, match="at least two modalities, found 1"):
        a_dataset().select(("table",))


def test_samples_of_another_shape_are_refused():
    views = a_dataset().views
    with pytest.raises(DataError, match=r"table: expected samples of shape \(3,\), found \(2,\)"):
        a_dataset(views={**views, "table": views["table"][:, :2]})


def test_selecting_keeps_the_order_asked_for():
    chosen = a_dataset().select(("words", "table"))
    assert chosen.names == tuple(chosen.views) == ("words", "table")


def test_an_unknown_modality_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'picture'"):
        a_dataset().select(("table", "pictures"))


def test_noise_is_measured_in_each_features_own_spread():
    clean = a_dataset(4000)
    noisy = clean.with_noise({"table": 0.5}, seed=1)
    added = (noisy.views["table"] - clean.views["table"]).std(axis=0) / clean.views["table"].std(axis=0)
    assert added == pytest.approx([0.5, 0.5, 0.5], rel=0.05)


def test_the_unit_of_noise_comes_from_the_reference_rows_alone():
    clean = a_dataset()
    table = clean.views["table"].copy()
    table[20:] *= 1000
    outlying = replace(clean, views={**clean.views, "table": table})
    first = np.arange(20)
    added = outlying.with_noise({"table": 1}, seed=1, reference=first).views["table"] - table
    expected = clean.with_noise({"table": 1}, seed=1, reference=first).views["table"] - clean.views["table"]
    assert added[:20] == pytest.approx(expected[:20], abs=1e-4)


def test_noise_on_one_modality_does_not_depend_on_noise_on_another():
    clean = a_dataset()
    both = clean.with_noise({"picture": 0.3, "table": 0.5}, seed=3)
    one = clean.with_noise({"table": 0.5}, seed=3)
    assert np.array_equal(both.views["table"], one.views["table"])
    assert np.array_equal(one.views["picture"], clean.views["picture"])


def test_images_stay_between_black_and_white():
    noisy = a_dataset().with_noise({"picture": 3}, seed=0).views["picture"]
    assert noisy.min() == 0
    assert noisy.max() == 1


def test_sound_stays_within_full_scale_and_its_noise_is_measured_by_all_of_it():
    loud = np.linspace(-0.9, 0.9, 40 * 50, dtype=np.float32).reshape(40, 50)
    voice = Modality("voice", "audio", (50,), "1", "a short sound", rate=1000)
    clean = a_dataset(modalities=(TABLE, voice), views={"table": a_dataset().views["table"], "voice": loud})
    added = clean.with_noise({"voice": 0.05}, seed=0).views["voice"] - loud
    assert added.std() == pytest.approx(0.05 * loud.std(), rel=0.05)
    noisy = clean.with_noise({"voice": 3}, seed=0).views["voice"]
    assert (noisy.min(), noisy.max()) == (-1, 1)


@given(share=st.floats(0, 1), seed=st.integers(0, 1000))
def test_noise_on_text_only_turns_words_into_the_unknown_word(share, seed):
    clean = a_dataset().views["words"]
    noisy = a_dataset().with_noise({"words": share}, seed).views["words"]
    changed = noisy != clean
    assert (noisy[changed] == UNKNOWN).all()
    assert (noisy[clean == PADDING] == PADDING).all()


def test_what_noise_has_taken_nobody_can_read():
    plain = a_dataset()
    written = replace(plain, written={"words": plain.views["words"] + 1}).with_noise({"words": 0.5}, 3)
    lost = written.views["words"] != plain.views["words"]
    assert lost.any()
    assert (written.as_written("words")[lost] == UNKNOWN).all()
    assert np.array_equal(written.as_written("words")[~lost], plain.views["words"][~lost] + 1)


def test_a_share_of_one_loses_every_word_and_a_share_of_zero_none():
    clean = a_dataset()
    assert set(np.unique(clean.with_noise({"words": 1}, 0).views["words"])) == {PADDING, UNKNOWN}
    assert np.array_equal(clean.with_noise({"words": 0}, 0).views["words"], clean.views["words"])
