"""What is asked of a run's samples is answered from its table, and what cannot be answered is said with a remedy."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.runs import samples
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.sampled import SampleTable
from shapviz.runs.store import RunStore
from shapviz.runs.terms import Terms
from shapviz.ui import lab, resources
from tests.ui.test_words import said

RUN, EXAMINATION = "a" * 32, "b" * 32


def table(*, additive: bool = True) -> SampleTable:
    """Return what a network does that hears two modalities, of which the second is right more often."""
    random = np.random.default_rng(0)
    labels = random.integers(0, 3, 300)
    truth = np.eye(3, dtype=np.float32)[labels]
    present = np.stack([truth * strength + random.normal(size=(300, 3)) for strength in (1.0, 2.0)])
    terms = Terms(bias=np.zeros(3, np.float32), present=present.astype(np.float32), absent=np.zeros((2, 3), np.float32))
    right = terms.right(labels)
    return SampleTable(
        modalities=("hare", "fox"),
        classes=("x", "y", "z"),
        rows=np.arange(300),
        labels=labels,
        right=right,
        terms=terms if additive else None,
        chances=None if additive else right.astype(np.float32),
    )


@pytest.fixture
def artifacts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ArtifactStore:
    opened = ArtifactStore.open(str(tmp_path / "artifacts"))
    store = RunStore.open(f"sqlite:///{tmp_path / 'runs.db'}")
    monkeypatch.setattr(resources, "artifacts", lambda: opened)
    monkeypatch.setattr(resources, "store", lambda: store)
    lab._table.clear()
    lab._classes.clear()
    return opened


def ask(wish: lab.Wish, examination: str | None = None) -> dict[str, object]:
    return lab.told(wish, RUN, examination, seed=0)


def test_classes_and_temperatures_are_read_off_the_table(artifacts: ArtifactStore) -> None:
    samples.write(artifacts, RUN, 3, {"valid": table()})
    assert {row["name"] for row in ask({"kind": "classes"})["rows"]} == {"x", "y", "z"}  # type: ignore[attr-defined]
    told = ask({"kind": "temper", "steps": {"hare": 20}})
    assert told["temperatures"] == {"hare": "4.00", "fox": "1.00"}
    assert [row["name"] for row in told["rows"]] == ["everybody", "hare", "fox"]  # type: ignore[attr-defined]
    assert told["presets"] == {}


def test_at_temperature_1_nothing_changes_and_a_muted_modality_is_missed(artifacts: ArtifactStore) -> None:
    samples.write(artifacts, RUN, 3, {"valid": table()})
    assert said(ask({"kind": "temper", "steps": {}})["title"]) == "At temperature 1 nothing changes"  # type: ignore[arg-type]
    muted = said(ask({"kind": "temper", "steps": {"fox": 20}})["title"])  # type: ignore[arg-type]
    assert muted.startswith("−")
    assert muted.endswith("points with all modalities")


def test_the_table_of_the_run_that_examined_it_does_as_well(artifacts: ArtifactStore) -> None:
    samples.write(artifacts, EXAMINATION, 3, {"valid": table()})
    assert "rows" in ask({"kind": "classes"}, EXAMINATION)


def test_without_a_table_or_an_additive_head_it_says_what_to_do(artifacts: ArtifactStore) -> None:
    assert "Train it again" in str(ask({"kind": "classes"})["problem"])
    samples.write(artifacts, RUN, 3, {"valid": table(additive=False)})
    assert "rows" in ask({"kind": "classes"})
    assert "additive head" in str(ask({"kind": "temper", "steps": {}})["problem"])


def test_what_nobody_can_have_asked_for_is_not_answered(artifacts: ArtifactStore) -> None:
    samples.write(artifacts, RUN, 3, {"valid": table()})
    assert ask({"kind": "everything"}) == {"kind": "everything"}
    strange = ask({"kind": "temper", "steps": {"hare": "hot", "fox": 10**9, "owl": 3}})
    assert strange["temperatures"] == {"hare": "1.00", "fox": "4.00"}


@given(st.integers(-lab.STEPS, lab.STEPS))
def test_a_step_is_the_one_nearest_to_its_temperature(step: int) -> None:
    assert lab.step(lab.temperature(step)) == step
    assert lab.temperature(step) * lab.temperature(-step) == pytest.approx(1)


@given(st.floats(0.001, 1000))
def test_any_fitted_temperature_has_a_step(temperature: float) -> None:
    assert -lab.STEPS <= lab.step(temperature) <= lab.STEPS
