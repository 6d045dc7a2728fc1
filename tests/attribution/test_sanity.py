from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import torch
from scipy.stats import spearmanr, t

from shapviz.attribution import cascade
from shapviz.attribution.cascade import Cascade
from shapviz.attribution.explainer import Explainer
from shapviz.attribution.sanity import findings, fixed, sanity, sanity_inside, some
from shapviz.errors import UsageError
from shapviz.games.summary import Interval
from shapviz.runs.attribution import Question
from shapviz.runs.checks import Sanity
from shapviz.runs.methods import Effort
from tests.models import worlds
from tests.robustness import benches

# about the true class a network that was never trained gains nothing, and there would be nothing to check
QUESTION, EFFORT = Question(target="predicted"), Effort(calls=32, repeats=2)


@pytest.fixture(scope="module")
def explainer():
    return Explainer(worlds.model(benches.KINDS), benches.world(), benches.SPLITS)


@pytest.fixture(scope="module")
def found(explainer):
    return sanity(explainer, QUESTION, ["exact", "leave_one_out", "sampled"], seeds=2, effort=EFFORT)


def test_every_check_says_something_of_every_method(found):
    said = Counter(finding.check for finding in found.findings)
    assert said == {"duplicated_modality": 3, "null_player": 3, "randomised_weights": 3}
    assert [finding.method for finding in found.of("null_player")] == ["exact", "leave_one_out", "sampled"]
    assert Sanity.model_validate_json(found.model_dump_json()) == found


def test_copies_and_null_players_are_judged_as_theory_says(found):
    assert [finding.verdict for finding in found.of("duplicated_modality")][:2] == ["passes", "fails"]
    assert [finding.verdict for finding in found.of("null_player")][:2] == ["passes", "passes"]


def test_a_cascade_has_a_step_for_the_head_and_for_each_layer(found):
    for finding in found.of("randomised_weights"):
        assert [step.layers for step in finding.steps] == ["head", *(f"layer {n} from the top" for n in range(1, 5))]
        assert finding.numbers[0].value == finding.steps[-1].rank


def test_the_network_that_is_explained_stays_as_it_was(explainer):
    before = {name: values.clone() for name, values in explainer.model.state_dict().items()}
    sanity(explainer, QUESTION, ["exact"], seeds=2)
    assert all(torch.equal(values, explainer.model.state_dict()[name]) for name, values in before.items())


def test_a_method_that_refuses_is_not_judged_and_the_others_are():
    gated = Explainer(worlds.model(benches.KINDS, head="gated"), benches.world(), benches.SPLITS)
    answers = [
        each
        for each in findings(gated, QUESTION, ["captum.integrated_gradients", "exact"], some(gated), seeds=2)
        if each
    ]
    random = {each.method: each for each in answers if each.check == "randomised_weights"}
    assert random["captum.integrated_gradients"].verdict == "not applicable"
    assert "memory" in random["captum.integrated_gradients"].reason
    assert random["exact"].verdict != "not applicable"


def test_what_nobody_has_learned_nobody_can_lose(explainer):
    found = sanity(explainer, Question(), ["exact", "sampled"], seeds=2, effort=EFFORT).of("randomised_weights")
    assert [finding.verdict for finding in found] == ["not applicable", "not applicable"]
    assert all("nothing learned" in finding.reason for finding in found)


def test_a_network_that_gains_is_checked(explainer):
    truth = explainer.dataset.labels.copy()
    truth[explainer.rows] = explainer.logits.argmax(dim=-1).numpy()
    taught = Explainer(explainer.model, replace(explainer.dataset, labels=truth), explainer.splits)
    (finding,) = sanity(taught, Question(), ["exact"], seeds=2, effort=EFFORT).of("randomised_weights")
    assert finding.verdict != "not applicable"
    assert finding.steps


def ran(explainer, ask, seeds=3, name="exact"):
    run = Cascade(explainer, explainer.dataset.names, some(explainer), EFFORT)
    run.add(name, ask)
    for seed in range(seeds):
        list(run.run(seed))
    return run.finding(name)


def test_a_method_that_looks_at_inputs_alone_fails(explainer):
    def loudest(other, effort):
        views = [other.dataset.views[name][list(some(other))] for name in other.dataset.names]
        return [np.stack([np.abs(view).reshape(len(view), -1).mean(axis=1) for view in views], axis=1)]

    finding = ran(explainer, loudest)
    assert finding.verdict == "fails"
    assert all(step.rank.estimate == pytest.approx(1) and step.distance.estimate == 0 for step in finding.steps)


def test_a_method_that_knows_the_weights_passes(explainer):
    def dicey(other, effort):
        first = other.model.head.slot("words").block.weight[0, 0].item()
        seed = int(1e6 * abs(first))
        return [np.random.default_rng(seed).standard_normal((200, 6))]

    assert ran(explainer, dicey).verdict == "passes"


def test_a_method_whose_own_draws_do_not_agree_cannot_be_judged(explainer):
    def noise(other, effort):
        return [np.random.default_rng(effort.seed).standard_normal((200, 6))]

    finding = ran(explainer, noise, name="sampled")
    assert finding.verdict == "inconclusive"
    assert "draws" in finding.reason


def test_a_method_that_gives_everybody_the_same_cannot_be_judged(explainer):
    finding = ran(explainer, lambda other, effort: [np.ones((9, 3))])
    assert finding.verdict == "inconclusive"
    assert finding.steps[0].rank is None


@pytest.mark.parametrize(
    ("left", "own", "verdict"),
    [
        ((0, -0.1, 0.1), (1, 1, 1), "passes"),
        ((0.4, 0.3, 0.49), (1, 1, 1), "passes"),
        ((0.4, 0.3, 0.49), (0.8, 0.7, 0.9), "inconclusive"),  # half of .8
        ((0.5, 0.3, 0.7), (1, 1, 1), "inconclusive"),
        ((0.9, 0.8, 1), (1, 1, 1), "fails"),
        ((0, -0.1, 0.1), (0.5, 0.4, 0.6), "passes"),
        ((0, -0.1, 0.1), (0.1, -0.1, 0.3), "inconclusive"),
    ],
)
def test_how_a_correlation_is_judged(left, own, verdict):
    assert cascade._judged(Interval(*left), Interval(*own))[0] == verdict


def test_intervals_are_over_re_initialisations(explainer):
    said = []

    def ask(other, effort):
        said.append(np.random.default_rng(len(said)).standard_normal((4, 3)))
        return [said[-1]]

    finding = ran(explainer, ask, seeds=4)
    (trained, *others), steps = said, len(finding.steps)
    means = [
        np.mean([spearmanr(a, b).statistic for a, b in zip(trained, each, strict=True)])
        for each in others[steps - 1 :: steps]
    ]
    half = t.ppf(0.975, 3) * np.std(means, ddof=1) / 2
    rank = finding.steps[-1].rank
    assert rank.estimate == pytest.approx(np.mean(means))
    assert (rank.low, rank.high) == pytest.approx((max(-1, np.mean(means) - half), min(1, np.mean(means) + half)))


def test_inside_a_modality_its_own_encoder_is_made_random(explainer):
    rows = some(explainer)[:2]
    found = sanity_inside(explainer, QUESTION, ["leave_one_out"], rows, "words", seeds=2)
    (finding,) = found.findings
    assert (finding.modality, len(finding.steps)) == ("words", 3)  # head, projection, embedding
    assert found.rows == rows


def test_samples_lie_evenly_in_the_test_split(explainer):
    assert some(explainer, [5, 3]) == (5, 3)
    picked = some(explainer, count=7)
    places = explainer.places(picked)
    assert (places[0], places[-1], len(places)) == (0, len(explainer.rows) - 1, 7)
    assert max(b - a for a, b in pairwise(places)) - min(b - a for a, b in pairwise(places)) <= 1


def test_the_class_that_was_predicted_stays_the_one_that_is_asked_about(explainer):
    rows = some(explainer)
    asked = fixed(explainer, Question(target="predicted"), rows)
    assert sorted(row for _, some_rows in asked for row in some_rows) == sorted(rows)
    classes = explainer.dataset.classes
    labels = dict(zip(explainer.rows.tolist(), explainer.logits.argmax(dim=1).tolist(), strict=True))
    for question, some_rows in asked:
        assert {f"class:{classes[labels[row]]}" for row in some_rows} == {question.target}
    assert fixed(explainer, Question(), rows) == [(Question(), list(rows))]


def test_rows_and_methods_that_are_not_there_are_refused(explainer):
    with pytest.raises(UsageError, match="not in the test split"):
        sanity(explainer, QUESTION, ["exact"], rows=benches.SPLITS.train[:2].tolist())
    with pytest.raises(UsageError, match="exakt"):
        sanity(explainer, QUESTION, ["exakt"])
