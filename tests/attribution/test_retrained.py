import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from shapviz.attribution.explainer import Explainer
from shapviz.attribution.retrained import ANEW, COLUMNS, Asked, shuffled, with_noise_modality
from shapviz.attribution.sanity import sanity
from shapviz.data.splits import split
from shapviz.data.synthetic import Clusters, Regime, independent
from shapviz.models import BatchSource, build_model
from shapviz.runs.attribution import Question
from shapviz.runs.checks import Finding
from shapviz.runs.methods import Effort
from shapviz.runs.spec import ModelSpec

REGIME = Regime("easy", "Easy", "", independent(0.9, 0.8, classes=3), {"left": Clusters(1), "right": Clusters(1)})
DATASET = REGIME.sample(0, 600)
SPLITS = split(DATASET, seed=0)
EFFORT = Effort(calls=32, repeats=2)


EPOCHS = 8


def train(dataset, splits):
    """Return a network trained for some seconds' tenths, and yield how much of it is done after each epoch."""
    model = build_model(ModelSpec(), dataset.modalities, len(dataset.classes), seed=0)
    source = BatchSource(dataset, splits.train, torch.device("cpu"))
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    for epoch in range(EPOCHS):
        for batch in source.batches(32, [epoch]):
            optimizer.zero_grad()
            cross_entropy(model(batch.inputs), batch.labels).backward()
            optimizer.step()
        yield (epoch + 1) / EPOCHS
    return model.eval()


def ready(model):
    """Return the model without training it."""
    return model
    yield


def whole(training):
    """Return the network that comes of a training."""
    while True:
        try:
            next(training)
        except StopIteration as end:
            return end.value


@pytest.fixture(scope="module")
def trained():
    return Explainer(whole(train(DATASET, SPLITS)), DATASET, SPLITS)


def run(explainer, retrain, methods=("exact",), question=Question()):  # noqa: B008 - frozen
    asked = (explainer, question, methods, explainer.rows.tolist(), EFFORT, retrain)
    return [each for check in ANEW.values() for each in check(Asked(*asked)) if isinstance(each, Finding)]


def test_labels_are_shuffled_within_training_and_validation_and_the_test_keeps_its_own():
    other = shuffled(DATASET, SPLITS, seed=1)
    np.testing.assert_array_equal(other.labels[SPLITS.test], DATASET.labels[SPLITS.test])
    for rows in (SPLITS.train, SPLITS.valid):
        np.testing.assert_array_equal(np.sort(other.labels[rows]), np.sort(DATASET.labels[rows]))
        assert 0.2 < np.mean(other.labels[rows] == DATASET.labels[rows]) < 0.5  # a third agrees by chance
    np.testing.assert_array_equal(shuffled(DATASET, SPLITS, seed=1).labels, other.labels)
    assert (shuffled(DATASET, SPLITS, seed=2).labels != other.labels).any()


def test_noise_is_the_last_modality_and_all_else_stays():
    once = with_noise_modality(DATASET, seed=0)
    twice = with_noise_modality(once, seed=1)
    assert twice.names == ("left", "right", "noise", "noise 2")
    assert twice.views["noise"].shape == (600, COLUMNS)
    assert abs(np.corrcoef(twice.views["noise"].ravel(), twice.views["noise 2"].ravel())[0, 1]) < 0.05
    assert twice.views["left"] is DATASET.views["left"]


def test_a_network_that_has_learned_from_shuffled_labels_gains_nothing_and_a_noise_modality_gets_nothing(trained):
    findings = run(trained, train, ["exact", "leave_one_out"])
    assert [(each.check, each.verdict) for each in findings] == [
        ("shuffled_labels", "passes"),
        ("shuffled_labels", "passes"),
        ("noise_modality", "passes"),
        ("noise_modality", "passes"),
    ]
    assert findings[2].modality == "noise"
    assert [number.name for number in findings[0].numbers] == ["left", "right"]
    # it does react to the noise, sample by sample, and that is said
    share, size = findings[2].numbers
    assert size.value.estimate > abs(share.value.estimate)


@pytest.mark.parametrize("check", ANEW)
def test_a_training_is_followed_and_comes_before_all_findings_which_are_of_that_check(trained, check):
    told = list(ANEW[check](Asked(trained, Question(), ["exact"], trained.rows.tolist(), EFFORT, train)))
    *fractions, finding = told
    assert fractions == [(epoch + 1) / EPOCHS for epoch in range(EPOCHS)]
    assert (finding.check, finding.method) == (check, "exact")


def test_shuffling_that_did_not_take_place_is_found_out(trained):
    finding = run(
        trained, lambda dataset, splits: train(DATASET, splits) if len(dataset.names) == 2 else train(dataset, splits)
    )[0]
    assert finding.verdict == "fails"
    assert max(number.value.estimate for number in finding.numbers) == pytest.approx(0.5, abs=0.2)


def test_a_noise_modality_that_knows_the_label_is_found_out(trained):
    def cheat(dataset, splits):
        if len(dataset.names) == 2:
            return train(dataset, splits)
        values = np.eye(COLUMNS, dtype=np.float32)[dataset.labels] * 3
        dataset.views["noise"][:] = values  # the very array that is explained afterwards
        return train(dataset, splits)

    assert run(trained, cheat)[-1].verdict == "fails"


@pytest.fixture(scope="module")
def listening():
    return whole(train(with_noise_modality(DATASET, EFFORT.seed), SPLITS))


@pytest.fixture
def giving(monkeypatch):
    """Let methods give so much of what is gained to each modality in turn, in every sample the same."""

    def set_up(shares):
        def attribute(self, name, question, rows=None, effort=EFFORT):
            found = asked(self, name, question, rows, effort)
            gain = (found.everybody - found.nobody).mean()
            places = np.arange(len(found.rows)) % len(shares)
            values = np.repeat(gain * np.array(shares)[places, None], len(found.players), axis=1)
            return found.model_copy(update={"values": values})

        asked = Explainer.attribute
        monkeypatch.setattr(Explainer, "attribute", attribute)

    return set_up


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [([0, 0.05], "passes"), ([-0.5], "passes"), ([0.2], "fails"), ([-1, 1.1], "inconclusive"), ([0], "not applicable")],
)
def test_how_what_is_given_to_noise_is_judged(trained, listening, giving, shares, verdict):
    giving(shares)
    finding = run(trained, lambda dataset, splits: ready(listening if "noise" in dataset.names else trained.model))[-1]
    assert (finding.check, finding.verdict) == ("noise_modality", verdict)


def test_about_other_classes_nothing_is_known(trained):
    findings = run(trained, train, question=Question(target="predicted"))
    assert {each.verdict for each in findings} == {"not applicable"}


def test_sanity_makes_these_checks_where_it_is_told_how_to_train(trained):
    found = sanity(trained, Question(), ["exact"], seeds=2, effort=EFFORT, retrain=train)
    assert [each.check for each in found.findings] == [
        "duplicated_modality", "null_player", "randomised_weights", "shuffled_labels", "noise_modality",
    ]  # fmt: skip
