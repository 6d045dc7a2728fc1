"""Whatever is asked for wrongly is answered with one clear message on stderr, a remedy, exit code 2 and no run."""

import json
from pathlib import Path

import pytest

from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from tests.cli.conftest import Shapviz

SPECS = {
    "unknown.json": {"dataset": {"nme": "race"}, "trainig": {"epochs": 3}},
    "joint.json": {"strategy": "joint"},
    "comma.json": '{"seed": 1,}',
    "list.json": [],
}
BAD_TRAIN = {
    "unknown dataset": (["--dataset", "emogi"], ["'emogi'", "Did you mean 'emoji'?"]),
    "unknown strategy": (["--strategy", "alternate"], ["'alternate' is unknown", "Did you mean 'alternating'?"]),
    "unknown option": (["--option", "powr=2"], ["strategy.powr: unknown key", "Did you mean 'power'?"]),
    "option of another strategy": (["--strategy", "joint", "--option", "power=2"], ["strategy.power: unknown key"]),
    "bad option value": (["--option", "power=strong"], ["strategy.power", "valid number", "'strong'"]),
    "bad choice": (
        ["--option", "order=weakest"],
        ["strategy.order: expected 'weak_first', 'str", "'weakest'"],
    ),
    "not a pair": (["--option", "power"], ["--option: expected name=value, found 'power'"]),
    "bad number": (["--epochs", "many"], ["training.epochs", "valid integer", "'many'"]),
    "number out of range": (["--epochs", "0"], ["training.epochs", "greater than or equal to 1", "'0'"]),
    "bad size": (["--size", "huge"], ["model.size: expected 'tiny' or 'medium', found 'huge'"]),
    "one modality": (["--modalities", "hare"], ["at least two modalities, one was given"]),
    "a modality twice": (["--modalities", "hare,hare"], ["every modality may be named once only"]),
    "unknown modality": (["--modalities", "hare,fx"], ["'race' has no modality 'fx'", "Did you mean 'fox'?"]),
    "noise on nobody": (["--noise", "wolf=1"], ["dataset.noise: 'race' has no modality 'wolf'"]),
    "too much noise": (["--noise", "fox=9"], ["dataset.noise.fox", "less than or equal to 3"]),
    "sequence of strangers": (["--option", "sequence=hare,fox"], ["strategy.sequence", "hare, fox, tortoise"]),
    "spec with unknown keys": (["--spec", "unknown.json"], ["Did you mean 'name'?", "Did you mean 'training'?"]),
    "spec with a wrong type": (["--spec", "joint.json"], ["strategy: "]),
    "spec that is not JSON": (["--spec", "comma.json"], ["comma.json is not JSON", "line 1 column"]),
    "spec that is no object": (["--spec", "list.json"], ["a JSON object", "holds a list"]),
    "missing spec": (["--spec", "nowhere.json"], ["nowhere.json cannot be read: No such file"]),
    "a folder for a spec": (["--spec", "."], ["cannot be read: Is a directory"]),
    "two problems": (["--dataset", "emogi", "--epochs", "0"], ["'emogi'", "training.epochs"]),
    "unknown flag": (["--epoch", "3"], ["No such option", "--epochs"]),
}


@pytest.mark.parametrize(("words", "said"), BAD_TRAIN.values(), ids=BAD_TRAIN.keys())
def test_train_refuses(
    words: list[str], said: list[str], shapviz: Shapviz, store: RunStore, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    for name, content in SPECS.items():
        Path(name).write_text(content if isinstance(content, str) else json.dumps(content))
    result = shapviz("train", "--dataset", "race", *words)
    assert result.exit_code == 2
    assert result.stdout == ""
    for words_of_the_message in said:
        assert words_of_the_message in result.stderr
    assert store.list() == ()


BAD_COMMANDS = {
    "unknown run": (["value", "swift-falcom"], ["no run named 'swift-falcom'", "Did you mean 'swift-falcon'?"]),
    "no epoch yet": (["value", "swift-falcon"], ["'swift-falcon' is queued and has no epoch yet"]),
    "no run at all": (["value"], ["Missing argument 'RUN'"]),
    "unknown command": (["trian"], ["No such command 'trian'", "train"]),
    "bad port": (["app", "--port", "99999"], ["Invalid value for '--port'"]),
}


@pytest.mark.parametrize(("words", "said"), BAD_COMMANDS.values(), ids=BAD_COMMANDS.keys())
def test_other_commands_refuse(words: list[str], said: list[str], shapviz: Shapviz, store: RunStore) -> None:
    store.create(RunSpec(), "swift-falcon")
    result = shapviz(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    for words_of_the_message in said:
        assert words_of_the_message in result.stderr


def test_a_name_that_is_taken_is_refused_before_anything_is_queued(shapviz: Shapviz, store: RunStore) -> None:
    assert shapviz("train", "--name", "mine", "--detach").exit_code == 0
    again = shapviz("train", "--name", "mine", "--detach")
    assert again.exit_code == 2
    assert "'mine'" in again.stderr
    assert len(store.list()) == 1


@pytest.mark.parametrize("command", [["runs"], ["value", "x"], ["train"]], ids=lambda words: words[0])
def test_a_store_that_is_no_database_is_a_failure_with_a_remedy(
    command: list[str], shapviz: Shapviz, home: Path
) -> None:
    (home / "runs.db").write_text("This is a diary, and no database.\n" * 40)
    result = shapviz(*command)
    assert result.exit_code == 1
    assert "runs.db is not a database" in result.stderr
    assert "SHAPVIZ_STORE" in result.stderr
    assert (home / "runs.db").read_text().startswith("This is a diary")


@pytest.mark.parametrize(
    ("name", "value", "code"), [("SHAPVIZ_WORKERS", "two", 2), ("SHAPVIZ_ARTIFACTS", "nowhere://bucket", 1)]
)
def test_an_environment_in_which_no_worker_could_work_leaves_no_run_that_waits(
    name: str, value: str, code: int, shapviz: Shapviz, store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    result = shapviz("train", "--detach")
    assert result.exit_code == code
    assert value in result.stderr
    assert store.list() == ()
