import pytest
import torch

from shapviz.strategies.modality_dropout import random_coalitions

SAMPLES = 20_000


def drawn(players: int, rate: float, seed: int = 0) -> torch.Tensor:
    return random_coalitions(SAMPLES, players, rate, torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("rate", [0.0, 0.3, 0.9, 0.999])
@pytest.mark.parametrize("players", [2, 3, 5])
def test_nobody_present_never_happens(players: int, rate: float) -> None:
    assert drawn(players, rate).any(dim=1).all()


@pytest.mark.parametrize("players", [2, 3, 5])
def test_modalities_are_absent_as_often_as_the_rate_says(players: int) -> None:
    # a sample that would lose all keeps one: of rate**players such samples, each modality is kept in 1/players
    rate = 0.4
    expected = rate - rate**players / players
    absent = 1 - drawn(players, rate).double().mean(dim=0)
    assert absent.tolist() == pytest.approx([expected] * players, abs=0.015)


def test_without_a_rate_all_are_present() -> None:
    assert drawn(4, 0.0).all()


def test_the_generator_alone_decides() -> None:
    assert torch.equal(drawn(3, 0.5, seed=1), drawn(3, 0.5, seed=1))
    assert not torch.equal(drawn(3, 0.5, seed=1), drawn(3, 0.5, seed=2))
