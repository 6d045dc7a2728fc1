"""Tables of samples and calibration as parts of a run."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from shapviz.experiment import run
from shapviz.runs import samples
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.records import CalibrationRecord, Event, FinalRecord, Progress
from shapviz.runs.spec import RunSpec
from tests.training.runs import epochs, records, small

RUN = "0" * 32
CALIBRATION = {"refit": "own_full", "temperatures": True}


@pytest.fixture
def artifacts(tmp_path: Path) -> ArtifactStore:
    return ArtifactStore.open(str(tmp_path))


def asked(**sections: object) -> RunSpec:
    return small(calibration=CALIBRATION, **sections)  # type: ignore[arg-type]


@cache
def calibrated() -> tuple[Event, ...]:
    """Return all that happens in a small run that ends with a calibration."""
    return tuple(run(asked()))


def record_of(events: tuple[Event, ...] | list[Event]) -> CalibrationRecord:
    found = records(events)[-1]
    assert isinstance(found, CalibrationRecord)
    return found


@pytest.mark.parametrize("payoff", ["accuracy", "probability"])
@pytest.mark.parametrize("head", ["additive", "mlp", "gated"])
def test_samples_average_exactly_to_what_the_run_has_recorded(head: str, payoff: str, artifacts: ArtifactStore) -> None:
    found = records(run(small(model={"head": head}, valuation={"payoff": payoff}), artifacts=artifacts, run_id=RUN))
    last, final = epochs(found)[-1], found[-1]
    assert isinstance(final, FinalRecord)
    exact = {"rtol": 0, "atol": 1e-15 if payoff == "accuracy" else 1e-7}
    for split, record in (("valid", last), ("test", final)):
        table = samples.read(artifacts, RUN, split)  # type: ignore[arg-type]
        assert tuple(table.right.mean(axis=0)) == record.accuracy
        assert record.valuation is not None
        expected = [value.estimate for value in record.valuation.shapley]
        np.testing.assert_allclose(table.shapley(payoff).mean(axis=0), expected, **exact)  # type: ignore[arg-type]


def test_tables_of_prototypes_hold_what_was_imputed(artifacts: ArtifactStore) -> None:
    """Their logits are no sums, whatever the head is."""
    final = records(run(small(model={"prototypes": True}), artifacts=artifacts, run_id=RUN))[-1]
    table = samples.read(artifacts, RUN, "test")
    assert isinstance(final, FinalRecord)
    assert tuple(table.right.mean(axis=0)) == final.accuracy
    assert table.terms is None


def test_temperatures_of_one_are_the_recorded_run(artifacts: ArtifactStore) -> None:
    final = records(run(small(), artifacts=artifacts, run_id=RUN))[-1]
    assert isinstance(final, FinalRecord)
    table = samples.read(artifacts, RUN, "test")
    assert table.temper(dict.fromkeys(table.modalities, 1.0)).accuracy == final.accuracy
    assert table.terms is not None
    assert (table.terms.right(table.labels) == table.right).all(), "nor would computing them anew change one"


def test_calibration_changes_nothing_before_it() -> None:
    *before, _ = records(calibrated())
    assert before == records(run(small()))


def test_it_begins_with_the_network_as_it_was_tested() -> None:
    record, final = record_of(calibrated()), records(calibrated())[-2]
    assert isinstance(final, FinalRecord)
    assert record.epoch == final.epoch
    assert list(record.variants) == ["before", "refit", "temperatures"]
    before = record.variants["before"]
    assert before.test.accuracy == final.accuracy
    assert before.valid.accuracy == epochs(calibrated())[-1].accuracy
    assert before.test.gain.full.low == before.test.gain.full.high == 0
    for variant in record.variants.values():
        gained = variant.test.full.estimate - before.test.full.estimate
        assert variant.test.gain.full.estimate == pytest.approx(gained)


def test_only_what_was_asked_for_is_fitted() -> None:
    found = record_of(list(run(small(calibration={"refit": "full"}))))
    assert list(found.variants) == ["before", "refit"]
    assert found.variants["refit"].l2 is not None
    assert not any(isinstance(record, CalibrationRecord) for record in records(run(small())))


def test_the_slider_at_the_fitted_temperatures_shows_the_record(artifacts: ArtifactStore) -> None:
    fitted = record_of(list(run(asked(), artifacts=artifacts, run_id=RUN))).variants["temperatures"]
    assert fitted.temperatures is not None
    for split, outcome in (("valid", fitted.valid), ("test", fitted.test)):
        shown = samples.read(artifacts, RUN, split).temper(fitted.temperatures, resamples=100)  # type: ignore[arg-type]
        assert (shown.accuracy, shown.full, shown.gain) == (outcome.accuracy, outcome.full, outcome.gain)


def test_a_run_that_is_killed_while_it_calibrates_ends_with_the_same_record(artifacts: ArtifactStore) -> None:
    for event in run(asked(), artifacts=artifacts, run_id=RUN):
        if isinstance(event, Progress) and event.doing == "calibrating":
            break
    assert records(run(asked(), artifacts=artifacts, run_id=RUN)) == records(calibrated())[-3:]


def test_probes_come_after_calibration_and_neither_minds_the_other() -> None:
    *_, calibration, diagnosis = records(run(asked(probes=True)))
    assert calibration == record_of(calibrated())
    assert diagnosis == records(run(small(probes=True)))[-1]


@pytest.mark.parametrize("head", ["mlp", "gated"])
def test_other_heads_are_refitted_by_their_last_layer(head: str) -> None:
    found = record_of(list(run(small(model={"head": head}, calibration={"refit": "full"}))))
    assert found.variants["refit"].valid.full.estimate > found.variants["before"].valid.full.estimate


def test_a_record_survives_json() -> None:
    found = record_of(calibrated())
    assert CalibrationRecord.model_validate_json(found.model_dump_json()) == found
