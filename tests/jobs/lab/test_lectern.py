"""What a network answers about its own attributions: in pieces, kept, and refused in words."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pydantic import TypeAdapter

from shapviz.attribution.budget import budget
from shapviz.attribution.explainer import Explainer
from shapviz.attribution.portions import joined, portions
from shapviz.errors import UsageError
from shapviz.experiment import Setting
from shapviz.jobs.lab import lectern as module
from shapviz.jobs.lab.lectern import RUNS, Lectern
from shapviz.jobs.lab.questions import (
    AgreementOf,
    AttributedOf,
    AttributionFactsOf,
    AttributionQuestion,
    BudgetOf,
    CostOf,
    ExhibitsOf,
    GalleryOf,
    HistoryOf,
    InsideOf,
    SanityOf,
    Subject,
    WorthsOf,
)
from shapviz.runs import attributed
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.askable import AttributionFacts, Worths
from shapviz.runs.attribution import Attribution, Question, Refused
from shapviz.runs.checkpoints import WEIGHTS, weights_name
from shapviz.runs.checks import Agreement, Budget, Sanity
from shapviz.runs.exhibits import Shown
from shapviz.runs.gallery import Gallery
from shapviz.runs.inside import Inside
from shapviz.runs.methods import METHODS, Effort
from tests.training.runs import small

SUBJECT = Subject(run="a" * 32, epoch=3, spec=small(dataset="penguins"))
QUESTION = Question()
OFFERED = [name for name, method in METHODS.items() if "modality" in method.levels]
FOUND: TypeAdapter[Attribution | Refused] = TypeAdapter(Attribution | Refused)
Ask = Callable[[AttributionQuestion], str]


@pytest.fixture(scope="module")
def setting() -> Setting:
    return Setting.of(SUBJECT.spec)


@pytest.fixture(scope="module")
def explainer(setting: Setting) -> Explainer:
    return explaining(setting, seed=1)


def explaining(setting: Setting, seed: int, **model: object) -> Explainer:
    """Return an untrained network: its attributions are as good as any."""
    spec = small(dataset="penguins", model=model).model_copy(update={"seed": seed})
    return Explainer(setting.model(spec), setting.dataset, setting.splits)


@pytest.fixture
def lectern(explainer: Explainer, setting: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lectern:
    monkeypatch.setenv("SHAPVIZ_HOME", str(tmp_path))
    return Lectern(explainer, SUBJECT, lambda epoch: explaining(setting, seed=100 + epoch))


def ask(lectern: Lectern, question: AttributionQuestion) -> tuple[str, int]:
    """Return an answer, and in how many pieces it was made."""
    work, pieces = lectern.answer(question), 1
    while True:
        try:
            next(work)
        except StopIteration as end:
            return str(end.value), pieces
        pieces += 1


def found(lectern: Lectern, method: str, **asked: object) -> Attribution | Refused:
    question = AttributedOf.model_validate({"subject": SUBJECT, "question": QUESTION, "method": method, **asked})
    return FOUND.validate_json(ask(lectern, question)[0])


def test_facts_say_what_can_be_asked_and_of_which_epochs(lectern: Lectern) -> None:
    artifacts = ArtifactStore.open()
    for name in (WEIGHTS, weights_name(1), weights_name(2)):
        artifacts.write(SUBJECT.run, name, b"")
    facts = AttributionFacts.model_validate_json(ask(lectern, AttributionFactsOf(subject=SUBJECT))[0])
    assert (facts.dataset, facts.epoch, facts.epochs) == ("penguins", 3, (1, 2, 3))
    names = [player.name for player in facts.players]
    assert list(facts.inside) == names
    assert list(facts.methods) == OFFERED
    assert set(facts.methods.values()) == {None}


def test_a_library_that_is_missing_is_said_to_be_and_the_rest_goes_on(
    lectern: Lectern, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shapviz.attribution.methods.find_spec", lambda library: None if library == "shapiq" else True)
    facts = AttributionFacts.model_validate_json(ask(lectern, AttributionFactsOf(subject=SUBJECT))[0])
    missing = {name: refused.remedy for name, refused in facts.methods.items() if refused}
    assert missing == dict.fromkeys(("shapiq.exact", "shapiq.sampled"), "Install it: pip install shapiq.")
    assert all(facts.inside[player.name]["shapiq.sampled"] for player in facts.players)


def test_gallery_worths_and_exact_values_are_of_the_same_samples(lectern: Lectern, explainer: Explainer) -> None:
    gallery = Gallery.model_validate_json(ask(lectern, GalleryOf(subject=SUBJECT, question=QUESTION))[0])
    worths = Worths.model_validate_json(ask(lectern, WorthsOf(subject=SUBJECT, question=QUESTION))[0])
    exact = found(lectern, "exact")
    assert isinstance(exact, Attribution)
    assert gallery.rows == worths.rows == exact.rows == tuple(explainer.rows.tolist())
    np.testing.assert_allclose(worths.worths[:, -1] - worths.worths[:, 0], exact.values.sum(axis=1))
    np.testing.assert_allclose(gallery.exact, exact.values, atol=1e-5)


@pytest.mark.parametrize("method", ["sampled", "captum.sampling", "captum.integrated_gradients", "shap.kernel"])
def test_a_method_finds_in_pieces_what_a_job_finds(method: str, lectern: Lectern, explainer: Explainer) -> None:
    effort = Effort(calls=64, seed=3) if METHODS[method].draws else Effort()
    asked = AttributedOf(subject=SUBJECT, question=QUESTION, method=method, effort=effort)
    text, pieces = ask(lectern, asked)
    given = FOUND.validate_json(text)
    parts = portions(explainer.rows.tolist())
    assert pieces > len(parts)
    whole = joined([explainer.attribute(method, QUESTION, part, effort) for part in parts])
    assert isinstance(given, Attribution)
    assert given.rows == whole.rows
    np.testing.assert_array_equal(given.values, whole.values)
    np.testing.assert_array_equal(given.everybody, whole.everybody)


def test_a_budget_is_found_size_by_size_and_none_twice(lectern: Lectern, explainer: Explainer) -> None:
    row = int(explainer.rows[0])
    text, pieces = ask(lectern, BudgetOf(subject=SUBJECT, question=QUESTION, row=row, method="sampled", seed=2))
    given = Budget.model_validate_json(text)
    whole = budget(explainer.game(QUESTION, [row]), "sampled", runs=RUNS, seed=2)
    calls = [each.calls for each in given.spent]
    assert calls == sorted(set(calls)) == [each.calls for each in whole.spent]
    assert [each.error for each in given.spent] == [each.error for each in whole.spent]
    assert pieces >= len(calls)


def test_a_method_that_does_not_fit_is_refused_and_asked_only_once(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    lectern = Lectern(explaining(setting, 1, prototypes=True, head="mlp"), SUBJECT, lambda epoch: pytest.fail("no"))
    refused = found(lectern, "captum.integrated_gradients")
    assert isinstance(refused, Refused)
    assert "prototypes" in refused.problem
    monkeypatch.setattr(module, "attribute", lambda *_: pytest.fail("it was asked before"))
    assert found(lectern, "captum.integrated_gradients") == refused


def test_a_question_that_cannot_be_asked_is_no_refusal_of_a_method(lectern: Lectern) -> None:
    with pytest.raises(UsageError, match="no class named 'nobody'"):
        found(lectern, "exact", question=Question(target="class:nobody"))
    with pytest.raises(UsageError, match="attribution method"):
        found(lectern, "exat")


def test_agreement_asks_no_method_again_that_is_known(lectern: Lectern, monkeypatch: pytest.MonkeyPatch) -> None:
    methods = ("exact", "leave_one_out", "sampled", "captum.ablation")
    effort = Effort(calls=64, seed=3)
    for method in methods:
        found(lectern, method, effort=effort if METHODS[method].draws else Effort())
    monkeypatch.setattr(module, "attribute", lambda *_: pytest.fail("it was asked before"))
    monkeypatch.setattr(Explainer, "attribute", lambda *_: pytest.fail("it was asked before"))
    asked = AgreementOf(subject=SUBJECT, question=QUESTION, methods=methods, effort=effort)
    agreement = Agreement.model_validate_json(ask(lectern, asked)[0])
    assert agreement.methods == methods
    same = agreement.pair("leave_one_out", "captum.ablation")
    assert same is not None
    assert same.distance is not None
    assert same.distance.estimate == pytest.approx(0, abs=1e-9)


def test_agreement_takes_from_jobs_what_they_have_found_about_the_samples_they_looked_at(lectern: Lectern) -> None:
    exact = found(lectern, "exact")
    assert isinstance(exact, Attribution)
    some = exact.rows[5:25]
    attributed.write(ArtifactStore.open(), "job", exact.at(some).model_copy(update={"method": "captum.shapley"}))
    asked = AgreementOf(
        subject=SUBJECT, question=QUESTION, methods=("exact", "captum.shapley"), stored={"captum.shapley": "job"}
    )
    agreement = Agreement.model_validate_json(ask(lectern, asked)[0])
    assert agreement.samples == len(some)
    assert agreement.pairs[0].rank is not None
    assert agreement.pairs[0].rank.estimate == pytest.approx(1)


def test_agreement_about_no_common_sample_says_so(lectern: Lectern) -> None:
    exact = found(lectern, "exact")
    assert isinstance(exact, Attribution)
    elsewhere = {"method": "captum.shapley", "rows": tuple(10**6 + row for row in exact.rows)}
    attributed.write(ArtifactStore.open(), "job", exact.model_copy(update=elsewhere))
    asked = AgreementOf(
        subject=SUBJECT, question=QUESTION, methods=("exact", "captum.shapley"), stored={"captum.shapley": "job"}
    )
    with pytest.raises(UsageError, match="no sample of the test split in common"):
        ask(lectern, asked)


def test_agreement_of_one_method_is_none(lectern: Lectern) -> None:
    with pytest.raises(UsageError, match="two methods"):
        ask(lectern, AgreementOf(subject=SUBJECT, question=QUESTION, methods=("exact",)))


def test_history_is_that_of_the_networks_then_and_ends_with_the_one_now(lectern: Lectern, setting: Setting) -> None:
    text, pieces = ask(lectern, HistoryOf(subject=SUBJECT, question=QUESTION, epochs=(1, 3)))
    history = TypeAdapter(dict[int, Attribution]).validate_json(text)
    assert (list(history), pieces) == ([1, 3], 3)
    then, now = explaining(setting, seed=101).attribute("exact", QUESTION), found(lectern, "exact")
    assert isinstance(now, Attribution)
    np.testing.assert_allclose(history[1].values, then.values)
    np.testing.assert_allclose(history[3].values, now.values)
    assert np.abs(then.values - now.values).max() > 1e-3


def test_costs_are_of_all_methods_that_are_not_refused(setting: Setting) -> None:
    lectern = Lectern(explaining(setting, 1, prototypes=True, head="mlp"), SUBJECT, lambda epoch: pytest.fail("no"))
    asked = CostOf(subject=SUBJECT, question=QUESTION, effort=Effort(calls=32))
    text, pieces = ask(lectern, asked)
    costs = TypeAdapter(dict[str, float]).validate_json(text)
    assert pieces > len(OFFERED)
    assert {"exact", "captum.kernel", "shapiq.sampled"} <= set(costs) < set(OFFERED)
    assert "captum.integrated_gradients" not in costs
    assert min(costs.values()) >= 0


def test_checks_that_train_nothing_are_made_piece_by_piece(lectern: Lectern) -> None:
    text, pieces = ask(lectern, SanityOf(subject=SUBJECT, question=QUESTION, methods=("exact", "leave_one_out")))
    sanity = Sanity.model_validate_json(text)
    assert {finding.method for finding in sanity.findings} == {"exact", "leave_one_out"}
    assert pieces > len(sanity.findings)


def test_samples_are_shown_and_looked_into(lectern: Lectern, explainer: Explainer) -> None:
    row = int(explainer.rows[4])
    [shown] = TypeAdapter(list[Shown]).validate_json(ask(lectern, ExhibitsOf(subject=SUBJECT, rows=(row,)))[0])
    assert shown.row == row
    assert tuple(shown.exhibits) == explainer.dataset.names
    modality = explainer.dataset.names[0]
    asked = InsideOf(subject=SUBJECT, question=QUESTION, row=row, modality=modality, method="exact")
    inside = Inside.model_validate_json(ask(lectern, asked)[0])
    exact = explainer.attribute("exact", QUESTION, [row])
    assert inside.whole == pytest.approx(exact.values[0, 0])


def test_a_row_outside_the_test_split_is_refused(lectern: Lectern, explainer: Explainer) -> None:
    stranger = int(explainer.splits.train[0])
    inside = InsideOf(subject=SUBJECT, question=QUESTION, row=stranger, modality="body", method="exact")
    for question in (ExhibitsOf(subject=SUBJECT, rows=(stranger,)), inside):
        with pytest.raises(UsageError, match=f"Row {stranger} of 'penguins' is not in the test split"):
            ask(lectern, question)
