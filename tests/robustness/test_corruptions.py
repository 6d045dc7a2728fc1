from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from shapviz.errors import UnknownNameError
from shapviz.robustness.corruptions import FUNCTIONS, corrupt
from shapviz.runs.corruptions import FITTING
from shapviz.runs.robustness import Corrupted
from shapviz.runs.severity import WORST, level
from tests.robustness.cases import MODALITIES, PAIRS, values_of

each = pytest.mark.parametrize(("kind", "corruption"), PAIRS)
few = settings(max_examples=12, deadline=None)
severities = st.floats(0.05, WORST)
seeds = st.integers(0, 999)
FEW = [(1, 1), (1, 3), (3, 1), (2, 2)]  # rows under test, and rows of training
REFERENCE = {kind: values_of(modality, 30, seed=1) for kind, modality in MODALITIES.items()}


def damage(kind, corruption, severity, values, seed=0):
    asked = Corrupted(corruption=corruption, severity=severity)
    return corrupt(MODALITIES[kind], values, asked, seed=seed, reference=REFERENCE[kind])


def distance(kind, corruption, before, after):
    """Return how far each sample has moved: words that differ, or the mean square; of a shift, what is pushed out."""
    if corruption == "time_shift":
        return (before**2 - after**2).mean(axis=1)
    moved = (before != after) if kind == "text" else (after - before) ** 2
    return moved.reshape(len(moved), -1).mean(axis=1)


def test_every_corruption_on_offer_has_a_function_and_every_function_is_on_offer():
    assert set(FUNCTIONS) == {(kind, corruption) for kind, fitting in FITTING.items() for corruption in fitting}


def test_a_corruption_of_another_kind_is_refused_even_at_severity_0():
    with pytest.raises(UnknownNameError, match="no corruption of audio named 'blur'"):
        damage("audio", "blur", 0, REFERENCE["audio"])


@each
def test_severity_0_returns_the_very_same_array(kind, corruption):
    values = values_of(MODALITIES[kind], 4)
    assert damage(kind, corruption, 0, values).values is values
    assert damage(kind, corruption, 0, values).gone is None


@each
@few
@given(severity=severities, seed=seeds, count=st.integers(1, 9))
def test_shape_type_and_range_stay_and_the_input_is_not_touched(kind, corruption, severity, seed, count):
    values = values_of(MODALITIES[kind], count, seed)
    before = values.copy()
    after = damage(kind, corruption, severity, values, seed).values
    assert (after.shape, after.dtype) == (before.shape, before.dtype)
    np.testing.assert_array_equal(values, before)
    assert np.isfinite(after).all()
    low, high = {"image": (0, 1), "audio": (-1, 1), "text": (0, 39)}.get(kind, (-np.inf, np.inf))
    assert after.min() >= low
    assert after.max() <= high


@each
@settings(max_examples=40, deadline=None)
@given(data=st.data(), severity=severities)
def test_the_fewest_and_plainest_values_are_no_special_case(kind, corruption, data, severity):
    """One row, one pixel, one moment, one training row; silence, constant columns, texts without a word."""
    shape = data.draw(st.tuples(*[st.integers(1, 4) for _ in MODALITIES[kind].shape]))
    precision = "i8" if kind == "text" else data.draw(st.sampled_from(["f4", "f8"]))
    values, reference = (
        data.draw(plain(kind, (count, *shape), precision)) for count in data.draw(st.sampled_from(FEW))
    )
    before = values.copy()
    asked = Corrupted(corruption=corruption, severity=severity)
    after = corrupt(replace(MODALITIES[kind], shape=shape), values, asked, seed=0, reference=reference).values
    assert (after.shape, after.dtype) == (values.shape, values.dtype)
    assert np.isfinite(after).all()
    np.testing.assert_array_equal(values, before)
    if kind == "audio" and not values.any():
        assert not after.any(), "silence is as loud as nothing"


def plain(kind, shape, precision):
    """Draw values that are constant more often than not."""
    if kind == "text":
        tokens = arrays(precision, shape, elements=st.integers(0, MODALITIES[kind].vocabulary - 1), fill=st.just(0))
        return tokens.map(lambda drawn: -np.sort(-drawn, axis=1))  # padding is behind the last word
    low = 0 if kind == "image" else -1
    return arrays(precision, shape, elements=st.floats(low, 1, width=32), fill=st.just(0.0))


@each
def test_the_same_seed_gives_the_same_damage_and_another_seed_another(kind, corruption):
    values = values_of(MODALITIES[kind], 40)
    first, again, other = (damage(kind, corruption, 3, values, seed) for seed in (5, 5, 6))
    np.testing.assert_array_equal(first.values, again.values)
    without_dice = {"blur", "contrast", "pixelate", "jpeg", "clipping", "low_pass", "saturation"}
    if corruption == "missing":
        assert (first.gone != other.gone).any()
    else:
        assert (first.values == other.values).all() == (corruption in without_dice)


@each
@settings(max_examples=3, deadline=None)
@given(seed=seeds)
def test_damage_grows_with_severity(kind, corruption, seed):
    values = values_of(MODALITIES[kind], 300, seed)
    damaged = [damage(kind, corruption, severity, values, seed) for severity in range(WORST + 1)]
    if corruption == "missing":
        grown = [0 if each.gone is None else each.gone.sum() for each in damaged]
    else:
        grown = [distance(kind, corruption, values, each.values).mean() for each in damaged]
    assert grown[0] == 0
    assert (np.diff(grown) >= 0).all()
    assert grown[-1] > grown[1]


@pytest.mark.parametrize(("kind", "corruption"), [pair for pair in PAIRS if pair[1] != "mispairing"])
def test_a_sample_is_damaged_alike_whatever_the_other_samples_are(kind, corruption):
    values = values_of(MODALITIES[kind], 12)
    others = np.concatenate([values[:6], values_of(MODALITIES[kind], 6, seed=9)])
    ours, theirs = (damage(kind, corruption, 3.5, rows).values[:6] for rows in (values, others))
    np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("kind", FITTING)
@few
@given(severity=severities, seed=seeds, count=st.integers(2, 60))
def test_mispairing_is_a_derangement_of_exactly_the_share_it_says(kind, severity, seed, count):
    numbered = np.broadcast_to(
        np.arange(count).reshape(-1, *[1] * len(MODALITIES[kind].shape)), (count, *MODALITIES[kind].shape)
    ).astype(values_of(MODALITIES[kind], 1).dtype)
    paired = damage(kind, "mispairing", severity, numbered, seed).values.reshape(count, -1)
    assert (paired == paired[:, :1]).all(), "a row was torn apart"
    assert sorted(paired[:, 0]) == list(range(count))
    moved = (paired[:, 0] != np.arange(count)).sum()
    share = round(level(kind, "mispairing", severity) * count)
    assert moved == (2 if share == 1 else share)


@few
@given(severity=severities, seed=seeds, count=st.integers(1, 60))
def test_missing_marks_exactly_the_share_it_says_and_leaves_the_values_alone(severity, seed, count):
    values = values_of(MODALITIES["features"], count)
    found = damage("features", "missing", severity, values, seed)
    assert found.values is values
    assert found.gone.shape == (count,)
    assert found.gone.sum() == round(level("features", "missing", severity) * count)


@pytest.mark.parametrize(("milder", "worse"), [(0.7, 1.9), (2, 3), (3.2, 5)])
def test_what_is_lost_stays_lost_at_a_greater_severity(milder, worse):
    """Dice do not depend on severity: cells, samples, pixels and words go in one order."""
    for kind, corruption in (
        ("features", "missing_cells"),
        ("series", "channel_dropout"),
        ("series", "span_dropout"),
        ("audio", "time_mask"),
        ("image", "occlusion"),
        ("text", "unknown_words"),
        ("text", "typos"),
    ):
        values = values_of(MODALITIES[kind], 60)
        less, more = (damage(kind, corruption, severity, values).values != values for severity in (milder, worse))
        assert not (less & ~more).any(), corruption
        assert more.sum() > less.sum(), corruption
    rows = values_of(MODALITIES["features"], 60)
    less, more = (damage("features", "missing", severity, rows).gone for severity in (milder, worse))
    assert not (less & ~more).any()


def test_modalities_and_corruptions_throw_dice_of_their_own():
    """Two cameras do not get the same noise, and words that are swapped are not those that would be unknown."""
    values = values_of(MODALITIES["image"], 4)
    asked = Corrupted(corruption="noise", severity=2)
    ours, theirs = (
        corrupt(replace(MODALITIES["image"], name=name), values, asked, seed=0, reference=values).values
        for name in ("left", "right")
    )
    assert not np.allclose(ours, theirs)
    words = values_of(MODALITIES["text"], 40)
    swapped, unknown = (damage("text", each, 3, words).values != words for each in ("swap_words", "unknown_words"))
    assert (swapped != unknown).any()
