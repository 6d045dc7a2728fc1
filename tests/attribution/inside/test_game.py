from itertools import permutations, product

import numpy as np
import pytest
import torch

from shapviz.attribution.inside.looks import inside_game, look_inside
from shapviz.attribution.methods import attribute
from shapviz.runs.attribution import Question
from tests.attribution.inside.explainers import KINDS, ROW, TABLE, WAYS, explainer
from tests.models import worlds

NAMES = [kind.name for kind in KINDS]
TABLES = (TABLE, worlds.features("other", 2), worlds.features("third", 2))
LOGIT = Question(payoff="logit")  # the probabilities of random networks are near zero or one


@pytest.mark.parametrize(
    ("way", "baseline"),
    [(way, "own") for way in WAYS] + [(WAYS[0], "zero"), (WAYS[4], "mean"), (WAYS[8], "background")],
    ids=str,
)
def test_from_absent_to_all_elements_is_the_modalitys_shapley_value(way, baseline):
    asked, question = explainer(**way), Question(payoff="logit", baseline=baseline)
    known = asked.attribute("exact", question, [ROW])
    for name, value in zip(known.players, known.values[0], strict=True):
        game = inside_game(asked, ROW, name, question)
        (_, everybody) = game.ends()
        assert game.whole == pytest.approx(value, abs=1e-9)
        assert everybody[0] - game.absent == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_among_everybody_it_is_what_leaving_the_modality_out_loses(way):
    asked = explainer(**way)
    known = asked.attribute("leave_one_out", LOGIT, [ROW])
    for name, value in zip(known.players, known.values[0], strict=True):
        game = inside_game(asked, ROW, name, LOGIT, "everybody")
        (_, everybody) = game.ends()
        assert game.whole == pytest.approx(value, abs=1e-9)
        assert everybody[0] - game.absent == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", WAYS[::3], ids=str)
def test_the_path_leads_from_nobodys_worth_to_everybodys(name, way):
    game = inside_game(explainer(**way), ROW, name, Question())
    path = game.path()
    (values,), (baseline,) = path.inputs, path.baselines
    nobody, everybody = game.ends()
    assert path.forward(game.places, baseline).detach().numpy() == pytest.approx(nobody, abs=1e-12)
    assert path.forward(game.places, values).detach().numpy() == pytest.approx(everybody, abs=1e-12)


def test_a_coalition_is_worth_what_forward_passes_say_of_a_sample_with_the_other_columns_at_their_means():
    asked = explainer(TABLES, head="mlp")
    game = inside_game(asked, ROW, "table", Question())
    for present in product([False, True], repeat=3):
        worth = game.worth(torch.tensor([present]), torch.tensor([0])).item()
        assert worth == pytest.approx(_averaged(asked, "table", np.array(present)), abs=1e-12)


def test_portions_do_not_change_what_coalitions_are_worth(monkeypatch):
    game = inside_game(explainer(head="gated"), ROW, "picture", LOGIT)
    present = torch.from_numpy(np.random.default_rng(0).random((9, len(game.players))) < 0.5)
    samples = torch.zeros(9, dtype=torch.int64)
    whole = game.worth(present, samples)
    monkeypatch.setattr("shapviz.attribution.inside.game.NUMBERS", 100)
    torch.testing.assert_close(game.worth(present, samples), whole, rtol=0, atol=1e-12)


def test_exact_values_are_owens_with_every_modality_joining_as_such_before_its_elements():
    asked = explainer(TABLES, head="mlp")
    expected, presence = _owen(asked, TABLES)
    for table in TABLES:
        inside = look_inside(asked, ROW, table.name, "exact", Question())
        assert inside.values == pytest.approx(expected[table.name], abs=1e-9)
        assert inside.presence == pytest.approx(presence[table.name], abs=1e-9)
        assert np.ptp(inside.values) > 1e-4


def test_a_game_of_elements_can_be_given_to_any_method_as_it_is():
    game = inside_game(explainer(), ROW, "table", LOGIT)
    assert attribute(game, "exact").values == pytest.approx(attribute(game, "shapiq.exact").values, abs=1e-6)


def _owen(asked, tables):
    """Return Owen values and what presence is worth, by modality: over all orders in which modalities do not mingle."""
    values = {table.name: np.zeros(table.shape) for table in tables}
    presence = dict.fromkeys(values, 0.0)
    orders = list(permutations(tables))
    for order in orders:
        there = {}
        for table in order:
            within = list(permutations(range(table.shape[0])))
            before = _worth(asked, there)
            out = np.zeros(table.shape, dtype=bool)
            arrived = _worth(asked, there | {table.name: out})
            presence[table.name] += (arrived - before) / len(orders)
            for columns in within:
                last, present = arrived, out.copy()
                for column in columns:
                    present[column] = True
                    now = _worth(asked, there | {table.name: present})
                    values[table.name][column] += (now - last) / len(orders) / len(within)
                    last = now
            there[table.name] = ~out
    return values, presence


def _averaged(asked, name, present):
    """Return what a modality with these columns is worth, averaged over the orders in which the others precede it."""
    orders = list(permutations(asked.dataset.names))
    worths = []
    for order in orders:
        before = order[: order.index(name)]
        whole = dict.fromkeys(before)
        worths.append(_worth(asked, whole | {name: present}))
    return np.mean(worths)


def _worth(asked, there):
    """Return the probability of the true class by one forward pass, to which only those there are given.

    Args:
        asked: The explainer.
        there: By modality which of its columns are there, None for all of them; the others are at their training mean.
    """
    inputs = {}
    for name, present in there.items():
        view = asked.dataset.views[name]
        values = torch.from_numpy(view[[ROW]])
        if values.is_floating_point():
            values = values.double()
        if present is not None:
            mean = torch.from_numpy(view[asked.splits.train].mean(axis=0, dtype=np.float64))
            values = torch.where(torch.from_numpy(present), values, mean)
        inputs[name] = values
    with torch.no_grad():
        logits = asked.model(inputs).reshape(-1)
    return logits.softmax(0)[asked.dataset.labels[ROW]].item()
