"""What a notebook asks in one line, of runs, of networks and of models of one's own."""

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
import torch
from torch import Tensor

import shapviz
from shapviz.data import catalog
from shapviz.errors import SpecError, UsageError
from shapviz.experiment import run
from shapviz.models import Batch, build_model
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.store import RunStore
from shapviz.training.weights import load_weights
from tests.training.runs import records, small

QUICK = ("exact", "leave_one_out")
SPEC = small(training={"epochs": 1})


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the id of a run named `mine` in a home of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHAPVIZ_HOME", str(tmp_path_factory.mktemp("home")))
        with closing(RunStore.open()) as store:
            info = store.create(SPEC, "mine")
            for record in records(run(SPEC, artifacts=ArtifactStore.open(), run_id=info.id)):
                store.append(info.id, record)
        yield info.id


def test_a_run_by_its_name_and_its_network_are_the_same(home: str) -> None:
    by_name = shapviz.attribute("mine", methods=QUICK)
    dataset, splits = catalog.load(SPEC.dataset, SPEC.seed)
    model = build_model(SPEC.model, dataset.modalities, len(dataset.classes), SPEC.seed)
    load_weights(model, ArtifactStore.open(), home)
    by_model = shapviz.attribute(model, dataset, splits, methods=QUICK)
    assert list(by_name) == list(by_model) == list(QUICK)
    np.testing.assert_array_equal(by_name["exact"].values, by_model["exact"].values)
    assert by_name["exact"].rows == tuple(splits.test.tolist())
    opened = shapviz.attribute(shapviz.open_explainer("mine"), methods=QUICK, rows=splits.test[:3].tolist())
    np.testing.assert_allclose(opened["exact"].values, by_name["exact"].values[:3], atol=1e-12)


@pytest.mark.usefixtures("home")
def test_a_table_has_a_row_for_each_sample_method_and_modality() -> None:
    asked = shapviz.attribute("mine", methods=(*QUICK, "sampled"), payoff="logit")
    table, exact = asked.table(), asked["exact"]
    assert len(table) == 3 * exact.values.size
    said = table[(table.method == "exact") & (table.row == exact.rows[2])]
    assert said.value.tolist() == exact.values[2].tolist()
    assert table[table.method == "exact"].low.isna().all()
    assert table[table.method == "sampled"].low.notna().all()
    assert asked.agreement().methods == ("exact", "leave_one_out", "sampled")


@pytest.mark.usefixtures("home")
def test_figures_and_what_is_inside() -> None:
    asked = shapviz.attribute("mine", methods="exact")
    assert asked.figure().data
    row = asked["exact"].rows[0]
    inside = asked.inside(row, "bill")
    whole = asked["exact"].values[0][asked["exact"].players.index("bill")]
    assert inside.presence + inside.values.sum() + inside.missing == pytest.approx(whole)
    with pytest.raises(UsageError, match="Without exact values"):
        shapviz.attribute("mine", methods=["leave_one_out"]).figure()


class Sum:
    """A model of one's own: each modality that is there adds the mean of its values to the first class."""

    modalities = ("bill", "body", "isotopes", "context")

    def logits(self, batch: Batch, coalitions: Tensor) -> Tensor:
        means = torch.stack([batch.inputs[name].flatten(1).mean(dim=1) for name in self.modalities])  # (M, B)
        first = coalitions.float() @ means
        return torch.stack([first, torch.zeros_like(first), torch.zeros_like(first)], dim=-1)


def test_a_model_of_ones_own_is_asked_for_coalitions_only() -> None:
    dataset, splits = catalog.load(SPEC.dataset, SPEC.seed)
    methods = ("exact", "leave_one_out", "captum.integrated_gradients")
    asked = shapviz.attribute(
        Sum(), dataset, splits, methods=methods, payoff="logit", target=f"class:{dataset.classes[0]}"
    )
    means = np.stack(
        [dataset.views[name][splits.test].reshape(len(splits.test), -1).mean(axis=1) for name in Sum.modalities], axis=1
    )
    for method in QUICK:
        np.testing.assert_allclose(asked[method].values, means, atol=1e-6)
    assert "gradients" in asked.refused["captum.integrated_gradients"].problem
    with pytest.raises(UsageError, match="nobody can look inside"):
        asked.inside(asked["exact"].rows[0], "bill")


def test_bad_input_is_said_all_at_once() -> None:
    with pytest.raises(SpecError) as caught:
        shapviz.attribute("mine", methods=["exat"], payoff="logits", target="three")  # type: ignore[arg-type]  # on purpose
    assert "Did you mean 'exact'?" in caught.value.problem
    assert "Did you mean 'logit'?" in caught.value.problem
    assert "attribution.target" in caught.value.problem
    with pytest.raises(UsageError, match="no samples"):
        shapviz.attribute("mine", rows=[])
    with pytest.raises(UsageError, match="A model alone has no samples"):
        shapviz.attribute(Sum())


@pytest.mark.usefixtures("home")
def test_an_unknown_run_or_class_is_no_refusal_of_a_method() -> None:
    with pytest.raises(UsageError, match="no run named 'yours'"):
        shapviz.attribute("yours")
    with pytest.raises(UsageError, match="no class named 'Dodo'"):
        shapviz.attribute("mine", target="class:Dodo")
