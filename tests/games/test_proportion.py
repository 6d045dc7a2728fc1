import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from shapviz.games.proportion import wilson


@given(samples=st.integers(1, 2000), data=st.data())
def test_agrees_with_scipy(samples: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, samples))
    found = wilson(hits / samples, samples)
    expected = binomtest(hits, samples).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-9)
    assert found.estimate == hits / samples
