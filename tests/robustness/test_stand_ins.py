"""What takes the place of the absent: against loops over coalitions and samples, and against the laws it must keep."""

from functools import cache

import numpy as np
import pytest
import torch
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch import Tensor

from shapviz.games import coalitions, members
from shapviz.models import FusionModel
from shapviz.models.batch import Places
from shapviz.models.prototypes import Prototypes
from shapviz.robustness import maps, ridge
from shapviz.robustness.encoding import Encoded, Samples
from shapviz.robustness.stand_ins import StandIns
from shapviz.runs.robustness import StandIn
from shapviz.valuation.worth import evaluating
from tests.models import worlds
from tests.robustness.benches import KINDS, SPLITS, encoded, truth, world

STAND_INS: tuple[StandIn, ...] = ("own", "zero", "mean", "shuffled", "prototypes", "mapped")
every_head = pytest.mark.parametrize("head", worlds.HEADS)
NAMES = tuple(modality.name for modality in KINDS)


@cache
def network(head: str = "mlp", absence: str = "zero", prototypes: bool = False) -> FusionModel:
    return worlds.model(KINDS, head=head, absence=absence, prototypes=prototypes)


@cache
def unseen(head: str) -> Samples:
    return encoded(network(head), SPLITS.test)


@cache
def seen(head: str) -> Samples:
    return encoded(network(head), SPLITS.train)


def stand_ins(model: FusionModel, *, seed: int = 3) -> StandIns:
    labels = world().labels[SPLITS.train]
    return StandIns(
        model, lambda: encoded(model, SPLITS.train), labels, classes=worlds.CLASSES, samples=len(SPLITS.test), seed=seed
    )


def predicted(
    model: FusionModel, stand_in: StandIn, samples: Samples, draw: int = 0, places: Places = slice(None)
) -> Tensor:
    """Return the logits (2**M, n, C) of every coalition."""
    predictor = stand_ins(model).predictor(stand_in, draw)
    with evaluating(predictor.model, torch.device("cpu")):
        return predictor.logits(samples, places)


@torch.no_grad()
def by_hand(model: FusionModel, samples: Samples, absent: dict[int, dict[str, Tensor]]) -> Tensor:
    """Return the logits (2**M, n, C), one coalition at a time, of contributions that stand in by mask and modality."""
    found = []
    for mask in range(2 ** len(NAMES)):
        there = members(mask, NAMES)
        mixed = {
            name: each.contribution if name in there else absent[mask][name].expand_as(each.contribution)
            for name, each in samples.items()
        }
        found.append(model.head.finish(model.head.combine(mixed)))
    return torch.stack(found)


@every_head
def test_zeros_and_means_contribute_by_name(head: str) -> None:
    model, masks = network(head), range(2 ** len(NAMES))
    zeros = {name: torch.zeros_like(each.contribution[0]) for name, each in seen(head).items()}
    features = {name: each.features.mean(dim=0) for name, each in seen(head).items()}
    means = {name: model.head.contribute(name, feature) for name, feature in features.items()}
    for stand_in, contributing in (("zero", zeros), ("mean", means)):
        expected = by_hand(model, unseen(head), dict.fromkeys(masks, contributing))
        torch.testing.assert_close(predicted(model, stand_in, unseen(head)), expected)


@every_head
def test_another_sample_stands_in_for_all_who_are_absent(head: str) -> None:
    model, labels = network(head), len(SPLITS.train)
    drawn = np.random.default_rng((3, 7)).integers(labels, size=len(SPLITS.test))
    another = {name: each.contribution[drawn] for name, each in seen(head).items()}
    expected = by_hand(model, unseen(head), dict.fromkeys(range(2 ** len(NAMES)), another))
    torch.testing.assert_close(predicted(model, "shuffled", unseen(head), draw=7), expected)


def test_every_draw_takes_other_samples_and_equal_draws_the_same() -> None:
    first, again, other = (predicted(network(), "shuffled", unseen("mlp"), draw) for draw in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first[1], other[1])
    assert torch.equal(first[-1], other[-1])  # with everybody present nobody stands in


def test_draws_matter_only_to_what_is_random() -> None:
    made = stand_ins(network())
    for stand_in in STAND_INS:
        assert (made.predictor(stand_in, 0) is made.predictor(stand_in, 1)) == (stand_in != "shuffled")


@every_head
@pytest.mark.parametrize("absence", worlds.ABSENCES)
@pytest.mark.parametrize("prototypes", [False, True])
def test_prototypes_are_those_that_the_network_could_have_had(head: str, absence: str, prototypes: bool) -> None:
    model = network(head, absence, prototypes)
    labels = world().labels[SPLITS.train]
    own = worlds.model(KINDS, head=head, absence=absence, prototypes=True)
    for name, each in encoded(model, SPLITS.train).items():
        of = own.prototypes[f"of_{name}"]
        assert isinstance(of, Prototypes)
        of.means.copy_(torch.stack([each.features[labels == number].mean(dim=0) for number in range(worlds.CLASSES)]))
        of.seen.fill_(True)
    samples = encoded(model, SPLITS.test)
    contributions = {name: each.contribution for name, each in samples.items()}
    with torch.no_grad():
        expected = own.coalition_logits(contributions, torch.tensor(coalitions(len(NAMES))))
    torch.testing.assert_close(predicted(model, "prototypes", samples), expected)


@every_head
def test_maps_go_from_features_to_features_and_are_averaged_over_those_present(
    head: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ridge, "PENALTIES", [10.0])
    model, train, test = network(head), seen(head), unseen(head)

    def told(source: str, goal: str) -> Tensor:
        fit = make_pipeline(StandardScaler(), Ridge(10.0)).fit(train[source].features, train[goal].features)
        features = torch.from_numpy(fit.predict(test[source].features))
        return model.head.contribute(goal, features)

    nobody = {goal: each.contribution.mean(dim=0) for goal, each in train.items()}
    with torch.no_grad():
        absent = {
            mask: {
                goal: torch.stack([told(source, goal) for source in members(mask, NAMES)]).mean(dim=0) for goal in NAMES
            }
            for mask in range(1, 2 ** len(NAMES))
        }
    expected = by_hand(model, test, {0: nobody} | absent)
    torch.testing.assert_close(predicted(model, "mapped", test), expected)


def test_maps_find_a_linear_relation_between_features_of_any_width() -> None:
    rng = np.random.default_rng(0)
    features = rng.standard_normal((500, 4))
    blocks = {"first": rng.standard_normal((4, 3)), "second": rng.standard_normal((2, 3))}
    views = {"first": features, "second": features[:, :2] + 5}

    def samples(rows: slice) -> Samples:
        return {
            name: Encoded(*map(torch.from_numpy, (view[rows], view[rows] @ blocks[name])))
            for name, view in views.items()
        }

    test = samples(slice(400, None))
    expected = maps.Maps.fitted(samples(slice(400))).expected(test)["second"]
    torch.testing.assert_close(expected[0b01], test["second"].contribution, atol=1e-2, rtol=0)


def test_a_map_that_has_seen_one_sample_says_what_that_one_contributed() -> None:
    train = {name: encoding.at(np.array([4])) for name, encoding in seen("additive").items()}
    said = maps.Maps.fitted(train).expected(unseen("additive"))
    for name, each in said.items():
        torch.testing.assert_close(each, train[name].contribution.expand_as(each))


@every_head
@pytest.mark.parametrize("stand_in", STAND_INS)
@pytest.mark.parametrize("gone", range(len(NAMES)))
def test_not_even_nan_reaches_a_coalition_without_its_modality(head: str, stand_in: StandIn, gone: int) -> None:
    model, samples = network(head), unseen(head)
    ruined = dict(samples)
    ruined[NAMES[gone]] = Encoded(*(torch.full_like(each, torch.nan) for each in samples[NAMES[gone]]))
    without = ~coalitions(len(NAMES))[:, gone]
    found, expected = (predicted(model, stand_in, each)[without] for each in (ruined, samples))
    torch.testing.assert_close(found, expected, rtol=0, atol=0)


@every_head
@pytest.mark.parametrize("stand_in", STAND_INS)
def test_with_everybody_present_nothing_stands_in(head: str, stand_in: StandIn) -> None:
    model = network(head)
    contributions = {name: each.contribution for name, each in unseen(head).items()}
    with torch.no_grad():
        torch.testing.assert_close(predicted(model, stand_in, unseen(head))[-1], model.logits(contributions))


@every_head
@pytest.mark.parametrize("stand_in", STAND_INS)
def test_who_is_right_is_who_gives_the_true_class_most(head: str, stand_in: StandIn) -> None:
    model, labels = network(head), torch.from_numpy(truth())
    predictor = stand_ins(model).predictor(stand_in, 0)
    with evaluating(predictor.model, torch.device("cpu")):
        right = predictor.right(unseen(head), labels)
    torch.testing.assert_close(right, (predicted(model, stand_in, unseen(head)).argmax(dim=-1) == labels).T)


@every_head
@pytest.mark.parametrize("stand_in", STAND_INS)
def test_some_samples_are_predicted_as_among_all(head: str, stand_in: StandIn) -> None:
    model, places = network(head), np.array([5, 0, 11])
    some = predicted(model, stand_in, unseen(head), places=places)
    torch.testing.assert_close(some, predicted(model, stand_in, unseen(head))[:, places])


@pytest.mark.parametrize("prototypes", [False, True])
@pytest.mark.parametrize("absence", worlds.ABSENCES)
@every_head
def test_zeros_are_offered_where_they_are_not_the_networks_own_way(head: str, absence: str, prototypes: bool) -> None:
    model = network(head, absence, prototypes)
    samples = encoded(model, SPLITS.test)
    offered = stand_ins(model).offered()
    same = torch.allclose(predicted(model, "own", samples), predicted(model, "zero", samples))
    assert (offered.pop("zero") is None) == (not same)
    assert set(offered.values()) == {None}


def test_the_training_split_is_encoded_once_and_only_if_it_is_needed() -> None:
    asked = []
    model = network()

    def train() -> Samples:
        asked.append(1)
        return seen("mlp")

    made = StandIns(
        model, train, world().labels[SPLITS.train], classes=worlds.CLASSES, samples=len(SPLITS.test), seed=0
    )
    made.predictor("own", 0), made.predictor("zero", 0)
    assert not asked
    for stand_in in STAND_INS:
        made.predictor(stand_in, 0)
    assert len(asked) == 1
