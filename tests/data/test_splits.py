import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapviz.data.dataset import MultimodalDataset
from shapviz.data.modality import Modality
from shapviz.data.splits import split
from shapviz.errors import DataError


def a_dataset(labels, groups=None):
    labels = np.asarray(labels)
    return MultimodalDataset(
        name="toy",
        modalities=(Modality("a", "features", (1,), "", ""), Modality("b", "features", (1,), "", "")),
        views={name: np.zeros((len(labels), 1), dtype=np.float32) for name in "ab"},
        labels=labels,
        classes=tuple(str(label) for label in range(int(labels.max()) + 1)),
        groups=None if groups is None else np.asarray(groups),
    )


def parts(splits):
    return splits.train, splits.valid, splits.test


@given(sizes=st.lists(st.integers(3, 60), min_size=2, max_size=4), seed=st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_every_row_is_in_one_part_and_every_class_in_all(sizes, seed):
    dataset = a_dataset(np.repeat(np.arange(len(sizes)), sizes))
    splits = split(dataset, seed=seed)
    assert sorted(np.concatenate(parts(splits))) == list(range(sum(sizes)))
    for part in parts(splits):
        assert set(dataset.labels[part]) == set(range(len(sizes)))


@given(
    groups=st.lists(st.integers(1, 6), min_size=20, max_size=60),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=30, deadline=None)
def test_a_group_stands_in_one_part_only(groups, seed):
    members = np.repeat(np.arange(len(groups)), groups)
    dataset = a_dataset(members % 2, members)
    splits = split(dataset, seed=seed)
    apart = [set(members[part]) for part in parts(splits)]
    assert set().union(*apart) == set(members)
    assert sum(len(part) for part in apart) == len(groups)


def test_the_parts_have_the_sizes_asked_for_and_the_classes_their_proportions():
    dataset = a_dataset(np.repeat([0, 1], [300, 700]))
    splits = split(dataset, seed=0, fractions=(0.5, 0.2, 0.3))
    assert [len(part) for part in parts(splits)] == [500, 200, 300]
    assert [dataset.labels[part].mean() for part in parts(splits)] == pytest.approx([0.7, 0.7, 0.7])


def test_the_same_seed_gives_the_same_split_and_another_seed_another():
    dataset = a_dataset(np.arange(200) % 2)
    assert np.array_equal(split(dataset, seed=3).train, split(dataset, seed=3).train)
    assert not np.array_equal(split(dataset, seed=3).train, split(dataset, seed=4).train)


def test_an_unusual_group_is_not_always_in_the_same_part():
    # the only group of one class is the one that is dealt out first
    members = np.repeat(np.arange(12), [40] + [10] * 11)
    labels = np.where(members == 0, 0, np.arange(len(members)) % 2)
    dataset = a_dataset(labels, members)
    assert {any(members[split(dataset, seed=seed).test] == 0) for seed in range(12)} == {True, False}


def test_a_class_too_small_for_three_parts_is_named():
    with pytest.raises(DataError, match="'1' of 'toy' has 2"):
        split(a_dataset([0] * 50 + [1] * 2), seed=0)
    with pytest.raises(DataError, match="at least three groups"):
        split(a_dataset([0, 1] * 25, [0, 1] * 25), seed=0)
