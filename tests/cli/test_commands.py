"""`shapviz runs`, `shapviz app`, `shapviz --version`, and what starting any of them loads."""

import json
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from shapviz import __version__
from shapviz.cli import app
from shapviz.errors import UsageError
from shapviz.runs.spec import RunSpec, parse_spec
from shapviz.runs.store import RunStore
from tests.cli.conftest import Shapviz, epoch_record


def test_version(shapviz: Shapviz) -> None:
    assert shapviz("--version").stdout == f"shapviz {__version__}\n"


def test_runs_are_listed_newest_first(shapviz: Shapviz, store: RunStore) -> None:
    store.create(RunSpec(), "older")
    run = store.create(parse_spec({"strategy": {"name": "joint"}, "seed": 4}), "newer")
    store.append(run.id, epoch_record(0))
    lines = shapviz("runs").stdout.splitlines()
    newer, older = (next(line for line in lines if name in line) for name in ("newer", "older"))
    assert lines.index(newer) < lines.index(older)
    assert re.search(rf"newer +{run.id[:8]} +race +joint +queued .* 4 +0 of 20", newer)
    assert older.rstrip().endswith("– of 20")


def test_runs_that_nobody_trained_say_what_they_are_for(shapviz: Shapviz, store: RunStore) -> None:
    spec = RunSpec()
    mine = store.create(spec, "mine")
    store.create(spec, "test", "reference", parent=(mine.id, spec.training.epochs))
    store.create(spec, "fork", parent=(mine.id, 3))
    store.create(spec, "companion", "reference")
    said = {line.split()[0]: line for line in shapviz("runs").stdout.splitlines() if line.strip()}
    assert "test of mine" in said["test"]
    assert "fork of mine, epoch 3" in said["fork"]
    assert "reference" in said["companion"]
    assert not re.search("of mine|reference", said["mine"])


def test_runs_as_json_hold_their_specs(shapviz: Shapviz, store: RunStore) -> None:
    run = store.create(RunSpec(), "mine")
    [said] = json.loads(shapviz("runs", "--json").stdout)
    assert (said["id"], said["name"], RunSpec.model_validate(said["spec"])) == (run.id, "mine", run.spec)


def test_without_runs_there_is_a_hint_and_an_empty_list(shapviz: Shapviz) -> None:
    assert "shapviz train" in shapviz("runs").stderr
    assert json.loads(shapviz("runs", "--json").stdout) == []


def test_a_port_in_use_is_refused_or_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as server:
        server.bind((app.HERE, 0))
        server.listen()
        taken = server.getsockname()[1]
        with pytest.raises(UsageError, match=rf"Port {taken} is taken.*--port"):
            app.free_port(app.HERE, taken)
        monkeypatch.setattr(app, "FIRST", taken)
        monkeypatch.setattr(app, "LAST", taken + 50)
        assert taken < app.free_port(app.HERE, None) <= taken + 50


def test_the_app_starts_streamlit_on_the_bundled_script(shapviz: Shapviz, monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.web import cli as streamlit

    started: list[list[str]] = []
    monkeypatch.setattr(streamlit, "main", lambda words, **_: started.append(words))
    result = shapviz("app", "--no-browser")
    assert "no accounts" not in result.stderr
    [[verb, script, *settings]] = started
    assert verb == "run"
    assert Path(script).read_text().startswith('"""The app.')
    assert "--server.headless=true" in settings
    assert "http://127.0.0.1:" in result.stderr


def test_others_are_let_in_on_request_and_told_where(shapviz: Shapviz, monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.web import cli as streamlit

    started: list[list[str]] = []
    monkeypatch.setattr(streamlit, "main", lambda words, **_: started.append(words))
    result = shapviz("app", "--no-browser", "--host", app.EVERYWHERE)
    assert "--server.address=0.0.0.0" in started[0]
    assert all(f"http://{address}:" in result.stderr for address in app.addresses(app.EVERYWHERE))
    assert "no accounts" in result.stderr
    assert app.addresses(app.EVERYWHERE)[-1] == app.HERE


@pytest.mark.parametrize("host", ["", "198.51.100.7", "kitchen.invalid"])
def test_an_address_that_is_not_this_machines_is_refused_and_nothing_starts(host: str) -> None:
    with pytest.raises(UsageError, match=r"no IPv4 address of this machine.*0\.0\.0\.0"):
        app.free_port(host, None)


def test_no_command_loads_torch_or_streamlit_before_it_needs_them() -> None:
    code = """
import sys
from shapviz.cli import commands
for words in (["--help"], ["train", "--help"], ["value", "--help"], ["doctor", "--help"], ["runs"]):
    commands(words, standalone_mode=False)
heavy = {"torch", "lightning_fabric", "streamlit", "sklearn", "shap", "captum"}
print("loaded:", *sorted(heavy & set(sys.modules)))
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1].strip() == "loaded:"
