"""Questions about attributions over HTTP: who may ask, what is refused in which words, and what a view is made of.

The network is real and untrained: its attributions are as good as any.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import save

from shapviz.data import catalog
from shapviz.experiment import Setting
from shapviz.jobs.lab.opening import Opened
from shapviz.jobs.lab.questions import AgreementOf, AttributedOf, CurvesOf, GalleryOf, HistoryOf, key_of
from shapviz.models import FusionModel
from shapviz.runs import afterwards, attributed, checkpoints
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.asked import AttributionSpec
from shapviz.runs.attribution import Attribution
from shapviz.runs.info import RunInfo
from shapviz.runs.spec import parse_spec
from shapviz.runs.store import RunStore
from shapviz.training.weights import PREFIX
from shapviz.ui import resources
from shapviz.ui.attribution import routes, viewing
from shapviz.ui.labs import endpoints
from tests.runs.test_store import epoch
from tests.ui import asking
from tests.ui.asking import Answer, Lab, send, trained

NAMES = catalog.info("penguins").names
CLASS = catalog.info("penguins").classes[1]
QUICK = ["exact", "leave_one_out", "sampled", "captum.ablation"]
ROOT = Path(__file__).parents[2]
HEAVY = ("torch", "lightning_fabric", "captum", "shap", "shapiq", "sklearn", "pandas", "scipy")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> RunStore:
    return RunStore.open(str(tmp_path_factory.mktemp("store") / "runs.db"))


@pytest.fixture(scope="module")
def setting() -> Setting:
    return Setting.of(parse_spec({"dataset": {"name": "penguins"}}))


@pytest.fixture
def store(opened: RunStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunStore:
    monkeypatch.setenv("SHAPVIZ_HOME", str(tmp_path))
    monkeypatch.setattr(resources, "store", lambda: opened)
    monkeypatch.setattr(resources, "artifacts", ArtifactStore.open)
    return opened


def network(setting: Setting, earlier: int | None) -> FusionModel:
    """Return a network that says by its weights of which epoch it is."""
    return setting.model(parse_spec({"dataset": {"name": "penguins"}, "seed": 1 + (earlier or 0)})).eval()


@pytest.fixture
def lab(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> Lab:
    made = Lab(lambda subject: Opened(subject, setting, network(setting, subject.earlier)))
    monkeypatch.setattr(resources, "lab", lambda: made)
    return made


@pytest.fixture
def run(store: RunStore, lab: Lab, setting: Setting) -> RunInfo:
    """Return a run of three epochs that has kept the weights of the first and the last."""
    made = trained(store, dataset="penguins")
    for number in range(4):
        store.append(made.id, epoch(number).model_copy(update={"valuation": None}))
    for name, earlier in ((checkpoints.weights_name(1), 1), (checkpoints.WEIGHTS, None)):
        weights = {f"{PREFIX}{key}": value for key, value in network(setting, earlier).state_dict().items()}
        resources.artifacts().write(made.id, name, save(weights))
    return store.get(made.id)


def ask(kind: str, run: str, **question: Any) -> Answer:
    return asking.ask(f"{routes.address()}{kind}", run, **question)


def rows(run: RunInfo) -> list[int]:
    return list(ask("gallery", run.id).told["rows"])


def questions(run: RunInfo) -> dict[str, dict[str, Any]]:
    """Return a question of every kind that can be answered."""
    row = rows(run)[3]
    return {
        "facts": {},
        "gallery": {},
        "exhibits": {"rows": [row]},
        "inside": {"row": row, "modality": NAMES[0], "method": "captum.integrated_gradients"},
        "through": {"row": row},
        "method": {"method": "sampled", "calls": 64},
        "history": {},
        "sanity": {},
        "agreement": {"methods": QUICK},
        "budget": {"row": row, "method": "sampled"},
        "curves": {"row": row, "method": "exact"},
        "order": {"row": row, "method": "captum.integrated_gradients", "modality": NAMES[0]},
        "view": {"row": row},
    }


def test_every_kind_of_question_is_answered_and_not_kept_by_browsers(run: RunInfo) -> None:
    for method in QUICK[:2]:
        assert ask("method", run.id, method=method).told == {}
    for kind, question in questions(run).items():
        answer = ask(kind, run.id, **question)
        assert (kind, answer.status, answer.headers["content-type"]) == (kind, 200, "application/json")
        assert answer.headers["cache-control"] == "no-store"
    facts = ask("facts", run.id).told
    assert [player["name"] for player in facts["players"]] == list(NAMES)
    assert (facts["epoch"], facts["epochs"]) == (3, [1, 3])


def test_what_methods_cost_is_told_in_seconds(run: RunInfo) -> None:
    costs = ask("cost", run.id, calls=16).told
    assert {"exact", "sampled", "shap.kernel"} <= set(costs)
    assert min(costs.values()) >= 0


def test_a_view_waits_for_its_first_methods_only_and_names_the_rest(run: RunInfo, lab: Lab) -> None:
    first = ask("view", run.id, methods=[*QUICK, "captum.kernel"])
    assert first.status == 200
    pending = ["sampled", "captum.kernel", "captum.ablation", "agreement", "sanity", "history"]
    assert first.told["pending"] == pending
    assert {each.method for each in lab.asked if isinstance(each, AttributedOf)} == {"exact", "leave_one_out"}
    states = {row["method"]: row["state"] for row in first.told["view"]["methods"]["rows"]}
    assert states == dict.fromkeys(QUICK[:2], "known") | dict.fromkeys((*QUICK[2:], "captum.kernel"), "pending")


def test_a_view_is_more_complete_once_more_is_known(run: RunInfo) -> None:
    ask("view", run.id, methods=QUICK)
    for kind in ("history", "sanity"):
        ask(kind, run.id)
    for method in QUICK[2:]:
        ask("method", run.id, method=method)
    second = ask("view", run.id, methods=QUICK).told
    assert second["pending"] == ["agreement"]
    assert ask("agreement", run.id, methods=QUICK).told == {}
    third = ask("view", run.id, methods=QUICK).told
    assert third["pending"] == []
    assert third["view"]["agreement"]["measures"]
    assert third["view"]["history"]
    assert any(card["outcome"] != "not run yet" for card in third["view"]["sanity"])


def test_a_budget_is_of_the_sample_in_view_and_curves_are_of_it_or_of_all(run: RunInfo, lab: Lab) -> None:
    first, other = rows(run)[:2]
    assert ask("budget", run.id, row=first, method="sampled").told == {}
    mine, its, all_of_them = (ask("view", run.id, row=row).told for row in (first, other, None))
    assert mine["view"]["budget"]
    assert its["view"]["budget"] is None
    assert ["budget" in each["pending"] for each in (mine, its, all_of_them)] == [False, True, False]
    assert [each.row for each in lab.asked if isinstance(each, CurvesOf)] == [first, other, None]
    assert len({each["view"]["curves"]["subtitle"] for each in (mine, its, all_of_them)}) == 2


def test_what_takes_elements_in_and_out_is_about_one_sample(run: RunInfo) -> None:
    asked = {"method": "captum.integrated_gradients", "modality": NAMES[0]}
    assert ask("curves", run.id, row=rows(run)[0], **asked).told["rows"] == rows(run)[:1]
    answer = ask("curves", run.id, **asked)
    assert answer.status == 409
    assert "which row" in answer.error
    charts = [ask("order", run.id, row=rows(run)[0], others=each, **asked).told for each in ("averaged", "everybody")]
    assert all({"tag": NAMES[0]} in chart["title"] for chart in charts)
    assert charts[0]["table"]["rows"] != charts[1]["table"]["rows"]


def test_a_method_that_does_not_fit_stands_in_the_view_with_the_reason(run: RunInfo) -> None:
    question = {"baseline": "background"}
    asked = {"method": "captum.integrated_gradients", "question": question}
    assert ask("method", run.id, **asked).told == {}
    answer = ask("view", run.id, methods=[*QUICK[:2], "captum.integrated_gradients"], question=question).told
    assert "captum.integrated_gradients" not in answer["pending"]
    [row] = [each for each in answer["view"]["methods"]["rows"] if each["library"] == "captum"]
    assert row["state"] == "refused"
    assert "background" in row["said"]


def test_what_was_drawn_is_drawn_anew_for_another_sample_theme_or_width_only(
    run: RunInfo, store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int | None] = []
    real = viewing.Views.of

    def counted(views: Any, row: int | None, *about: Any) -> Any:
        drawn.append(row)
        return real(views, row, *about)

    monkeypatch.setattr(viewing.Views, "of", counted)
    viewing._drawn().clear()
    first, second = rows(run)[:2]
    looks = ({}, {}, {"theme": "dark"}, {"compact": True}, {"row": second})
    for look in looks:
        ask("view", run.id, **{"row": first} | look)
    assert drawn == [first, first, first, second]
    store.rename(run.id, "another")
    ask("view", run.id, row=first)
    assert drawn == [first, first, first, second, first]


def test_an_earlier_epoch_is_another_network_and_the_newest_is_the_same_by_its_number(run: RunInfo, lab: Lab) -> None:
    galleries = [ask("gallery", run.id, epoch=number).told for number in (None, 3, 1)]
    assert galleries[0] == galleries[1] != galleries[2]
    asked = [each for each in lab.asked if isinstance(each, GalleryOf)]
    assert [each.subject.earlier for each in asked] == [None, None, 1]
    assert len({key_of(each) for each in asked}) == 2
    assert ask("facts", run.id, epoch=1).told["epoch"] == 1


def test_history_is_asked_of_the_same_epochs_wherever_the_cursor_stands(run: RunInfo, lab: Lab) -> None:
    for number in (None, 1):
        ask("history", run.id, epoch=number)
    asked = [each for each in lab.asked if isinstance(each, HistoryOf)]
    assert [each.epochs for each in asked] == [(1, 3), (1, 3)]
    assert len({key_of(each) for each in asked}) == 1


def test_weights_that_are_gone_are_named_with_those_that_are_kept(run: RunInfo) -> None:
    answer = ask("view", run.id, epoch=2)
    assert answer.status == 409
    assert answer.error == f"{run.name} has not kept the weights of epoch 2. Look at epoch 1 or 3."


def test_what_jobs_have_found_is_merged_and_compared(run: RunInfo, store: RunStore, lab: Lab) -> None:
    artifacts = resources.artifacts()
    job = afterwards.ask(store, artifacts, run.id, AttributionSpec(methods=("captum.shapley",)))
    ask("view", run.id)
    [asked] = [each for each in lab.asked if isinstance(each, AttributedOf) and each.method == "exact"]
    exact = viewing.outcome(lab.known(asked) or "")
    assert isinstance(exact, Attribution)
    attributed.write(artifacts, job.id, exact.at(exact.rows[:20]).model_copy(update={"method": "captum.shapley"}))
    store.set_status(job.id, "finished")
    methods = ["exact", "leave_one_out", "captum.shapley"]
    view = ask("view", run.id, methods=methods).told
    assert "captum.shapley" in view["pending"], "the job looked at some of the samples only"
    [row] = [each for each in view["view"]["methods"]["rows"] if each["library"] == "captum"]
    assert (row["state"], row["samples"]) == ("known", f"20 of {len(exact.rows)} samples")
    assert ask("agreement", run.id, methods=methods).told == {}
    [compared] = [each for each in lab.asked if isinstance(each, AgreementOf)]
    assert compared.stored == {"captum.shapley": job.id}
    attributed.write(artifacts, job.id, exact.model_copy(update={"method": "captum.shapley"}))
    store.rename(job.id, "whole")  # the page reads artifacts anew whenever anything was recorded
    assert "captum.shapley" not in ask("view", run.id, methods=methods).told["pending"]
    assert "captum.shapley" in ask("view", run.id, epoch=1, methods=methods).told["pending"], "it looked at the newest"


@pytest.mark.parametrize("shown", ["", "0" * 32, "é"])
def test_nobody_asks_about_a_run_without_its_token(run: RunInfo, lab: Lab, shown: str) -> None:
    asked = questions(run)
    lab.asked.clear()
    for kind, question in asked.items():
        answer = ask(kind, run.id, **question, token=shown)
        assert (kind, answer.status) == (kind, 403)
        assert "Reload the page." in answer.error
    assert lab.asked == []


@pytest.mark.parametrize(
    ("kind", "question", "said"),
    [
        ("view", {"row": 10**9}, "is not in the test split"),
        ("view", {"row": -1}, "row: "),
        ("view", {"epoch": -1}, "epoch: "),
        ("view", {"epoch": 10**9}, "epoch: "),
        ("view", {"theme": "pink"}, "theme: expected 'light' or 'dark', found 'pink'"),
        ("view", {"methods": ["exat"]}, "Did you mean 'exact'?"),
        ("view", {"methods": ["captum.occlusion"]}, "attributes at the level of: inside"),
        ("view", {"methods": ["exact"] * 99}, "methods: "),
        ("view", {"calls": 10**9}, "calls: "),
        ("view", {"question": {"payoff": "logits"}}, "Did you mean 'logit'?"),
        ("view", {"question": {"baseline": "none"}}, "question.baseline: expected 'own'"),
        ("view", {"question": {"target": f"class:{CLASS}x"}}, f"Did you mean '{CLASS}'?"),
        ("view", {"question": {"target": CLASS}}, "expected 'true', 'predicted' or 'class:NAME'"),
        ("view", {"question": {"target": "class:" + "x" * 500}}, "question.target: "),
        ("method", {"method": "captum.occlusion"}, "attributes at the level of: inside"),
        ("method", {}, "method: Field required"),
        ("exhibits", {"rows": []}, "rows: "),
        ("exhibits", {"rows": [10**9]}, "is not in the test split"),
        ("exhibits", {"rows": list(range(65))}, "rows: "),
        ("exhibits", {"rows": [10**30]}, "rows.0: "),
        ("inside", {"row": 0, "modality": "boddy", "method": "exact"}, "There is no modality named 'boddy'"),
        ("inside", {"row": 10**9, "modality": NAMES[0], "method": "exact"}, "is not in the test split"),
        ("inside", {"row": 0, "method": "exact"}, "modality: Field required"),
        ("budget", {"row": 10**9, "method": "sampled"}, "is not in the test split"),
        ("curves", {"row": 10**9, "method": "exact"}, "is not in the test split"),
        ("agreement", {"methods": ["captum.kernel"]}, "Fewer than two of these methods are known yet."),
        ("facts", {"more": 1}, "more: "),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(run: RunInfo, kind: str, question: dict[str, Any], said: str) -> None:
    answer = ask(kind, run.id, **question)
    assert answer.status in (404, 409)
    assert said in answer.error


def test_a_method_that_draws_nothing_has_no_budget(run: RunInfo) -> None:
    answer = ask("budget", run.id, row=rows(run)[0], method="exact")
    assert (answer.status, "Choose a method that draws." in answer.error) == (409, True)


def test_all_problems_of_a_question_are_named_at_once(run: RunInfo) -> None:
    answer = ask("view", run.id, question={"target": "class:nobody"}, methods=["exat", "captum.occlusion"])
    assert all(said in answer.error for said in ("'nobody'", "'exat'", "'captum.occlusion'"))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b'{"token": 1}'])
def test_bad_json_is_refused_in_words(run: RunInfo, body: bytes) -> None:
    answer = send(f"{routes.address()}view", body=body)
    assert answer.status == 409
    assert "Reload the page." in answer.error


def test_a_question_without_end_is_not_read_to_its_end(run: RunInfo) -> None:
    answer = send(f"{routes.address()}view", body=b" " * (endpoints.MOST_BYTES + 1))
    assert answer.status == 413


DRAWN_ALONE = f"""
import sys
from pydantic import TypeAdapter
from shapviz.runs.askable import Worths
from shapviz.runs.attribution import Question
from shapviz.runs.methods import Effort
from shapviz.ui.attribution import routes, viewing
from shapviz.ui.attribution.wishes import ViewWish
from tests.figures.attribution import scenes

worths = scenes.game(20)
scene = scenes.scene(worths, {{"leave_one_out": scenes.one_out(worths)}})
told = viewing.Told(
    "a run", 3, scene.gallery.model_dump_json(),
    Worths(question=Question(), players=scene.players, rows=scene.gallery.rows, worths=worths).model_dump_json(),
    {{name: each.model_dump_json() for name, each in scene.attributions.items()}},
)
routes.routes()
assert viewing.answer(ViewWish(token="", run="a"), told, scene.kinds, Effort(), [])
print(*sorted(set(sys.modules) & set({HEAVY!r})))
"""


def test_drawing_loads_none_of_the_heavy_libraries() -> None:
    said = subprocess.run([sys.executable, "-c", DRAWN_ALONE], capture_output=True, text=True, check=False, cwd=ROOT)
    assert said.returncode == 0, said.stderr
    assert said.stdout.split() == []
