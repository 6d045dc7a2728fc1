"""Runs that are asked for attributions after training, by themselves or by forks of theirs, and what they leave."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load, save

from shapviz.errors import StoreError, UsageError
from shapviz.runs import afterwards, attributed, checkpoints, forks, tested
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.asked import AttributionSpec
from shapviz.runs.attributed import EVERYTHING
from shapviz.runs.attribution import Attribution, Question
from shapviz.runs.info import RunInfo
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from tests.runs.given import attribution
from tests.runs.test_store import epoch

EXACT = AttributionSpec(methods=("exact",))


@pytest.fixture
def run(store: RunStore, artifacts: ArtifactStore) -> RunInfo:
    info = store.create(RunSpec(probes=True, robustness=tested.EVERYTHING), "amber-fox")
    for number in range(5):
        store.append(info.id, epoch(number))
    artifacts.write(info.id, checkpoints.checkpoint_name(4), b"weights")
    store.set_status(info.id, "finished")
    return store.get(info.id)


def test_a_study_trains_nothing_and_asks_for_nothing_else(
    store: RunStore, artifacts: ArtifactStore, run: RunInfo
) -> None:
    study = afterwards.ask(store, artifacts, run.id, EXACT)
    assert attributed.asks(study)
    assert (study.parent_epoch, study.spec.training.epochs, study.spec.attribution) == (4, 4, EXACT)
    assert not forks.examines(study)
    assert not study.spec.robustness.asked
    assert not attributed.asks(afterwards.ask(store, artifacts, run.id, tested.EVERYTHING))


def test_what_was_asked_for_already_is_not_asked_for_again(
    store: RunStore, artifacts: ArtifactStore, run: RunInfo
) -> None:
    assert afterwards.answering(store, run.id, EVERYTHING) is None
    study = afterwards.ask(store, artifacts, run.id, EVERYTHING)
    assert afterwards.answering(store, run.id, EXACT) == study
    assert afterwards.answering(store, run.id, EXACT.model_copy(update={"payoff": "logit"})) is None
    store.set_status(study.id, "failed")
    assert afterwards.answering(store, run.id, EXACT) is None


@given(samples=st.integers(1, 5), players=st.integers(2, 4), draws=st.booleans(), pairs=st.booleans())
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, samples: int, players: int, draws: bool, pairs: bool
) -> None:
    artifacts = ArtifactStore.open(str(tmp_path_factory.mktemp("artifacts")))
    written = attribution("sampled", samples=samples, players=players, draws=draws, pairs=pairs)
    attributed.write(artifacts, "run", written)
    found = attributed.read(artifacts, "run", "sampled")
    assert found is not None
    assert found.model_dump_json() == written.model_dump_json()
    assert attributed.read(artifacts, "run", "exact") is None


def test_most_samples_count_and_only_those_of_the_same_question(
    store: RunStore, artifacts: ArtifactStore, run: RunInfo
) -> None:
    asked = [EXACT, EXACT.model_copy(update={"samples": 3}), EXACT.model_copy(update={"payoff": "logit"})]
    many, few, other = (afterwards.ask(store, artifacts, run.id, each) for each in asked)
    attributed.write(artifacts, many.id, attribution("exact", samples=5))
    attributed.write(artifacts, few.id, attribution("exact", samples=3))
    attributed.write(artifacts, few.id, attribution("shap.exact", samples=3))
    attributed.write(artifacts, other.id, attribution("sampled", samples=9))
    store.set_status(few.id, "stopped")
    found = attributed.found(store, artifacts, run.id, Question())
    assert {method: len(each.rows) for method, each in found.items()} == {"exact": 5, "shap.exact": 3}
    assert list(attributed.stored(artifacts, few)) == ["exact", "shap.exact"]
    store.append(run.id, epoch(5))
    assert attributed.found(store, artifacts, run.id, Question()) == {}, "it is another network now"


def damaged(of: Attribution) -> dict[str, bytes]:
    """Return files that claim to hold this attribution and do not."""
    about = {"about": of.model_dump_json(exclude={"values", "low", "high", "interactions", "nobody", "everybody"})}
    good = {"values": of.values, "nobody": of.nobody, "everybody": of.everybody}
    return {
        "no file": b"something else",
        "a header that is none": (2**40).to_bytes(8, "little") + b"{}",
        "no word about itself": save(good),
        "no values": save({name: array for name, array in good.items() if name != "values"}, about),
        "more arrays than there are": save(good | {"other": of.values}, about),
        "values of fewer samples": save(good | {"values": of.values[1:]}, about),
        "values that are infinite": save(good | {"values": np.full_like(of.values, np.inf)}, about),
        "one end of an interval": save(good | {"low": of.values}, about),
        "an interval upside down": save(good | {"low": of.values, "high": of.values - 1}, about),
        "another method": save(good, {"about": about["about"].replace('"exact"', '"captum.shapley"')}),
        "a row twice": save(good, {"about": about["about"].replace('"rows":[0,1', '"rows":[1,1')}),
        "words for arrays": save(good, {"about": "[]"}),
    }


@pytest.mark.parametrize("how", damaged(attribution("exact")))
def test_a_file_that_holds_anything_else_is_named_with_a_remedy(artifacts: ArtifactStore, how: str) -> None:
    whole = attribution("exact")
    assert set(load(damaged(whole)["another method"])) == {"values", "nobody", "everybody"}
    artifacts.write("run", attributed.file("exact"), damaged(whole)[how])
    with pytest.raises(StoreError, match=r"attribution-exact.safetensors of the run run cannot be read") as failure:
        attributed.read(artifacts, "run", "exact")
    assert failure.value.remedy == "Ask the method again."


def test_a_run_without_a_checkpoint_cannot_be_asked(store: RunStore, artifacts: ArtifactStore, run: RunInfo) -> None:
    artifacts.delete_run(run.id)
    with pytest.raises(UsageError, match="no checkpoints"):
        afterwards.ask(store, artifacts, run.id, EXACT)
    assert store.list() == (run,)


def test_what_lies_otherwise_in_memory_comes_back_in_its_place(artifacts: ArtifactStore) -> None:
    found = attribution("exact")
    turned = found.model_copy(update={"values": np.asfortranarray(found.values)})
    attributed.write(artifacts, "run", turned)
    kept = attributed.read(artifacts, "run", "exact")
    assert kept is not None
    np.testing.assert_array_equal(kept.values, found.values)


def test_values_lie_in_memory_sample_by_sample() -> None:
    told = attribution("exact").model_dump() | {"values": np.asfortranarray(np.arange(6.0).reshape(2, 3))}
    assert Attribution.model_validate(told).values.flags.c_contiguous
