"""Tables of samples: what is read off them, and what their file keeps."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.errors import StoreError, UnknownNameError, UsageError
from shapviz.runs import samples
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.sampled import SampleTable
from tests.runs.tables import mlp_table, table

RUN = "0" * 32
either_head = pytest.mark.parametrize("make", [table, mlp_table])
both_payoffs = pytest.mark.parametrize("payoff", ["accuracy", "probability"])


@pytest.fixture
def artifacts(tmp_path: Path) -> ArtifactStore:
    return ArtifactStore.open(str(tmp_path))


@both_payoffs
@either_head
def test_samples_average_to_classes_and_classes_to_the_split(make: Callable[..., SampleTable], payoff: str) -> None:
    found = make(samples=90)
    game = found.game(payoff, resamples=100)
    whole = [value.estimate for value in game.shapley]
    assert list(found.shapley(payoff).mean(axis=0)) == whole
    classes = found.by_class(payoff, resamples=100)
    assert tuple(classes) == found.classes
    weights = np.array([each.samples for each in classes.values()]) / len(found)
    for take in (lambda game: [value.estimate for value in game.shapley], lambda game: game.worth):
        np.testing.assert_allclose(weights @ [take(each) for each in classes.values()], take(game), atol=1e-12)
    pairs = np.average([each.interactions for each in classes.values()], axis=0, weights=weights)
    np.testing.assert_allclose(pairs, game.interactions, atol=1e-12)


def test_the_intervals_of_a_class_know_of_its_own_samples_only() -> None:
    found = table(samples=400)
    few = found.where((found.labels != 0) | (np.arange(400) < 60))
    narrow, wide = (each.by_class(resamples=200)["class 0"].shapley[0] for each in (found, few))
    assert wide.high - wide.low > 1.5 * (narrow.high - narrow.low)
    assert found.by_class(resamples=200)["class 1"] == few.by_class(resamples=200)["class 1"]


def test_a_class_without_samples_has_no_game() -> None:
    found = table()
    assert "class 2" not in found.where(found.labels != 2).by_class(resamples=100)


@either_head
def test_chosen_samples_keep_what_belongs_to_them(make: Callable[..., SampleTable]) -> None:
    found = make()
    chosen = found.wrong & (found.labels == 1)
    some = found.where(chosen)
    assert len(some) == chosen.sum() > 0
    assert not some.right[:, -1].any()
    assert (some.rows == found.rows[chosen]).all()
    np.testing.assert_array_equal(some.worth("probability"), found.worth("probability")[chosen])


def test_masks_by_hand() -> None:
    right = np.zeros((3, 4), bool)
    right[0] = True, True, True, False  # both modalities alone are right, together they are not
    right[1] = False, True, False, True  # the first carries it
    right[2] = False, False, True, True  # the second does
    none = np.arange(3)
    made = SampleTable(("image", "text"), ("no", "yes"), none, none % 2, right, None, right.astype(np.float32))
    assert made.wrong.tolist() == [True, False, False]
    assert made.disagreeing.tolist() == [False, True, True]
    assert made.dominated_by("text").tolist() == [False, False, True]
    with pytest.raises(UnknownNameError, match="Did you mean 'text'"):
        made.dominated_by("txt")


@given(st.integers(2, 6), st.integers(0, 2**16), st.booleans())
def test_temperatures_of_one_change_nothing(players: int, seed: int, absence: bool) -> None:
    found = table(players, samples=30, seed=seed, absence=absence)
    cool = found.temper(dict.fromkeys(found.modalities, 1.0), resamples=100)
    assert (found.tempered({}) == found.right).all()
    assert cool.accuracy == tuple(found.right.mean(axis=0))
    assert cool.gain.full.estimate == cool.gain.full.low == cool.gain.full.high == 0
    assert cool.game == found.game(resamples=100)


def test_a_modality_of_enormous_temperature_might_as_well_be_absent() -> None:
    found = table(players=3)
    cool = found.temper({"text": 1e12})
    assert cool.full.estimate == found.right.mean(axis=0)[0b101]
    assert cool.missing["text"].estimate == found.right.mean(axis=0)[0b101]
    assert cool.game.shapley[1].estimate == pytest.approx(0)


def test_one_temperature_for_all_leaves_predictions_without_a_bias_alone() -> None:
    made = table()
    assert made.terms is not None
    terms = type(made.terms)(made.terms.bias * 0, made.terms.absent, made.terms.present)
    found = SampleTable(made.modalities, made.classes, made.rows, made.labels, terms.right(made.labels), terms, None)
    assert (found.tempered(dict.fromkeys(found.modalities, 4.0)) == found.right).all()


@pytest.mark.parametrize("bad", [0.0, -1.0, float("nan"), float("inf")])
def test_a_temperature_is_a_positive_number(bad: float) -> None:
    with pytest.raises(UsageError, match="positive number, that of 'text'"):
        table().temper({"text": bad})
    with pytest.raises(UnknownNameError, match="Did you mean 'text'"):
        table().temper({"txt": 2})


def test_other_heads_have_no_temperatures() -> None:
    with pytest.raises(UsageError, match="additive head"):
        mlp_table().temper({"text": 2})


@either_head
def test_a_table_survives_its_file(make: Callable[..., SampleTable], artifacts: ArtifactStore) -> None:
    tables = {"valid": make(seed=1), "test": make(seed=2, samples=33)}
    samples.write(artifacts, RUN, 7, tables)  # type: ignore[arg-type]
    for split, found in tables.items():
        back = samples.read(artifacts, RUN, split)  # type: ignore[arg-type]
        assert (back.modalities, back.classes) == (found.modalities, found.classes)
        for name in ("rows", "labels", "right"):
            assert (getattr(back, name) == getattr(found, name)).all()
        np.testing.assert_array_equal(back.worth("probability"), found.worth("probability"))
        assert (back.terms is None) == (found.terms is None)


def test_the_validation_split_is_what_one_reads_unless_asked(artifacts: ArtifactStore) -> None:
    samples.write(artifacts, RUN, 7, {"valid": table(samples=5), "test": table(samples=6)})
    assert len(samples.read(artifacts, RUN)) == 5


def test_a_run_without_a_table_says_what_to_do(artifacts: ArtifactStore) -> None:
    with pytest.raises(UsageError, match="no table of its samples") as caught:
        samples.read(artifacts, RUN)
    assert caught.value.remedy == "Train it again, or fork it from its last epoch."


@pytest.mark.parametrize("keep", [0, 5, 100, -1])
def test_a_damaged_file_is_no_table(artifacts: ArtifactStore, keep: int) -> None:
    samples.write(artifacts, RUN, 7, {"valid": table()})
    artifacts.write(RUN, samples.FILE, artifacts.read(RUN, samples.FILE)[:keep])
    with pytest.raises(StoreError, match="no table that can be read"):
        samples.read(artifacts, RUN)


def spoiled(**changes: object) -> SampleTable:
    return replace(table(), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (spoiled(modalities=tuple("abcdefghijklmnopqrstuvwxyz")), "right has the shape"),
        (spoiled(modalities=("a", "b")), "terms.absent has the shape"),
        (spoiled(rows=np.arange(3)), "rows has the shape"),
        (spoiled(classes=("yes", "no")), "terms.bias has the shape"),
        (spoiled(labels=np.full(200, 9)), "labels are numbers from 0 to 3"),
        (spoiled(terms=None), "either probabilities or the terms"),
    ],
)
def test_a_file_whose_arrays_do_not_belong_together_is_refused(
    artifacts: ArtifactStore, made: SampleTable, said: str
) -> None:
    samples.write(artifacts, RUN, 7, {"valid": made})
    with pytest.raises(StoreError, match=said):
        samples.read(artifacts, RUN)


def shown(values: np.ndarray) -> list[str]:
    """Return numbers as they are shown: percent with two decimals, and three significant digits."""
    return [f"{value:.2%} {value:.3g}" for value in np.ravel(values)]


def stored(table: SampleTable, dtype: type) -> SampleTable:
    """Return what a table would be if its floating-point numbers had been stored in another precision."""
    assert table.terms is not None
    thin = [getattr(table.terms, name).astype(dtype).astype(np.float32) for name in ("bias", "absent", "present")]
    terms = type(table.terms)(*thin)
    return SampleTable(table.modalities, table.classes, table.rows, table.labels, table.right, terms, None)


def test_what_is_stored_changes_no_digit_and_half_precision_would(artifacts: ArtifactStore) -> None:
    found = table(players=4, samples=500, classes=6, seed=3)
    samples.write(artifacts, RUN, 7, {"valid": found})
    back, half = samples.read(artifacts, RUN), stored(found, np.float16)
    tempers = [{"image": value} for value in np.linspace(0.5, 2, 40)]

    def everything(table: SampleTable) -> list[str]:
        probabilities = [*shown(table.shapley("probability")), *shown(table.game("probability").worth)]
        return probabilities + shown(np.array([table.tempered(each).mean(axis=0) for each in tempers]))

    assert everything(back) == everything(found)
    assert everything(half) != everything(found)
    accuracies = [[each.tempered(setting).mean(axis=0) for setting in tempers] for each in (half, found)]
    assert shown(accuracies[0]) != shown(accuracies[1]), "near ties turn"


@pytest.mark.parametrize(("make", "limit"), [(table, 600_000), (mlp_table, 4_500_000)])
def test_ten_modalities_and_a_thousand_samples_stay_small(
    make: Callable[..., SampleTable], limit: int, artifacts: ArtifactStore
) -> None:
    samples.write(artifacts, RUN, 7, {"valid": make(players=10, samples=1000, classes=10)})
    assert len(artifacts.read(RUN, samples.FILE)) < limit
