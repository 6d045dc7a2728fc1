"""Conditions for a pause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shapviz.jobs.when import When
from tests.jobs import stage


def epochs(*losses: float | None, edm: float | None = None) -> list[stage.EpochRecord]:
    records = [stage.epoch(number, edm=edm) for number in range(len(losses))]
    return [record.model_copy(update={"valid_loss": loss}) for record, loss in zip(records, losses, strict=True)]


def test_a_condition_must_say_something() -> None:
    with pytest.raises(ValidationError, match="at least one"):
        When()


@given(st.integers(0, 20), st.integers(1, 20))
def test_an_epoch_is_met_by_it_and_all_later_ones(wanted: int, count: int) -> None:
    assert When(epoch=wanted).met(epochs(*[1.0] * count)) == (count - 1 >= wanted)


@pytest.mark.parametrize(("edm", "met"), [(0.09, True), (0.1, False), (0.2, False), (None, False)])
def test_edm_must_be_below(edm: float | None, met: bool) -> None:
    assert When(edm_below=0.1).met(epochs(1.0, edm=edm)) is met


@pytest.mark.parametrize(
    ("losses", "age"),
    [
        ((3.0,), 0),
        ((3.0, 2.0, 1.0), 0),
        ((1.0, 2.0, 3.0), 2),
        ((2.0, 1.0, 1.0, 1.0), 2),  # as low is not lower
        ((2.0, 1.0, 1.5, 0.9), 0),
        ((1.0, None, None, 2.0, None), 3),  # nobody looked in epochs 1, 2 and 4
    ],
)
def test_a_plateau_is_as_old_as_the_lowest_loss(losses: tuple[float | None, ...], age: int) -> None:
    assert not When(plateau=age + 1).met(epochs(*losses))
    assert age == 0 or When(plateau=age).met(epochs(*losses))


def test_any_condition_is_enough() -> None:
    assert When(epoch=100, edm_below=0.5).met(epochs(1.0, edm=0.4))
