import numpy as np
import pytest
import torch

from shapviz.data.dataset import MultimodalDataset
from shapviz.models import Batch, BatchSource
from tests.models import worlds

ROWS = np.array([3, 5, 8, 13, 21, 34, 39])


@pytest.fixture(scope="module")
def dataset() -> MultimodalDataset:
    return worlds.dataset(samples=40)


@pytest.fixture(params=[2**30, 0], ids=["resident", "by row"])
def source(dataset: MultimodalDataset, request: pytest.FixtureRequest) -> BatchSource:
    return BatchSource(dataset, ROWS, resident_bytes=request.param)


def assert_shows(batch: Batch, dataset: MultimodalDataset) -> None:
    """Make sure that a batch holds the samples that its rows name."""
    rows = ROWS[batch.rows.numpy()]
    assert len(batch) == len(rows)
    np.testing.assert_array_equal(batch.labels, dataset.labels[rows])
    for name, values in batch.inputs.items():
        np.testing.assert_array_equal(values, dataset.views[name][rows])


def test_ordered_batches_are_the_split_in_its_order(source: BatchSource, dataset: MultimodalDataset) -> None:
    batches = list(source.ordered(3))
    assert [len(batch) for batch in batches] == [3, 3, 1]
    assert torch.cat([batch.rows for batch in batches]).tolist() == list(range(len(source)))
    for batch in batches:
        assert_shows(batch, dataset)


def test_shuffled_batches_have_every_sample_once(source: BatchSource, dataset: MultimodalDataset) -> None:
    batches = list(source.batches(3, seed=0))
    rows = torch.cat([batch.rows for batch in batches]).tolist()
    assert rows != sorted(rows)
    assert sorted(rows) == list(range(len(source)))
    for batch in batches:
        assert_shows(batch, dataset)


def test_the_seed_names_the_order(source: BatchSource) -> None:
    def order(seed: int | tuple[int, ...]) -> list[int]:
        return torch.cat([batch.rows for batch in source.batches(2, seed)]).tolist()

    assert order((0, 1)) == order((0, 1))
    assert order((0, 1)) != order((1, 0))
    assert order(0) != order(1)


def test_numbers_have_the_precision_asked_for_and_tokens_are_integers(dataset: MultimodalDataset) -> None:
    batch = next(BatchSource(dataset, ROWS, dtype=torch.float64).ordered(2))
    kinds = {name: values.dtype for name, values in batch.inputs.items()}
    assert kinds.pop("words") == torch.int64
    assert set(kinds.values()) == {torch.float64}
    assert batch.labels.dtype == torch.int64


def test_batches_do_not_write_into_the_dataset(source: BatchSource, dataset: MultimodalDataset) -> None:
    before = {name: view.copy() for name, view in dataset.views.items()}
    for batch in source.ordered(3):
        for values in batch.inputs.values():
            values.zero_()
    for name, view in dataset.views.items():
        np.testing.assert_array_equal(view, before[name])
