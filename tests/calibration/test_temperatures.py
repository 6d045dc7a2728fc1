import numpy as np
import pytest

from shapviz.calibration import fit_temperatures
from shapviz.calibration.temperatures import LEAST, MOST
from shapviz.errors import UsageError
from shapviz.runs.sampled import SampleTable
from shapviz.runs.terms import Terms
from tests.runs.tables import NAMES, mlp_table


def drawn(loudness: list[float], *, samples: int = 40_000, seed: int = 0) -> SampleTable:
    """Return a table whose labels are drawn from logits of which each modality's part is then made so much louder."""
    rng = np.random.default_rng(seed)
    present, bias = rng.normal(scale=1.5, size=(len(loudness), samples, 4)), rng.normal(size=4)
    logits = present.sum(axis=0) + bias
    labels = (logits + rng.gumbel(size=logits.shape)).argmax(axis=1)
    loud = present * np.array(loudness)[:, None, None]
    terms = Terms(bias, np.zeros((len(loudness), 4)), loud)
    classes = ("a", "b", "c", "d")
    return SampleTable(NAMES[: len(loudness)], classes, labels, labels, terms.right(labels), terms, None)


@pytest.mark.parametrize("loudness", [[1.0, 1.0], [3.0, 0.5, 1.0], [1.0, 2.0, 4.0, 0.7]])
def test_a_modality_that_was_made_louder_is_turned_down_by_as_much(loudness: list[float]) -> None:
    found = fit_temperatures(drawn(loudness))
    assert tuple(found) == NAMES[: len(loudness)]
    np.testing.assert_allclose(list(found.values()), loudness, rtol=0.05)


def test_turning_it_down_makes_predictions_better() -> None:
    table = drawn([1.0, 8.0, 1.0], samples=5_000)
    gain = table.temper(fit_temperatures(table)).gain.full
    assert gain.low > 0.02


def test_a_modality_that_says_nothing_is_turned_down_to_the_bound_and_no_further() -> None:
    table = drawn([1.0, 1.0], samples=2_000)
    assert table.terms is not None
    noise = np.random.default_rng(5).normal(scale=3, size=table.terms.present[:1].shape)
    terms = Terms(table.terms.bias, table.terms.absent, np.concatenate([table.terms.present[:1], noise]))
    found = fit_temperatures(SampleTable(**{**vars(table), "terms": terms}))
    assert LEAST < found["image"] < 2
    assert MOST / 4 < found["text"] <= MOST * (1 + 1e-9)


def test_other_heads_are_refused_in_words() -> None:
    with pytest.raises(UsageError, match="additive head"):
        fit_temperatures(mlp_table())
