from functools import cache

import numpy as np
import pytest
from PIL import Image

from shapviz.data import catalog
from shapviz.errors import SpecError, UnknownNameError
from shapviz.runs.asked import RobustnessSpec
from shapviz.runs.options import Alternating
from shapviz.runs.spec import DatasetSpec, RunSpec, TrainingSpec


def problems_of(**dataset):
    strategy = dataset.pop("strategy", Alternating())
    with pytest.raises(SpecError) as caught:
        catalog.check(RunSpec(dataset=DatasetSpec(**dataset), strategy=strategy))
    return caught.value.problems


@cache
def loaded(name, seed):
    return catalog.load(DatasetSpec(name=name), seed)


@pytest.mark.parametrize("name", catalog.names())
def test_every_card_describes_what_is_loaded(name):
    card = catalog.info(name)
    dataset, _ = loaded(name, 0)
    assert dataset.modalities == card.modalities
    assert dataset.classes == card.classes
    assert len(dataset) == card.samples
    assert (dataset.groups is not None) == (card.groups is not None)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", catalog.names())
def test_no_group_stands_in_two_parts_and_every_class_is_in_each(name, seed):
    dataset, splits = loaded(name, seed)
    parts = (splits.train, splits.valid, splits.test)
    assert sorted(np.concatenate(parts)) == list(range(len(dataset)))
    members = np.arange(len(dataset)) if dataset.groups is None else dataset.groups
    assert sum(len(set(members[part])) for part in parts) == len(set(members))
    assert all(set(dataset.labels[part]) == set(range(len(dataset.classes))) for part in parts)


@pytest.mark.parametrize("name", catalog.names())
def test_loading_again_gives_the_same(name):
    (first, split), (again, same) = loaded(name, 0), catalog.load(DatasetSpec(name=name), 0)
    assert all(np.array_equal(first.views[view], again.views[view]) for view in first.names)
    assert np.array_equal(split.test, same.test)


def test_noise_is_the_seeds():
    spec = DatasetSpec(noise={"hare": 0.5})
    first, again, other = (catalog.load(spec, seed)[0].views["hare"] for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_scales_are_learned_from_the_training_rows():
    dataset, splits = catalog.load(DatasetSpec(name="race"), 0)
    hare = dataset.views["hare"]
    assert hare[splits.train].mean(axis=0) == pytest.approx(np.zeros(hare.shape[1]), abs=1e-5)
    assert hare[splits.train].std(axis=0) == pytest.approx(np.ones(hare.shape[1]), abs=1e-5)
    assert hare[splits.test].mean(axis=0) != pytest.approx(np.zeros(hare.shape[1]), abs=1e-5)


def test_noise_is_measured_by_the_spread_of_the_training_rows():
    noise = {"fox": 1.0}
    clean, splits = catalog.load(DatasetSpec(), 4)
    noisy, _ = catalog.load(DatasetSpec(noise=noise), 4)
    by_train = clean.with_noise(noise, 4, reference=splits.train).views["fox"]
    by_test = clean.with_noise(noise, 4, reference=splits.test).views["fox"]
    assert np.array_equal(noisy.views["fox"], by_train)
    assert not np.array_equal(noisy.views["fox"], by_test)


def test_using_fewer_modalities_changes_neither_the_split_nor_the_noise():
    noise = {"fox": 1.0}
    everything, whole = catalog.load(DatasetSpec(noise=noise), 2)
    some, part = catalog.load(DatasetSpec(modalities=("fox", "hare"), noise=noise), 2)
    assert some.names == ("fox", "hare")
    assert np.array_equal(whole.valid, part.valid)
    assert np.array_equal(everything.views["fox"], some.views["fox"])


def test_an_unknown_dataset_is_answered_with_the_nearest():
    for answer in (lambda: catalog.info("rase"), lambda: catalog.check(RunSpec(dataset=DatasetSpec(name="rase")))):
        with pytest.raises(UnknownNameError, match="Did you mean 'race'"):
            answer()


def test_a_sound_spec_passes():
    order = Alternating(order="fixed", sequence=("fox", "hare"))
    catalog.check(RunSpec(dataset=DatasetSpec(modalities=("hare", "fox"), noise={"fox": 2}), strategy=order))


def test_every_problem_of_a_spec_is_told_at_once():
    found = problems_of(
        modalities=("hare", "foxx"),
        noise={"tortoise": 1, "tortise": 1},
        strategy=Alternating(order="fixed", sequence=("hare",)),
    )
    assert len(found) == 4
    assert "no modality 'foxx'. Did you mean 'fox'" in found[0]
    assert "no modality 'tortise'. Did you mean 'tortoise'" in found[1]
    assert "'tortoise' is not among the modalities used" in found[2]
    assert "strategy.sequence: expected every used modality once (hare, foxx), found hare" in found[3]


def test_what_a_spec_contradicts_itself_is_told_with_the_rest():
    spec = RunSpec(dataset=DatasetSpec(modalities=("hair", "fox")), training=TrainingSpec(align_samples=0.1))
    with pytest.raises(SpecError) as caught:
        catalog.check(spec)
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "dataset.modalities",
        "training.align_samples",
    ]


def test_a_corruption_has_to_fit_a_modality_that_is_used():
    asked = RobustnessSpec(corruptions=("typos", "noise", "all"))
    catalog.check(RunSpec(dataset=DatasetSpec(name="emoji"), robustness=asked))
    with pytest.raises(SpecError) as caught:
        catalog.check(RunSpec(dataset=DatasetSpec(name="penguins"), robustness=asked))
    [problem] = caught.value.problems
    assert problem.startswith("robustness.corruptions: 'typos' fits none of the modalities used.")
    assert problem.endswith("Known: mispairing, missing, missing_cells, noise")


def test_more_than_all_words_cannot_be_lost():
    assert problems_of(name="emoji", noise={"words": 1.5, "image": 1.5}) == (
        "dataset.noise.words: the share of unknown words is at most 1, found 1.5",
    )


@pytest.mark.parametrize("name", catalog.names())
def test_every_dataset_has_a_small_picture(name):
    picture = catalog.thumbnail(name)
    assert picture.stat().st_size < 8000
    with Image.open(picture) as opened:
        assert opened.size == (156, 112)
