"""The study of attributions as a part of a run."""

from collections.abc import Iterable
from contextlib import closing
from functools import cache, partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from shapviz.attribution import study as module
from shapviz.attribution.checking import FEW
from shapviz.attribution.portions import chosen
from shapviz.errors import UsageError
from shapviz.experiment import open_explainer, run
from shapviz.runs import attributed
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.attribution import Question
from shapviz.runs.records import AttributionRecord, Event, Progress
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from tests.training.runs import records, small

RUN = "0" * 32
QUICK = ("exact", "leave_one_out", "sampled")
ATTRIBUTION: dict[str, Any] = {"methods": QUICK, "calls": 24, "repeats": 2, "checks": "none"}


@pytest.fixture
def artifacts(tmp_path: Path) -> ArtifactStore:
    return ArtifactStore.open(str(tmp_path / "artifacts"))


def asked(**changes: object) -> RunSpec:
    return small(attribution=ATTRIBUTION | changes)


@cache
def studied() -> tuple[Event, ...]:
    """Return all that happens in a small run that ends with a study of attributions."""
    return tuple(run(asked()))


def record_of(events: Iterable[Event]) -> AttributionRecord:
    [found] = [record for record in records(events) if isinstance(record, AttributionRecord)]
    return found


def timeless(record: AttributionRecord) -> AttributionRecord:
    methods = tuple(each.model_copy(update={"seconds": 0.0}) for each in record.methods)
    return record.model_copy(update={"methods": methods})


def test_a_study_changes_nothing_before_it() -> None:
    *before, _ = records(studied())
    assert before == records(run(small()))


def test_it_asks_the_network_as_it_was_tested_about_every_test_sample() -> None:
    found = record_of(studied())
    assert [each.method for each in found.methods] == list(QUICK)
    assert (found.epoch, found.question, found.refused) == (3, Question(), ())
    exact = found.methods[0]
    assert exact.worst == pytest.approx(0, abs=1e-9)
    assert sum(each.estimate for each in exact.shares or ()) == pytest.approx(1)
    for each in found.methods:
        means = [value.estimate for value in each.values]
        assert np.add(each.positive, each.negative) == pytest.approx(means)
        assert all(value.low <= value.estimate <= value.high for value in (*each.values, each.missing))


def test_a_record_says_in_few_numbers_what_the_artifacts_say_sample_by_sample(artifacts: ArtifactStore) -> None:
    found = record_of(run(asked(), artifacts=artifacts, run_id=RUN))
    assert timeless(found) == timeless(record_of(studied())), "with or without artifacts"
    for said in found.methods:
        kept = attributed.read(artifacts, RUN, said.method)
        assert kept is not None
        assert len(kept.rows) == found.samples
        assert [each.estimate for each in said.values] == pytest.approx(kept.values.mean(axis=0), abs=1e-8)
        assert [each.estimate for each in said.shares or ()] == pytest.approx(kept.shares, abs=1e-8)
        assert said.worst == pytest.approx(np.abs(kept.missing).max(), abs=1e-8)


@pytest.mark.parametrize("progress", [1, 5, 8])
def test_a_study_that_is_killed_ends_with_the_same_record(artifacts: ArtifactStore, progress: int) -> None:
    seen = 0
    for event in run(asked(), artifacts=artifacts, run_id=RUN):
        seen += isinstance(event, Progress) and event.doing == "attributing"
        if seen == progress:
            break
    known = [method for method in QUICK if attributed.file(method) in artifacts.names(RUN)]
    asked_again = []

    def attribute(game: Any, method: str, effort: Any) -> Any:
        asked_again.append(method)
        return attribute_once_more(game, method, effort)

    attribute_once_more = module.attribute
    with patch.object(module, "attribute", attribute):
        again = tuple(run(asked(), artifacts=artifacts, run_id=RUN))
    assert timeless(record_of(again)) == timeless(record_of(studied()))
    assert not {*known} & {*asked_again}, "what is known is not asked for again"


def test_progress_rises_and_ends_with_nothing_left() -> None:
    told = [each for each in studied() if isinstance(each, Progress) and each.doing == "attributing"]
    fractions = [each.fraction for each in told]
    assert fractions == sorted(fractions)
    left = [each.left for each in told if each.left is not None]
    assert left == sorted(left, reverse=True)


def test_what_is_refused_stands_in_the_record_and_the_rest_goes_on() -> None:
    function = module.estimate

    def estimate(game: Any, method: str, effort: Any) -> float:
        if method == "leave_one_out":
            raise UsageError("It is Sunday.", remedy="Wait for Monday.")
        return function(game, method, effort)

    with patch.object(module, "estimate", estimate):
        found = record_of(run(asked()))
    assert [each.method for each in found.methods] == ["exact", "sampled"]
    [refused] = found.refused
    assert (refused.method, refused.problem, refused.remedy) == ("leave_one_out", "It is Sunday.", "Wait for Monday.")


def test_samples_are_chosen_by_the_seed_and_keep_their_order() -> None:
    rows = tuple(range(100, 200))
    some = chosen(rows, 10, seed=1)
    assert len(some) == len({*some} & {*rows}) == 10
    assert list(some) == sorted(some)
    assert some == chosen(rows, 10, seed=1) != chosen(rows, 10, seed=2)
    assert chosen(rows, 0, seed=1) == chosen(rows, 100, seed=1) == chosen(rows, 999, seed=1) == rows
    assert record_of(run(asked(samples=7, methods=("exact",)))).samples == 7


def test_an_explainer_is_opened_by_the_name_of_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHAPVIZ_HOME", str(tmp_path))
    with closing(RunStore.open()) as store:
        info = store.create(asked(), "mine")
        for record in records(run(info.spec, artifacts=ArtifactStore.open(), run_id=info.id)):
            store.append(info.id, record)
    explainer = open_explainer("mine")
    kept = attributed.read(ArtifactStore.open(), info.id, "exact")
    assert kept is not None
    np.testing.assert_array_equal(explainer.attribute("exact", Question()).values, kept.values)
    before = open_explainer("mine", epoch=1).attribute("exact", Question())
    assert np.abs(before.values - kept.values).max() > 1e-3, "the weights of another epoch"


def test_portions_do_not_show() -> None:
    with patch.object(module, "portions", partial(module.portions, size=10)):
        assert timeless(record_of(run(asked()))) == timeless(record_of(studied()))


CHECKED = ATTRIBUTION | {"methods": ("exact", "sampled"), "checks": "retraining"}
PARTS = ("budget-sampled", "quick-exact", "quick-sampled", "shuffled_labels", "noise_modality")


@cache
def checked() -> tuple[Event, ...]:
    """Return all that happens in a small run whose methods are checked as far as they can be."""
    return tuple(run(asked(**CHECKED)))


def checking(events: Iterable[Event]) -> list[float]:
    return [each.fraction for each in events if isinstance(each, Progress) and each.doing == "checking"]


def test_checks_can_be_followed_also_while_they_train_a_network() -> None:
    fractions = checking(checked())
    assert fractions == sorted(fractions)
    for part in range(3, 5):  # those that train
        within = {each for each in fractions if part / len(PARTS) <= each < (part + 1) / len(PARTS)}
        assert len(within) > 2 * asked().training.epochs, "a word after every batch, at which one may pause or stop"


@pytest.mark.parametrize("parts", range(1, len(PARTS)))
def test_checks_that_are_killed_go_on_with_the_next(artifacts: ArtifactStore, parts: int) -> None:
    spec, known = asked(**CHECKED), [f"checked-{part}.safetensors" for part in PARTS]
    for event in run(spec, artifacts=artifacts, run_id=RUN):
        if checking([event]) and known[parts - 1] in artifacts.names(RUN):
            break
    assert {*known} & {*artifacts.names(RUN)} == {*known[:parts]}
    again = tuple(run(spec, artifacts=artifacts, run_id=RUN))
    assert min(checking(again)) == parts / len(PARTS), "what is known is not found again"
    assert timeless(record_of(again)) == timeless(record_of(checked()))


def test_checks_follow_methods_and_take_networks_trained_anew_if_asked_to() -> None:
    found = record_of(run(asked(methods=("exact", "leave_one_out", "sampled"), checks="quick")))
    assert [(dial.method, dial.samples, dial.enumerated) for dial in found.dials] == [("sampled", FEW, 16)]
    errors = [each.error for each in found.dials[0].spent]
    assert errors == sorted(errors, reverse=True)
    quick = found.sanity
    assert quick is not None
    doubled = {finding.method: finding.verdict for finding in quick.of("duplicated_modality")}
    assert doubled == {"exact": "passes", "leave_one_out": "fails", "sampled": "passes"}
    assert not quick.of("noise_modality")
    sequence = {"name": "alternating", "order": "fixed", "sequence": ["bill", "body", "isotopes", "context"]}
    spec = small(
        sequence, training={"epochs": 1}, attribution=ATTRIBUTION | {"methods": ["exact"], "checks": "retraining"}
    )
    anew = record_of(run(spec)).sanity
    assert anew is not None
    assert [len(anew.of(check)) for check in ("null_player", "shuffled_labels", "noise_modality")] == [1, 1, 1]
