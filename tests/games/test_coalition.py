import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.errors import UnknownNameError, UsageError
from shapviz.games import MAX_PLAYERS, coalitions, mask_of, members, shapley_values
from shapviz.games.coalition import worth_table

NAMES = ("image", "text", "audio", "depth")


@given(st.integers(0, 8))
def test_the_row_number_of_a_coalition_is_its_mask(players: int) -> None:
    present = coalitions(players)
    assert present.shape == (2**players, players)
    np.testing.assert_array_equal(present @ 2 ** np.arange(players), np.arange(2**players))


def test_nobody_can_change_the_shared_matrix() -> None:
    with pytest.raises(ValueError, match="read-only"):
        coalitions(3)[0, 0] = True


@given(st.integers(0, 2 ** len(NAMES) - 1))
def test_names_and_masks_say_the_same(mask: int) -> None:
    assert mask_of(members(mask, NAMES), NAMES) == mask


def test_members_stand_in_the_order_of_the_players() -> None:
    assert members(0b1010, NAMES) == ("text", "depth")


def test_an_unknown_member_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(UnknownNameError, match=r"no player named 'txet'.*Did you mean 'text'"):
        mask_of(["image", "txet"], NAMES)


def test_sixteen_players_are_enumerated() -> None:
    assert shapley_values(coalitions(MAX_PLAYERS)[:, 3]).round(12).tolist() == [0, 0, 0, 1] + [0] * 12


def test_seventeen_players_are_refused_with_a_remedy() -> None:
    with pytest.raises(UsageError, match=r"at most 16 players; 17 were given.*Choose 16"):
        coalitions(17)
    with pytest.raises(UsageError, match="at most 16 players; 17 were given"):
        worth_table(np.zeros(2**17))


@pytest.mark.parametrize("worth", [3.0, [], [1, 2, 3], np.zeros((4, 6))], ids=["scalar", "empty", "three", "six"])
def test_a_table_that_misses_coalitions_is_refused(worth: object) -> None:
    with pytest.raises(UsageError, match=r"2\*\*M coalitions"):
        worth_table(worth)  # type: ignore[arg-type]  # that it is no table is the point
