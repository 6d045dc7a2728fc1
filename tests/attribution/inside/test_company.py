import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.attribution.inside.company import Company
from shapviz.games import shapley_values

TABLES = st.integers(2, 6).flatmap(
    lambda players: st.tuples(
        st.integers(0, players - 1), st.lists(st.floats(-1, 1), min_size=2**players, max_size=2**players)
    )
)


@given(TABLES)
def test_what_a_player_gains_in_average_company_is_its_shapley_value(drawn):
    player, worths = drawn
    table, players = np.array(worths), int(np.log2(len(worths)))
    company = Company.of(player, players, "averaged")
    gain = company.weights.numpy() @ (table[company.masks] - table[company.masks - 2**player])
    assert gain == pytest.approx(shapley_values(table)[player], abs=1e-12)


@given(st.integers(2, 8).flatmap(lambda players: st.tuples(st.integers(0, players - 1), st.just(players))))
def test_every_coalition_that_is_met_has_the_player_in_it_and_weights_add_up_to_one(drawn):
    player, players = drawn
    company = Company.of(player, players, "averaged")
    assert company.present[:, player].all()
    assert company.masks.unique().numel() == 2 ** (players - 1)
    assert company.weights.sum().item() == pytest.approx(1)


def test_in_the_company_of_everybody_nobody_is_missing():
    company = Company.of(1, 3, "everybody")
    assert company.masks.tolist() == [0b111]
    assert company.present.tolist() == [[True, True, True]]
    assert company.weights.tolist() == [1.0]
