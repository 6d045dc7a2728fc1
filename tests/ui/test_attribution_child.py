"""The Attribution lab as a whole but for the browser: routes, a process with a recorded network, and its death."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shapviz.jobs.lab.child import Child
from shapviz.jobs.lab.client import Lab
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo
from shapviz.runs.recorded import import_recorded
from shapviz.runs.store import RunStore
from shapviz.ui import resources
from shapviz.ui.attribution import routes
from tests.ui import asking
from tests.ui.asking import Answer

ROOT = Path(__file__).parents[2]
QUICK = ("sampled", "captum.integrated_gradients", "shap.exact", "shapiq.exact")
SHOWN = ["exact", "leave_one_out", *QUICK]

pytestmark = pytest.mark.slow  # a process that loads torch


@pytest.fixture(scope="module")
def hired() -> list[Child]:
    return []


@pytest.fixture(scope="module")
def run(hired: list[Child], tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunInfo]:
    """Return a recorded run, whose questions a real process answers."""
    home = tmp_path_factory.mktemp("home")

    def hire(*listeners: Any) -> Child:
        hired.append(Child(*listeners))
        return hired[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHAPVIZ_HOME", str(home))
        patch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
        store, artifacts, lab = RunStore.open(), ArtifactStore.open(), Lab(hire)
        for name, resource in (("store", store), ("artifacts", artifacts), ("lab", lab)):
            patch.setattr(resources, name, lambda resource=resource: resource)
        [run] = [run for run in import_recorded(store, artifacts) if run.name == "emoji-dropout"]
        yield run
        lab.close()


def ask(kind: str, run: RunInfo, **question: Any) -> Answer:
    answer = asking.ask(f"{routes.address()}{kind}", run.id, **question)
    assert answer.status == 200, answer.body
    return answer


def test_every_question_about_a_recorded_network_is_answered(run: RunInfo) -> None:
    facts = ask("facts", run).told
    assert facts["epochs"][-1] == facts["epoch"] == run.epoch
    assert len(facts["epochs"]) > 2
    row = ask("gallery", run).told["opening"]
    assert ask("view", run, row=row, methods=SHOWN).told["pending"][: len(QUICK)] == list(QUICK)
    for method in QUICK:
        ask("method", run, method=method)
    overall = {
        "agreement": {"methods": SHOWN},
        "history": {},
        "budget": {"row": row, "method": "sampled"},
    }
    for kind, question in overall.items():
        ask(kind, run, **question)
    view = ask("view", run, row=row, methods=SHOWN).told
    assert view["pending"] == ["sanity"]
    assert {row["state"] for row in view["view"]["methods"]["rows"]} == {"known"}
    assert all(view["view"][part] for part in ("budget", "curves", "history", "coalitions", "sample"))
    assert ask("curves", run, row=row, method="exact").told["rows"] == [row]
    [shown] = ask("exhibits", run, rows=[row]).told
    for player in facts["players"]:
        assert player["name"] in shown["exhibits"]
        inside = ask("inside", run, row=row, modality=player["name"], method="captum.integrated_gradients").told
        assert len(inside["values"]) == len(inside["elements"])


def test_an_earlier_epoch_is_another_network(run: RunInfo) -> None:
    then = ask("facts", run).told["epochs"][0]
    early, late = (ask("gallery", run, epoch=epoch).told for epoch in (then, None))
    assert early["rows"] == late["rows"]
    assert early["exact"] != late["exact"]
    assert f"epoch {then}" in ask("view", run, epoch=then).told["view"]["subtitle"]


def test_when_the_process_dies_the_next_one_answers(run: RunInfo, hired: list[Child]) -> None:
    ask("gallery", run)
    before = len(hired)
    os.kill(hired[-1].pid, signal.SIGKILL)
    hired[-1]._process.wait()
    answer = ask("gallery", run, question={"payoff": "logit"})
    assert answer.told["question"]["payoff"] == "logit"
    assert len(hired) == before + 1


def test_hostile_questions_leave_the_process_alone(run: RunInfo, hired: list[Child]) -> None:
    ask("gallery", run)
    before = len(hired)
    for kind, question in (
        ("inside", {"row": -1, "modality": "x" * 300, "method": "exact"}),
        ("inside", {"row": 10**12, "modality": "noto", "method": "captum.occlusion"}),
        ("view", {"question": {"target": "class:" + "'; DROP TABLE runs"}}),
        ("view", {"methods": ["../../etc/passwd"]}),
        ("exhibits", {"rows": [10**30]}),
        ("method", {"method": "__import__"}),
    ):
        answer = asking.ask(f"{routes.address()}{kind}", run.id, **question)
        assert 400 <= answer.status < 500, (kind, question, answer.body)
        assert answer.error
    assert len(hired) == before
    assert ask("facts", run).status == 200
