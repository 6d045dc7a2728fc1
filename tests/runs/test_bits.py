"""What is packed comes back as it was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from shapviz.runs.bits import packed, unpacked

TABLES = arrays(np.bool_, st.tuples(st.integers(1, 70), st.integers(1, 9)))


@given(TABLES)
def test_a_table_comes_back_as_it_was(table: np.ndarray) -> None:
    columns = packed(table)
    assert len(columns) == table.shape[1]
    assert np.array_equal(unpacked(columns, len(table)), table)


def test_one_column_alone_can_be_read() -> None:
    table = np.arange(24).reshape(12, 2) % 3 == 0
    assert unpacked(packed(table)[1:], 12)[:, 0].tolist() == table[:, 1].tolist()


def test_too_few_samples_are_an_error() -> None:
    with pytest.raises(ValueError, match="17 samples"):
        unpacked(packed(np.ones((16, 2), dtype=bool)), 17)
