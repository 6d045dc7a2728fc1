"""The worker as a program: what it loads, and when it becomes another process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shapviz.jobs import source, spawn, worker
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.spec import RunSpec


def test_the_queue_loads_nothing_that_only_workers_need() -> None:
    heavy = ("torch", "captum", "shap", "sklearn", "streamlit", "alembic", "plotly")
    code = f"import sys, shapviz.jobs.queue; print(*sorted(set(sys.modules) & set({heavy!r})))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == []


def test_a_worker_starts_over_with_the_same_arguments_once_the_code_has_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda program, arguments: started.append(arguments))
    loaded = source.newest()
    worker._renew(loaded)
    assert started == []
    worker._renew(loaded - 1)
    assert started == [[sys.executable, *sys.orig_argv[1:]]]


def test_training_that_cannot_be_loaded_is_an_error_of_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setitem(sys.modules, "shapviz.experiment", None)
    monkeypatch.delattr("shapviz.experiment", raising=False)  # which stays when the module has been loaded before
    worker._warm_up()
    assert "Training cannot be loaded" in caplog.text
    with pytest.raises(ModuleNotFoundError):
        next(
            worker.Experiments()(RunSpec(), artifacts=ArtifactStore.open(str(tmp_path)), run_id="0" * 32, forked=False)
        )


class Ended:
    """A process that has ended before anybody looked."""

    pid = 1

    def wait(self) -> int:
        return 0


def test_a_long_log_is_put_aside(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: Ended())
    spawn.log_path().write_text("long")
    spawn.spawn("sqlite:///runs.db", "0" * 32)
    assert spawn.log_path().read_text() == "long"
    monkeypatch.setattr(spawn, "LONGEST_LOG", 3)
    spawn.spawn("sqlite:///runs.db", "0" * 32)
    assert (home / "worker.old.log").read_text() == "long"
    assert spawn.log_path().read_text() == ""
