"""What the README shows must work as it stands there."""

import re
import shlex
import tomllib
from contextlib import closing
from pathlib import Path

import pytest
from typer.main import get_command

from shapviz.cli import commands
from shapviz.data import catalog
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.options import STRATEGY_OPTIONS
from shapviz.runs.recorded import import_recorded
from shapviz.runs.store import RunStore

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


@pytest.mark.parametrize("code", blocks("python"))
def test_python_examples_run(code, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("SHAPVIZ_HOME", str(tmp_path))
    with closing(RunStore.open()) as store:
        import_recorded(store, ArtifactStore.open())  # as the app does
    exec(code, {})
    assert "EDM" in capsys.readouterr().out


def shapviz_lines() -> list[list[str]]:
    lines = [line.split("#")[0] for block in blocks("sh") for line in block.splitlines()]
    return [shlex.split(line) for line in lines if line.startswith("shapviz ")]


@pytest.mark.parametrize("words", shapviz_lines(), ids=" ".join)
def test_commands_and_options_exist(words):
    command = get_command(commands).commands[words[1]]  # type: ignore[attr-defined]  # a typer app is a group
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_make_targets_exist():
    named = {line.split()[1] for block in blocks("sh") for line in block.splitlines() if line.startswith("make ")}
    makefile = (ROOT / "Makefile").read_text()
    assert named
    assert all(f"\n{target}:" in makefile for target in named)


@pytest.mark.parametrize("name", [*catalog.names(), *STRATEGY_OPTIONS])
def test_every_dataset_and_strategy_is_named(name):
    assert f"`{name}`" in README


@pytest.mark.parametrize("target", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_links_lead_somewhere(target):
    assert (ROOT / target).exists()


def test_constraints_name_every_direct_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = {re.split(r"[\[>=<]", line)[0] for line in [*project["dependencies"], *extras["test"], *extras["dev"]]}
    pinned = {line.split("==")[0] for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line}
    assert wanted - {"shapviz"} <= pinned
