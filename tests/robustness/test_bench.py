"""What the bench says is what a fresh forward pass says, to the bit where nothing has changed."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from shapviz.data.modality import Modality
from shapviz.data.splits import Splits
from shapviz.errors import UnknownNameError, UsageError
from shapviz.games import interactions, members, shapley_values
from shapviz.models import BatchSource
from shapviz.robustness import specimens
from shapviz.robustness.bench import Bench
from shapviz.robustness.corruptions import Damage, corrupt
from shapviz.robustness.specimens import DRAWS
from shapviz.runs.bits import unpacked
from shapviz.runs.corruptions import FITTING
from shapviz.runs.robustness import Conditions, Corrupted
from shapviz.valuation import coalition_worth
from tests.models import worlds
from tests.robustness import benches
from tests.robustness.benches import KINDS, SPLITS, WAYS, tensors, truth, without, world

STAND_INS = ("own", "mean", "shuffled", "prototypes", "mapped")
NAMES = tuple(modality.name for modality in KINDS)
every_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: " ".join(map(str, way.values())))
every_stand_in = pytest.mark.parametrize("stand_in", STAND_INS)
seldom = settings(max_examples=25, derandomize=True)


@cache
def bench(head: str = "additive", absence: str = "zero", prototypes: bool = False) -> Bench:
    return benches.bench(head=head, absence=absence, prototypes=prototypes)


@st.composite
def damages(draw: st.DrawFn) -> dict[str, Corrupted]:
    """Draw corruptions of some of the modalities."""
    chosen = draw(st.lists(st.sampled_from(KINDS), unique=True))
    severity = st.sampled_from([0.0, 0.5, 2.0, 5.0])
    return {
        modality.name: Corrupted(corruption=draw(st.sampled_from(FITTING[modality.kind])), severity=draw(severity))
        for modality in chosen
    }


def corrupted_views(corrupted: Mapping[str, Corrupted], draw: int = 0) -> tuple[dict[str, Any], NDArray[np.bool_]]:
    """Return the views of the test split under corruptions, and from which samples which modality is gone, (N, M)."""
    data = world()
    views, gone = {}, np.zeros((len(SPLITS.test), len(NAMES)), dtype=bool)
    for place, modality in enumerate(KINDS):
        values = data.views[modality.name]
        views[modality.name] = values[SPLITS.test]
        if modality.name in corrupted:
            damage = corrupt(
                modality,
                values[SPLITS.test],
                corrupted[modality.name],
                seed=3 * DRAWS + draw,
                reference=values[SPLITS.train],
            )
            views[modality.name] = damage.values
            gone[:, place] = False if damage.gone is None else damage.gone
    return views, gone


@every_way
def test_with_clean_inputs_and_its_own_stand_in_it_is_what_a_run_records(way: dict[str, Any]) -> None:
    on_bench = bench(**way)
    source = BatchSource(world(), SPLITS.test, dtype=torch.float64)
    recorded = coalition_worth(worlds.model(KINDS, **way), source, ["accuracy"])[0]["accuracy"]
    np.testing.assert_array_equal(on_bench.right(Conditions()), recorded)
    reading = on_bench.read(Conditions())
    assert tuple(each.estimate for each in reading.measured.accuracy) == tuple(recorded.mean(axis=0).tolist())


@every_way
@pytest.mark.parametrize("gone", range(len(NAMES)))
def test_a_missing_modality_is_one_that_was_deleted_from_the_data(way: dict[str, Any], gone: int) -> None:
    model, data = worlds.model(KINDS, **way), world()
    views = {name: view[SPLITS.test] for name, view in data.views.items() if name != NAMES[gone]}
    right = bench(**way).right(Conditions())
    for mask in (mask for mask in range(1, 2 ** len(NAMES)) if not mask >> gone & 1):
        np.testing.assert_array_equal(right[:, mask], without(model, tensors(views), mask) == truth())


EIGHT = (*worlds.MODALITIES, worlds.features("eighth"))


@pytest.mark.parametrize("modalities", [EIGHT[4:6], EIGHT[:6], EIGHT], ids=["two", "six", "eight"])
@pytest.mark.parametrize("head", worlds.HEADS)
def test_it_holds_for_any_number_of_modalities_of_any_kind(modalities: tuple[Modality, ...], head: str) -> None:
    model, data = worlds.model(modalities, head=head), world(modalities)
    on_bench = Bench(model, data, SPLITS, resamples=100)
    corrupted = {
        modality.name: Corrupted(corruption=FITTING[modality.kind][place % 2], severity=3)
        for place, modality in enumerate(modalities)
    }
    views = {
        modality.name: corrupt(
            modality,
            data.views[modality.name][SPLITS.test],
            corrupted[modality.name],
            seed=0,
            reference=data.views[modality.name][SPLITS.train],
        ).values
        for modality in modalities
    }
    right = on_bench.right(Conditions(corrupted=corrupted))
    assert right.shape == (len(SPLITS.test), 2 ** len(modalities))
    for mask in range(1, 2 ** len(modalities)):
        deleted = {name: views[name] for name in members(mask, model.modalities)}
        np.testing.assert_array_equal(right[:, mask], without(model, tensors(deleted), mask) == truth(modalities))
    for stand_in in STAND_INS:
        reading = on_bench.read(Conditions(corrupted=corrupted, stand_in=stand_in))
        assert reading.measured.accuracy[-1].estimate == right[:, -1].mean()


FEWEST = {
    "one sample to test": replace(SPLITS, test=SPLITS.test[:1]),
    "one that was trained on": replace(SPLITS, train=SPLITS.train[:1]),
}


@pytest.mark.parametrize("splits", FEWEST.values(), ids=FEWEST)
@pytest.mark.parametrize("plain", [False, True], ids=["any data", "one class, nothing but zeros"])
def test_the_fewest_and_plainest_samples_are_looked_at_like_any_others(splits: Splits, plain: bool) -> None:
    model, data = worlds.model(EIGHT[:6]), world(EIGHT[:6])
    if plain:
        zeros = {name: np.zeros_like(view) for name, view in data.views.items()}
        data = replace(data, views=zeros, labels=np.zeros_like(data.labels))
    on_bench = Bench(model, data, splits, resamples=100)
    views = {name: view[splits.test] for name, view in data.views.items()}
    right = on_bench.right(Conditions())
    for mask in range(1, right.shape[1]):
        deleted = {name: views[name] for name in members(mask, model.modalities)}
        np.testing.assert_array_equal(
            right[:, mask], without(model, tensors(deleted), mask) == data.labels[splits.test]
        )
    for stand_in in STAND_INS:
        reading = on_bench.read(Conditions(stand_in=stand_in))
        assert reading.measured == reading.clean
        assert reading.measured.accuracy[-1].estimate == right[:, -1].mean()
        assert [seen.row for seen in reading.seen] == list(on_bench.facts().seen)


@every_way
@pytest.mark.parametrize("stand_in", ["own", "prototypes", "mapped"])
def test_missing_with_certainty_is_the_same_as_absent(way: dict[str, Any], stand_in: str) -> None:
    clean = bench(**way).right(Conditions(stand_in=stand_in))
    for place, name in enumerate(NAMES):
        missing = {name: Corrupted(corruption="missing", severity=5)}
        assert bench(**way).gone(int(SPLITS.test[0]), name, missing[name])
        found = bench(**way).right(Conditions(corrupted=missing, stand_in=stand_in))
        masks = np.arange(clean.shape[1])
        np.testing.assert_array_equal(found, clean[:, masks & ~(1 << place)])


@every_way
@seldom
@given(corrupted=damages(), draw=st.integers(0, 2))
def test_under_corruptions_it_is_a_forward_pass_on_the_corrupted_arrays(
    way: dict[str, Any], corrupted: dict[str, Corrupted], draw: int
) -> None:
    model = worlds.model(KINDS, **way)
    views, gone = corrupted_views(corrupted, draw)
    found = bench(**way).right(Conditions(corrupted=corrupted, draw=draw))
    taken = gone @ (1 << np.arange(len(NAMES)))
    said = np.column_stack([without(model, tensors(views), mask) for mask in range(found.shape[1])])
    masks = np.arange(found.shape[1]) & ~taken[:, None]
    np.testing.assert_array_equal(found, np.take_along_axis(said, masks, axis=1) == truth()[:, None])


def test_other_samples_are_looked_at_where_they_are_asked_for() -> None:
    rows = [int(row) for row in SPLITS.test[[5, 0, 3]]]
    conditions = Conditions(stand_in="mean")
    found = bench().read(conditions, rows)
    assert [seen.row for seen in found.seen] == rows
    assert found.measured == bench().read(conditions).measured
    own = {seen.row: seen for seen in bench().read(conditions).seen}
    again = bench().read(conditions, list(own))
    assert again.seen == tuple(own.values())
    with pytest.raises(UsageError):
        bench().read(conditions, [int(SPLITS.train[0])])


@every_stand_in
@seldom
@given(corrupted=damages())
def test_severity_zero_changes_nothing_to_the_last_bit(stand_in: str, corrupted: dict[str, Corrupted]) -> None:
    nothing = {name: done.model_copy(update={"severity": 0.0}) for name, done in corrupted.items()}
    found = bench().read(Conditions(corrupted=nothing, stand_in=stand_in))
    assert found.measured == found.clean == bench().read(Conditions(stand_in=stand_in)).measured
    assert all(seen.before == seen.after for seen in found.seen)
    assert all((each.estimate, each.low, each.high) == (0, 0, 0) for each in found.measured.change)
    assert all((each.estimate, each.low, each.high) == (0, 0, 0) for each in found.measured.shapley_change)


@every_stand_in
def test_what_is_kept_is_what_would_be_computed_anew(stand_in: str) -> None:
    modality = KINDS[0].name
    asked = [
        Conditions(corrupted={modality: Corrupted(corruption=corruption, severity=severity)}, stand_in=stand_in)
        for corruption in ("noise", "mispairing", "missing")
        for severity in (1, 4)
    ]
    used = benches.bench()
    first = [used.read(each) for each in asked]
    assert [used.read(each) for each in reversed(asked)] == first[::-1]
    assert [benches.bench().read(each) for each in asked] == first


def test_a_sweep_is_its_measurements() -> None:
    sweep = bench().sweep("words", "drop_words", "mean", draw=1)
    assert sweep.severities == (0, 1, 2, 3, 4, 5)
    for severity, found in zip(sweep.severities, sweep.measured, strict=True):
        corrupted = {"words": Corrupted(corruption="drop_words", severity=severity)}
        assert found == bench().measure(Conditions(corrupted=corrupted, stand_in="mean", draw=1))


@every_stand_in
def test_a_reading_agrees_with_itself(stand_in: str) -> None:
    corrupted = {
        NAMES[0]: Corrupted(corruption="noise", severity=5),
        NAMES[2]: Corrupted(corruption="missing", severity=2),
    }
    conditions = Conditions(corrupted=corrupted, stand_in=stand_in)
    reading, right = bench("mlp").read(conditions), bench("mlp").right(conditions)
    now, before = (np.array([each.estimate for each in side.accuracy]) for side in (reading.measured, reading.clean))
    np.testing.assert_allclose(now, right.mean(axis=0), atol=1e-12)
    estimates = {
        field: [each.estimate for each in getattr(reading.measured, field)]
        for field in ("change", "shapley", "shapley_change")
    }
    np.testing.assert_allclose(estimates["change"], now - before, atol=1e-12)
    np.testing.assert_allclose(estimates["shapley"], shapley_values(now), atol=1e-12)
    np.testing.assert_allclose(estimates["shapley_change"], shapley_values(now) - shapley_values(before), atol=1e-12)
    np.testing.assert_allclose(reading.measured.interactions, interactions(now), atol=1e-12)
    places = {int(row): place for place, row in enumerate(SPLITS.test)}
    for seen in reading.seen:
        assert seen.label == truth()[places[seen.row]]
        assert [each.label == seen.label for each in seen.after] == right[places[seen.row]].tolist()


def test_a_reading_carries_who_is_right_sample_by_sample() -> None:
    conditions = Conditions(corrupted={NAMES[0]: Corrupted(corruption="noise", severity=4)}, stand_in="mean")
    reading = bench().read(conditions)
    for found, asked in ((reading.measured, conditions), (reading.clean, Conditions(stand_in="mean"))):
        assert np.array_equal(unpacked(found.right, found.samples), bench().right(asked))


def test_a_sample_is_shown_as_the_network_gets_it() -> None:
    noisy = Corrupted(corruption="noise", severity=4)
    views, _ = corrupted_views({"drawing": noisy}, draw=2)
    assert set(bench().facts().seen) < set(SPLITS.test.tolist())
    for place, row in enumerate(SPLITS.test.tolist()):
        np.testing.assert_array_equal(bench().values(row, "drawing"), world().views["drawing"][row])
        np.testing.assert_array_equal(bench().values(row, "drawing", noisy, draw=2), views["drawing"][place])
        assert not bench().gone(row, "drawing", noisy, draw=2)


def test_samples_that_are_shown_outlast_what_others_ask_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Corrupted] = []

    def counted(*arguments: Any, **options: Any) -> Damage:
        made.append(arguments[2])
        return corrupt(*arguments, **options)

    monkeypatch.setattr(specimens, "corrupt", counted)
    used = benches.bench()
    asked = [Corrupted(corruption="missing", severity=severity) for severity in (1, 2, 3, 4, 5)]
    for corrupted in asked:
        used.measure(Conditions(corrupted={"drawing": corrupted}))
    gone = [[used.gone(row, "drawing", corrupted) for row in used.facts().seen] for corrupted in asked]
    assert made == asked
    fresh = benches.bench()
    assert gone == [[fresh.gone(row, "drawing", corrupted) for row in fresh.facts().seen] for corrupted in asked]
    assert all(gone[-1])


def test_some_samples_lose_a_modality_and_others_keep_it() -> None:
    missing = Corrupted(corruption="missing", severity=3)
    gone = [bench().gone(int(row), "accel", missing) for row in SPLITS.test]
    assert 0 < sum(gone) < len(gone)
    assert not any(bench().gone(int(row), "accel") for row in SPLITS.test)


def test_the_network_is_left_as_it_was_found() -> None:
    model = worlds.model(KINDS, head="mlp").train()
    model.encoders["of_words"].eval()
    before = [module.training for module in model.modules()]
    weights = {name: value.clone() for name, value in model.state_dict().items()}
    on_bench = Bench(model, world(), SPLITS, resamples=100)
    for stand_in in STAND_INS:
        on_bench.read(Conditions(corrupted={"accel": Corrupted(corruption="noise", severity=1)}, stand_in=stand_in))
    assert [module.training for module in model.modules()] == before
    torch.testing.assert_close(dict(model.state_dict()), weights, rtol=0, atol=0)


def test_facts_say_what_can_be_asked() -> None:
    facts = bench().facts()
    assert facts.names == NAMES
    assert [(player.kind, player.shape) for player in facts.players] == [(each.kind, each.shape) for each in KINDS]
    assert (facts.dataset, facts.classes, facts.samples) == ("world", tuple("abcd"), len(SPLITS.test))
    assert set(facts.seen) <= set(SPLITS.test.tolist())
    assert facts.seen == tuple(seen.row for seen in bench().read(Conditions()).seen)


def test_what_cannot_be_done_is_said_all_at_once() -> None:
    wrong = {
        "word": Corrupted(corruption="noise", severity=1),
        "drawing": Corrupted(corruption="drop_words", severity=1),
        "words": Corrupted(corruption="typos", severity=1),
    }
    with pytest.raises(UsageError) as error:
        bench().read(Conditions(corrupted=wrong, stand_in="zero"))
    for clause in ("Did you mean 'words'?", "'drop_words' does not fit 'drawing'", "The stand-in 'zero'"):
        assert clause in str(error.value)
    assert "'typos' does not fit" not in str(error.value)


@pytest.mark.parametrize("row", [-1, int(SPLITS.train[0]), 10**6])
def test_only_samples_of_the_test_split_are_shown(row: int) -> None:
    with pytest.raises(UsageError, match=f"Row {row} of 'world' is not in the test split"):
        bench().values(row, "words")


def test_an_unknown_modality_or_a_corruption_that_does_not_fit_is_refused_for_a_sample_too() -> None:
    row = int(SPLITS.test[0])
    with pytest.raises(UsageError, match="Did you mean 'words'"):
        bench().values(row, "wrds")
    with pytest.raises(UsageError, match="'blur' does not fit 'words'"):
        bench().gone(row, "words", Corrupted(corruption="blur", severity=1))


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        ({"corruption": "typoss"}, "Did you mean 'typos'"),
        ({"severities": [-1.0]}, "greater than or equal to 0, found -1.0"),
        ({"severities": [float("nan")]}, "found nan"),
        ({"severities": ()}, "A sweep has severities; found none"),
        ({"stand_in": "meann"}, "Did you mean 'mean'"),
        ({"draw": -5}, "draw: .* found -5"),
        ({"draw": 1000}, "draw: .* found 1000"),
    ],
)
def test_a_sweep_that_is_none_is_refused_in_words(wish: dict[str, Any], problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        bench().sweep(**{"modality": "words", "corruption": "typos", **wish})


@pytest.mark.parametrize("draw", [-1, 1000])
def test_draws_of_other_runs_are_refused_for_a_sample_too(draw: int) -> None:
    with pytest.raises(UsageError, match=f"draw: .* found {draw}"):
        bench().values(bench().facts().seen[0], "words", draw=draw)


def test_whoever_is_given_values_cannot_change_what_the_bench_goes_on_with() -> None:
    there = bench()
    row = there.facts().seen[0]
    for corrupted in (None, Corrupted(corruption="typos", severity=3)):
        with pytest.raises(ValueError, match="read-only"):
            there.values(row, "words", corrupted)[...] = 0


@pytest.mark.parametrize("dice", [{"seed": -1}, {"resamples": 0}])
def test_dice_that_cannot_be_thrown_are_refused(dice: dict[str, int]) -> None:
    with pytest.raises(UsageError, match=r"seed of at least 0 and 1 resample or more"):
        Bench(worlds.model(KINDS), world(), SPLITS, **dice)


def test_a_reading_tells_accuracies_by_who_is_absent() -> None:
    reading = bench().read(Conditions(corrupted={"words": Corrupted(corruption="typos", severity=4)}))
    assert reading.accuracy() == reading.measured.accuracy[-1]
    assert reading.accuracy(absent=reading.players) == reading.measured.accuracy[0]
    for player, name in enumerate(reading.players):
        mask = 2 ** len(reading.players) - 1 - 2**player
        assert reading.accuracy(absent=[name]) == reading.measured.accuracy[mask]
        assert reading.change(absent=[name]) == reading.measured.change[mask]
    with pytest.raises(UnknownNameError, match="Did you mean 'words'"):
        reading.accuracy(absent=["wrds"])


def test_a_network_of_other_modalities_is_refused_with_what_to_do() -> None:
    with pytest.raises(UsageError, match=r"modalities drawing, accel, words; found those of 'world': words") as error:
        Bench(worlds.model(KINDS), world().select(NAMES[::-1]), SPLITS)
    assert "dataset.select" in error.value.remedy


@pytest.mark.parametrize("empty", ["train", "test"])
def test_splits_without_rows_are_refused(empty: str) -> None:
    with pytest.raises(UsageError, match=r"found (0 rows to test and 30|20 rows to test and 0)"):
        Bench(worlds.model(KINDS), world(), replace(SPLITS, **{empty: SPLITS.test[:0]}))
