import json
import subprocess
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from shapviz.cli import checks
from tests.cli.conftest import Shapviz

TORCH = {"version": "2.13.0+cpu", "cuda": [], "mps": False, "threads": 2}


def answers(monkeypatch: pytest.MonkeyPatch, *, code: int = 0, out: str = "", err: str = "") -> None:
    """Let the process that is asked for torch end like this."""
    ended = subprocess.CompletedProcess([], code, stdout=out, stderr=err)
    monkeypatch.setattr(checks.subprocess, "run", lambda *_, **__: ended)


@pytest.fixture(autouse=True)
def torch_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, out=json.dumps(TORCH))
    monkeypatch.setattr(checks.shutil, "which", lambda name: None)
    monkeypatch.setattr(checks.metadata, "requires", lambda name: ["numpy>=2.0", 'psycopg>=3; extra == "postgres"'])


def findings(shapviz: Shapviz, code: int) -> dict[str, dict[str, str]]:
    result = shapviz("doctor", "--json")
    assert result.exit_code == code
    return {finding["what"]: finding for finding in json.loads(result.stdout)}


def test_nothing_is_wrong_in_a_new_home(shapviz: Shapviz, home: Path) -> None:
    found = findings(shapviz, 0)
    assert {what: finding["state"] for what, finding in found.items()} == dict.fromkeys(found, "fine")
    assert list(found) == [
        "Python", "packages", "device", "app", "datasets", "disk", "artifacts", "run store", "workers",
    ]  # fmt: skip
    assert str(home) in found["run store"]["found"]
    assert not list(home.glob("artifacts/doctor*"))


def test_it_is_readable_without_json(shapviz: Shapviz) -> None:
    lines = shapviz("doctor").stdout.splitlines()
    assert any(line.startswith("ok      device      torch 2.13.0+cpu; CPU (2 threads)") for line in lines)


def test_a_store_that_is_no_database_is_broken_and_the_rest_is_still_looked_at(shapviz: Shapviz, home: Path) -> None:
    (home / "runs.db").write_text("no database" * 400)
    found = findings(shapviz, 1)
    assert found["run store"]["state"] == "broken"
    assert "SHAPVIZ_STORE" in found["run store"]["remedy"]
    assert found["device"]["state"] == "fine"


@pytest.mark.parametrize(
    ("requires", "found"),
    [
        (["numpy>=99"], "numpy is"),
        (["no-such-package>=1"], "no-such-package is not installed"),
    ],
    ids=["too old", "missing"],
)
def test_packages_that_do_not_fit_are_named(
    shapviz: Shapviz, monkeypatch: pytest.MonkeyPatch, requires: list[str], found: str
) -> None:
    monkeypatch.setattr(checks.metadata, "requires", lambda name: requires)
    packages = findings(shapviz, 1)["packages"]
    assert found in packages["found"]
    assert "pip install" in packages["remedy"]


def test_a_checkout_that_is_not_installed_is_only_a_note(shapviz: Shapviz, monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(name: str) -> list[str]:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(checks.metadata, "requires", raises)
    assert findings(shapviz, 0)["packages"]["state"] == "attention"


def test_a_torch_that_does_not_load_is_broken(shapviz: Shapviz, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, code=1, err="Traceback ...\nImportError: libcudart.so.12: cannot open shared object file\n")
    device = findings(shapviz, 1)["device"]
    assert "libcudart.so.12" in device["found"]
    assert "pip install" in device["remedy"]


@pytest.mark.parametrize(
    ("torch", "driver", "state", "found"),
    [
        ({"cuda": ["NVIDIA H100"]}, "/usr/bin/nvidia-smi", "fine", "CUDA: NVIDIA H100"),
        ({"mps": True}, None, "fine", "MPS"),
        ({}, "/usr/bin/nvidia-smi", "attention", "torch finds no GPU"),
    ],
    ids=["cuda", "mps", "driver without a torch for it"],
)
def test_devices(
    shapviz: Shapviz,
    monkeypatch: pytest.MonkeyPatch,
    torch: dict[str, Any],
    driver: str | None,
    state: str,
    found: str,
) -> None:
    answers(monkeypatch, out=json.dumps(TORCH | torch))
    monkeypatch.setattr(checks.shutil, "which", lambda name: driver)
    device = findings(shapviz, 0)["device"]
    assert (device["state"], found in device["found"]) == (state, True)


@pytest.mark.parametrize(("free", "state", "code"), [(1e12, "fine", 0), (1e8, "attention", 0), (1e6, "broken", 1)])
def test_a_full_disk_is_noticed_before_it_is_full(
    shapviz: Shapviz, monkeypatch: pytest.MonkeyPatch, free: float, state: str, code: int
) -> None:
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda place: SimpleNamespace(free=free))
    assert findings(shapviz, code)["disk"]["state"] == state


def test_missing_files_are_named(shapviz: Shapviz, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(checks.paths, "bundle", lambda: tmp_path / "nowhere")
    assert str(tmp_path / "nowhere" / "app.py") in findings(shapviz, 1)["app"]["found"]


@pytest.mark.parametrize(("name", "value"), [("SHAPVIZ_WORKERS", "two"), ("SHAPVIZ_ARTIFACTS", "nowhere://bucket")])
def test_an_environment_that_cannot_be_understood_is_a_finding_and_no_end(
    shapviz: Shapviz, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    found = findings(shapviz, 1)
    assert found["run store"]["state"] == "fine"
    assert found["workers"]["state"] == "broken"
    assert value in found["workers"]["found"]
