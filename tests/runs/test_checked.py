"""What checks have found, kept for a study that goes on."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from safetensors import deserialize
from safetensors.numpy import save

from shapviz.errors import StoreError
from shapviz.games.summary import Interval
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.checked import Checked
from shapviz.runs.checks import Finding, Number

RUN = "0" * 32
FINDINGS = TypeAdapter(tuple[Finding, ...])
FILE = "checked-quick-shap.exact.safetensors"


@pytest.fixture(scope="module")
def artifacts(tmp_path_factory: pytest.TempPathFactory) -> ArtifactStore:
    return ArtifactStore.open(str(tmp_path_factory.mktemp("artifacts")))


def finding(*numbers: float) -> Finding:
    return Finding(
        check="null_player",
        method="shap.exact",
        verdict="passes",
        expected="Nothing.",
        reason="It gets 0 % – «nothing».",
        numbers=tuple(
            Number(name="share", value=Interval(each, each, each), over="samples", unit="share") for each in numbers
        ),
    )


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=4))
def test_what_was_kept_comes_back_bit_for_bit(artifacts: ArtifactStore, numbers: list[float]) -> None:
    checked, found = Checked(artifacts, RUN), (finding(*numbers), finding())
    checked.keep("quick-shap.exact", FINDINGS, found)
    again = checked.read("quick-shap.exact", FINDINGS)
    assert again is not None
    assert repr(again) == repr(found), "-0.0 is not 0.0"


def test_a_part_is_known_by_its_name_and_run_and_travels_as_tensors_do(artifacts: ArtifactStore) -> None:
    checked = Checked(artifacts, RUN)
    checked.keep("quick-shap.exact", FINDINGS, (finding(),))
    assert checked.read("quick-sampled", FINDINGS) is None
    assert Checked(artifacts, "1" * 32).read("quick-shap.exact", FINDINGS) is None
    assert deserialize(artifacts.read(RUN, FILE))  # type: ignore[no-untyped-call]  # the library has no types for it


def test_without_artifacts_nothing_is_kept() -> None:
    nowhere = Checked(None, RUN)
    nowhere.keep("quick-shap.exact", FINDINGS, (finding(),))
    assert nowhere.read("quick-shap.exact", FINDINGS) is None


NONSENSE = {
    "no tensors": b"nonsense",
    "other tensors": save({"right": np.zeros(2)}),
    "no findings": save({"found": np.frombuffer(b"[1, 2]", dtype=np.uint8)}),
}


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE)
def test_what_is_not_what_it_should_be_is_named(tmp_path: Path, nonsense: bytes) -> None:
    artifacts = ArtifactStore.open(str(tmp_path))
    artifacts.write(RUN, FILE, nonsense)
    with pytest.raises(StoreError, match=FILE):
        Checked(artifacts, RUN).read("quick-shap.exact", FINDINGS)
