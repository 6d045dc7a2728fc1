from hypothesis import given
from hypothesis import strategies as st

from shapviz.strategies.seeds import seed_for

SEEDS = st.integers(0, 2**31 - 1)
PLACES = st.lists(st.integers(0, 1000), max_size=3)


@given(SEEDS, PLACES)
def test_a_seed_depends_on_nothing_but_its_name(seed: int, place: list[int]) -> None:
    assert seed_for(seed, "batches", *place) == seed_for(seed, "batches", *place)


def test_seeds_purposes_and_places_are_told_apart() -> None:
    seeds = {
        seed_for(seed, purpose, epoch, number)
        for seed in range(5)
        for purpose in ("batches", "order", "modality dropout")
        for epoch in range(20)
        for number in range(3)
    }
    assert len(seeds) == 5 * 3 * 20 * 3
