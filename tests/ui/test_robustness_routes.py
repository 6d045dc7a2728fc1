"""Questions to the lab over HTTP: who may ask, what is refused in which words, and what is answered. No network."""

import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from shapviz.data import catalog
from shapviz.jobs.lab.questions import ReadingOf, SoundOf, key_of
from shapviz.runs.info import RunInfo
from shapviz.runs.store import RunStore
from shapviz.ui import resources
from shapviz.ui.labs import asking as waiting
from shapviz.ui.labs import endpoints
from shapviz.ui.labs.tokens import token
from shapviz.ui.robustness import routes
from tests.jobs.lab import double
from tests.runs.test_unreadable import estrange
from tests.ui import asking
from tests.ui.asking import Answer, Lab, send, trained

FIRST, NOTO, WORDS = catalog.info("emoji3").names
CURVES = {NOTO: "noise", WORDS: "typos"}
ROOT = Path(__file__).parents[2]
HEAVY = ("torch", "lightning_fabric", "captum", "shap", "sklearn", "pandas", "scipy")
SWEEP = {"modality": NOTO, "corruption": "noise"}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> RunStore:
    return RunStore.open(str(tmp_path_factory.mktemp("store") / "runs.db"))


@pytest.fixture
def store(opened: RunStore, monkeypatch: pytest.MonkeyPatch) -> RunStore:
    monkeypatch.setattr(resources, "store", lambda: opened)
    return opened


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lab:
    made = Lab(double.Network)
    monkeypatch.setattr(resources, "lab", lambda: made)
    monkeypatch.setenv("SHAPVIZ_HOME", str(tmp_path))
    return made


@pytest.fixture
def run(store: RunStore, lab: Lab) -> RunInfo:
    return trained(store)


def ask(kind: str, run: str, **question: Any) -> Answer:
    return asking.ask(f"{routes.address()}{kind}", run, **question)


def test_facts_and_strips_are_answered_and_not_kept(run: RunInfo) -> None:
    facts = ask("facts", run.id)
    assert (facts.status, facts.headers["content-type"]) == (200, "application/json")
    assert facts.headers["cache-control"] == "no-store"
    assert [player["name"] for player in facts.told["players"]] == [FIRST, NOTO, WORDS]
    assert ask("strip", run.id).told == [{"row": 0, "exhibits": {}}]


def test_views_come_for_every_coalition_asked_for_and_sweeps_are_not_waited_for(run: RunInfo, lab: Lab) -> None:
    first = ask("view", run.id, masks=[7, 3], corruptions=CURVES)
    assert first.status == 200
    assert sorted(first.told["views"]) == ["3", "7"]
    assert first.told["pending"] == [[run.id, NOTO], [run.id, WORDS]]
    assert [type(question) for question in lab.asked] == [ReadingOf]
    assert ask("sweep", run.id, **SWEEP).told == {}
    second = ask("view", run.id, masks=[7], corruptions=CURVES)
    assert second.told["pending"] == [[run.id, WORDS]]
    assert second.told["views"]["7"]["estimates"] != first.told["views"]["7"]["estimates"]


def test_what_was_drawn_is_drawn_anew_for_another_name_theme_or_width_only(
    run: RunInfo, store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    real = routes.viewing.view

    def counted(*arguments: Any, **options: Any) -> Any:
        drawn.append(arguments[1])
        return real(*arguments, **options)

    monkeypatch.setattr(routes.viewing, "view", counted)
    routes.viewing._drawn().clear()
    for change in ({}, {}, {"theme": "dark"}, {"compact": True}, {"focus": NOTO}, {"masks": [7, 1]}):
        ask("view", run.id, **{"masks": [7]} | change)
    assert drawn == [7, 7, 7, 7, 1]
    store.rename(run.id, "another")
    ask("view", run.id, masks=[7])
    assert drawn == [7, 7, 7, 7, 1, 7]


def test_a_run_beside_it_is_read_under_the_same_conditions(run: RunInfo, store: RunStore, lab: Lab) -> None:
    other = trained(store)
    conditions = {"corrupted": {NOTO: {"corruption": "noise", "severity": 2.5}}, "draw": 1}
    answer = ask("view", run.id, beside=other.id, masks=[7], conditions=conditions, corruptions={NOTO: "noise"})
    assert [number["run"] for number in answer.told["views"]["7"]["numbers"]] == [run.name, other.name]
    assert answer.told["pending"] == [[run.id, NOTO], [other.id, NOTO]]
    readings = [question for question in lab.asked if isinstance(question, ReadingOf)]
    assert [(each.subject.run, each.rows) for each in readings] == [(run.id, ()), (other.id, (0,))]  # the same samples


def test_equal_conditions_are_one_question_however_they_are_put(run: RunInfo, lab: Lab) -> None:
    noise, typos = {"corruption": "noise", "severity": 1}, {"corruption": "typos", "severity": 1}
    for corrupted in (
        {NOTO: noise, WORDS: typos},
        {WORDS: typos, NOTO: noise},
        {WORDS: typos, NOTO: noise, FIRST: {"corruption": "blur", "severity": 0}},
    ):
        ask("view", run.id, masks=[7], conditions={"corrupted": corrupted})
    assert len({key_of(question) for question in lab.asked}) == 1


def test_a_sound_is_a_file_that_a_browser_may_keep(run: RunInfo, lab: Lab) -> None:
    asked = {"row": 3, "modality": NOTO, "corruption": "noise", "severity": "2.5", "draw": 1}
    answer = ask("sound", run.id, verb="GET", **asked)
    assert (answer.status, answer.headers["content-type"]) == (200, "audio/wav")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.body == b"RIFF\x03"
    assert isinstance(lab.asked[0], SoundOf)
    assert lab.asked[0].corrupted is not None
    assert lab.asked[0].corrupted.severity == 2.5
    assert ask("sound", run.id, verb="GET", row=3, modality=NOTO).body == b"RIFF\x03"


@pytest.mark.parametrize("shown", ["", "0" * 32, "é"])
@pytest.mark.parametrize("kind", ["facts", "view", "sweep", "strip", "sound"])
def test_nobody_asks_about_a_run_without_its_token(run: RunInfo, lab: Lab, kind: str, shown: str) -> None:
    question = {"view": {"masks": [7]}, "sweep": SWEEP, "sound": {"row": 0, "modality": NOTO}}.get(kind, {})
    answer = ask(kind, run.id, verb="GET" if kind == "sound" else "POST", **question, token=shown)
    assert answer.status == 403
    assert "Reload the page." in answer.error
    assert lab.asked == []


def test_a_token_of_one_run_is_none_of_another(run: RunInfo, store: RunStore) -> None:
    assert ask("facts", trained(store).id, token=token(run.id)).status == 403


@pytest.mark.parametrize("shown", ["", "0" * 32])
def test_nor_about_the_run_beside_it(run: RunInfo, store: RunStore, lab: Lab, shown: str) -> None:
    answer = ask("view", run.id, beside=trained(store).id, beside_token=shown, masks=[7])
    assert answer.status == 403
    assert lab.asked == []


@pytest.mark.parametrize(
    ("kind", "question", "said"),
    [
        ("view", {"masks": []}, "masks: "),
        ("view", {"masks": [8]}, "a number from 0 to 7, found 8"),
        ("view", {"masks": [-1]}, "found -1"),
        ("view", {"masks": [7] * 33}, "masks: "),
        ("view", {"masks": [7], "focus": "nota"}, "Did you mean 'noto'?"),
        ("view", {"masks": [7], "corruptions": {"nota": "noise"}}, "Did you mean 'noto'?"),
        ("view", {"masks": [7], "corruptions": {NOTO: "typos"}}, "'typos' does not fit 'noto', of the kind image: "),
        ("view", {"masks": [7], "corruptions": {NOTO: "nois"}}, "Did you mean 'noise'?"),
        ("view", {"masks": [7], "theme": "pink"}, "theme: expected 'light' or 'dark', found 'pink'"),
        ("view", {"masks": [7], "beside": "nobody"}, "There is no run named 'nobody'"),
        ("view", {"masks": [7], "conditions": {"corrupted": {"nota": {"corruption": "noise", "severity": 1}}}}, "noto"),
        ("view", {"masks": [7], "conditions": {"stand_in": "nobody"}}, "conditions.stand_in: expected 'own'"),
        ("strip", {"conditions": {"corrupted": {NOTO: {"corruption": "noise", "severity": 5.01}}}}, "found 5.01"),
        ("strip", {"conditions": {"corrupted": {NOTO: {"corruption": "noise", "severity": "NaN"}}}}, "severity: "),
        ("sweep", {"modality": NOTO, "corruption": "typos"}, "'typos' does not fit 'noto'"),
        ("sweep", SWEEP | {"draw": 1000}, "draw: "),
        ("facts", {"more": 1}, "more: "),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(run: RunInfo, kind: str, question: dict[str, Any], said: str) -> None:
    answer = ask(kind, run.id, **question)
    assert answer.status in (404, 409)
    assert said in answer.error


def test_all_problems_of_a_question_are_named_at_once(run: RunInfo) -> None:
    answer = ask("view", run.id, masks=[9], focus="nota", corruptions={WORDS: "blur"})
    assert all(said in answer.error for said in ("found 9", "'nota'", "'blur' does not fit"))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b'{"token": 1}'])
def test_bad_json_is_refused_in_words(run: RunInfo, body: bytes) -> None:
    answer = send(f"{routes.address()}view", body=body)
    assert answer.status == 409
    assert "Reload the page." in answer.error


def test_a_question_without_end_is_not_read_to_its_end(run: RunInfo) -> None:
    answer = send(f"{routes.address()}view", body=b" " * (endpoints.MOST_BYTES + 1))
    assert answer.status == 413


@pytest.mark.parametrize("status", ["queued", "running", "failed"])
def test_a_run_that_has_not_ended_well_is_refused(store: RunStore, run: RunInfo, status: Any) -> None:
    store.set_status(run.id, status, double.FAILURE if status == "failed" else None)
    answer = ask("facts", run.id)
    assert answer.status == 409
    assert f"{run.name} is {status}" in answer.error


def test_a_run_that_was_deleted_is_not_there(store: RunStore, run: RunInfo) -> None:
    store.delete(run.id)
    answer = ask("facts", run.id)
    assert answer.status == 404
    assert answer.error == f"{run.name} was deleted. Open another run."


def test_a_run_of_another_version_says_so(store: RunStore, run: RunInfo) -> None:
    estrange(store, run.id)
    answer = ask("facts", run.id)
    assert answer.status in (409, 503)
    assert "does not understand" in answer.error


def test_what_the_lab_says_cannot_be_done_is_told_with_its_remedy(run: RunInfo) -> None:
    answer = ask("view", run.id, masks=[7], conditions={"draw": double.REFUSED})
    assert (answer.status, answer.error) == (409, "That cannot be. Ask for something else.")


def test_a_fault_of_ours_is_a_sentence_and_stands_in_the_log(run: RunInfo, caplog: pytest.LogCaptureFixture) -> None:
    answer = ask("view", run.id, masks=[7], conditions={"draw": double.UNEXPECTED})
    assert answer.status == 500
    assert "ZeroDivisionError" not in answer.error
    assert "ZeroDivisionError" in caplog.text


def test_a_lab_that_does_not_answer_is_not_waited_for_for_ever(
    run: RunInfo, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent: Future[str] = Future()
    monkeypatch.setattr(lab, "ask", lambda question: silent)
    monkeypatch.setattr(waiting, "PATIENCE", 0.0)
    answer = ask("facts", run.id)
    assert answer.status == 503
    assert "has not answered" in answer.error
    assert not silent.cancelled()


DRAWN_ALONE = f"""
import sys
from shapviz.jobs.lab.questions import ReadingOf, Subject
from shapviz.runs.robustness import Conditions
from shapviz.ui.robustness import routes, viewing
from shapviz.ui.labs.runs import players
from shapviz.ui.robustness.wishes import ViewWish
from tests.jobs.lab.double import Bench
from tests.ui.labs import run

shown = run("a" * 32)
reading = Bench(Subject(run=shown.id, epoch=3, spec=shown.spec)).read(Conditions()).model_dump_json()
wish = ViewWish(token="", run=shown.id, masks=(7,))
routes.routes()
assert viewing.answer(wish, [viewing.Told(shown, reading, {{}})], {{each.name: each for each in players(shown.spec)}})
print(*sorted(set(sys.modules) & set({HEAVY!r})))
"""


def test_drawing_loads_none_of_the_heavy_libraries() -> None:
    said = subprocess.run([sys.executable, "-c", DRAWN_ALONE], capture_output=True, text=True, check=False, cwd=ROOT)
    assert said.returncode == 0, said.stderr
    assert said.stdout.split() == []
