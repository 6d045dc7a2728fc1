"""The study of corrupted inputs as a part of a run."""

import re
from collections.abc import Iterable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shapviz.errors import StoreError
from shapviz.experiment import run
from shapviz.robustness.study import CORRUPTING, DIGITS
from shapviz.runs import afterwards, rightness
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.asked import RobustnessSpec
from shapviz.runs.corruptions import FITTING
from shapviz.runs.records import Event, FinalRecord, Progress, RobustnessRecord
from shapviz.runs.rightness import Sweeping
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from tests.training.runs import epochs, records, small

RUN = "0" * 32
CORRUPTIONS = ("noise", "missing")
ROBUSTNESS: dict[str, Any] = {"corruptions": CORRUPTIONS, "draws": 2}


@pytest.fixture
def artifacts(tmp_path: Path) -> ArtifactStore:
    return ArtifactStore.open(str(tmp_path))


def asked(**sections: object) -> RunSpec:
    return small(robustness=ROBUSTNESS, **sections)  # type: ignore[arg-type]


@cache
def studied() -> tuple[Event, ...]:
    """Return all that happens in a small run that ends with a study of corruptions."""
    return tuple(run(asked()))


def record_of(events: Iterable[Event]) -> RobustnessRecord:
    [found] = [record for record in records(events) if isinstance(record, RobustnessRecord)]
    return found


def test_a_study_changes_nothing_before_it() -> None:
    *before, _ = records(studied())
    assert before == records(run(small()))


def test_it_begins_with_the_network_as_it_was_tested() -> None:
    found, final = record_of(studied()), records(studied())[-2]
    assert isinstance(final, FinalRecord)
    assert (found.epoch, found.samples, found.players) == (3, final.valuation.samples, final.valuation.players)
    assert [each.estimate for each in found.clean.accuracy] == pytest.approx(final.accuracy, abs=0.1**DIGITS)
    for sweep in found.sweeps:
        assert sweep.severities == (0.0, *CORRUPTING)
        assert sweep.measured[0] == found.clean
    assert all((each.estimate, each.low, each.high) == (0, 0, 0) for each in found.clean.change)


def test_every_modality_is_swept_by_every_corruption_that_is_asked_for() -> None:
    found = record_of(studied())
    assert [(sweep.modality, sweep.corruption) for sweep in found.sweeps] == [
        (player, corruption) for player in found.players for corruption in CORRUPTIONS
    ]
    every = record_of(run(small(robustness={"corruptions": ["all"], "draws": 1})))
    assert [sweep.corruption for sweep in every.sweeps if sweep.modality == found.players[0]] == [*FITTING["features"]]


def test_whoever_is_gone_from_all_samples_might_as_well_be_no_member() -> None:
    found = record_of(studied())
    for place, player in enumerate(found.players):
        sweep = found.sweep(player, "missing")
        assert sweep is not None
        worst = [each.estimate for each in sweep.measured[-1].accuracy]
        without = [found.clean.accuracy[mask & ~(1 << place)].estimate for mask in range(len(worst))]
        assert worst == without
        assert sweep.measured[-1].shapley[place].estimate == 0


def test_estimates_are_means_over_draws_of_what_is_kept(artifacts: ArtifactStore) -> None:
    found = record_of(run(asked(), artifacts=artifacts, run_id=RUN))
    clean = rightness.read(artifacts, RUN, None, len(found.players))
    assert clean is not None
    assert found == record_of(studied()), "with or without artifacts"
    together = []
    for sweep in found.sweeps:
        right = rightness.read(artifacts, RUN, Sweeping(sweep.modality, sweep.corruption), len(found.players))
        assert right is not None
        assert right.shape == (2, len(CORRUPTING), found.samples, 2 ** len(found.players))
        means = right.mean(axis=(0, 2))
        told = [[each.estimate for each in measured.accuracy] for measured in sweep.measured[1:]]
        np.testing.assert_allclose(told, means, atol=0.1**DIGITS)
        together.append(means[:, -1].mean())
    full = clean[..., -1].mean()
    missing = np.mean([clean[..., -1 - (1 << place)].mean() for place in range(len(found.players))])
    expected = [missing, full - missing, np.mean(together), full - np.mean(together)]
    told = [interval.estimate for _, interval in found.overall]
    np.testing.assert_allclose(told, expected, atol=0.1**DIGITS)
    assert all(each.low <= each.estimate <= each.high for _, each in found.overall)


@pytest.mark.parametrize("progress", [1, 4, 17, 30])
def test_a_study_that_is_killed_ends_with_the_same_record(artifacts: ArtifactStore, progress: int) -> None:
    seen = 0
    for event in run(asked(), artifacts=artifacts, run_id=RUN):
        seen += isinstance(event, Progress) and event.doing == "corrupting"
        if seen == progress:
            break
    again = tuple(run(asked(), artifacts=artifacts, run_id=RUN))
    assert record_of(again) == record_of(studied())
    left = sum(isinstance(event, Progress) and event.doing == "corrupting" for event in again)
    whole = sum(isinstance(event, Progress) and event.doing == "corrupting" for event in studied())
    assert left <= whole - progress + 10, "no sweep is made twice but the one under way"


def test_progress_rises_to_the_end() -> None:
    told = [event.fraction for event in studied() if isinstance(event, Progress) and event.doing == "corrupting"]
    assert told == sorted(told)
    assert told[0] == 0
    assert 0.9 < told[-1] <= 1


def test_what_is_kept_and_broken_is_named(artifacts: ArtifactStore) -> None:
    artifacts.write(RUN, "right-clean.safetensors", b"nothing")
    with pytest.raises(StoreError, match=r"right-clean\.safetensors"):
        rightness.read(artifacts, RUN, None, 2)
    rightness.write(artifacts, RUN, None, np.zeros((1, 1, 5, 16), dtype=np.bool_))
    with pytest.raises(StoreError, match="shape"):
        rightness.read(artifacts, RUN, None, 2)


def test_a_record_survives_json_with_five_decimals() -> None:
    found = record_of(studied())
    text = found.model_dump_json()
    assert RobustnessRecord.model_validate_json(text) == found
    assert max(len(decimals) for decimals in re.findall(r"\.(\d+)\b(?!e)", text)) <= DIGITS


def test_a_test_afterwards_finds_what_the_run_itself_would_have_found(tmp_path: Path, artifacts: ArtifactStore) -> None:
    with closing(RunStore.open(str(tmp_path / "runs.db"))) as store:
        parent = store.create(small())
        for record in records(run(parent.spec, artifacts=artifacts, run_id=parent.id)):
            store.append(parent.id, record)
        test = afterwards.ask(store, artifacts, parent.id, RobustnessSpec(**ROBUSTNESS))
        found = records(run(test.spec, artifacts=artifacts, run_id=test.id, forked=True))
    assert len(epochs(found)) == 1, "its beginning; it trains nothing"
    assert record_of(found) == record_of(studied())
