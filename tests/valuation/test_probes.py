import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn

from shapviz.data.dataset import MultimodalDataset
from shapviz.models import AdditiveHead, BatchSource, FusionModel
from shapviz.models.heads import Slot
from shapviz.valuation.probes import probe
from tests.models import worlds

SAMPLES = 400


def model(columns: int, *encoders: nn.Module) -> FusionModel:
    """Return a network with these encoders of features of so many columns, named a, b, and so on."""
    named = dict(zip("abcd", encoders, strict=False))
    return FusionModel(named, AdditiveHead({name: Slot(columns, 2, learned=False) for name in named}, 2))


def halves(labels: NDArray[np.int64], **views: NDArray[np.float32]) -> tuple[BatchSource, BatchSource]:
    """Return training and validation samples of a dataset with these views."""
    modalities = tuple(worlds.features(name, view.shape[1]) for name, view in views.items())
    dataset = MultimodalDataset("probed", modalities, views, labels, ("no", "yes"))
    rows = np.arange(len(labels))
    return BatchSource(dataset, rows[::2]), BatchSource(dataset, rows[1::2])


@pytest.fixture
def bits() -> NDArray[np.int64]:
    return np.random.default_rng(0).integers(2, size=(SAMPLES, 2))


def shown(*bits: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the bits as columns, with a little noise."""
    noise = np.random.default_rng(1).standard_normal((len(bits[0]), len(bits)), dtype=np.float32)
    return (np.column_stack(bits) + 0.1 * noise).astype(np.float32)


def test_a_probe_reads_what_lies_on_a_line_and_nothing_else(bits: NDArray[np.int64]) -> None:
    first, second = bits.T
    views = {"a": shown(first, second), "b": shown(second, second), "c": shown(first ^ second, first)}
    right = probe(model(2, *[nn.Identity()] * 3), *halves(first ^ second, **views))
    rates = {name: each.mean() for name, each in right.items()}
    assert rates["c"] == 1
    assert rates["a"] < 0.8, "a line can cut off one corner of an exclusive or, no more"
    assert rates["b"] < 0.65
    assert all(set(each) <= {0.0, 1.0} and each.shape == (SAMPLES // 2,) for each in right.values())


def test_the_scale_of_features_does_not_matter(bits: NDArray[np.int64]) -> None:
    large = nn.Linear(2, 2)
    with torch.no_grad():
        large.weight.copy_(torch.eye(2) * 1000)
        large.bias.fill_(-7)
    view = (bits + np.random.default_rng(1).standard_normal(bits.shape)).astype(np.float32)
    right = probe(model(2, nn.Identity(), large), *halves(bits[:, 0], a=view, b=view))
    assert right["a"].mean() == pytest.approx(right["b"].mean(), abs=0.01)
    assert 0.6 < right["a"].mean() < 1


def test_features_that_say_nothing_at_all_are_no_error(bits: NDArray[np.int64]) -> None:
    view = np.ones((SAMPLES, 2), np.float32)
    right = probe(model(2, nn.Identity(), nn.Identity()), *halves(bits[:, 0], a=view, b=view))
    assert 0.3 < right["a"].mean() < 0.7
