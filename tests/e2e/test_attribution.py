"""On Attribution a person puts one question to every method, and sees who agrees, who leaves what out, and the cost."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from shapviz.data import catalog
from shapviz.runs import afterwards, attributed
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.asked import AttributionSpec
from shapviz.runs.attribution import Attribution, Question
from tests.e2e import seeds
from tests.e2e.conftest import Open
from tests.e2e.looks import barriers, settled
from tests.e2e.overlap import faults
from tests.e2e.site import Site
from tests.runs.test_unreadable import estrange

SLOW = '{"shap.kernel": 30, "captum.kernel": 30}'  # seconds that methods are said to take


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with recorded runs, a run without its network and one of another version."""
    home = tmp_path_factory.mktemp("lab")
    seeds.finished(home, "calm-otter")
    theirs, store = seeds.finished(home, "from-afar"), seeds.store_in(home)
    estrange(store, theirs.id)
    store.close()
    site = Site(home)
    site.start()
    yield site
    site.close()


def opened(page: Page) -> Page:
    """Return the page once there is a finding about the sample in view."""
    expect(page.locator('.att[data-state="known"]')).to_be_visible()
    return settled(page)


def answered(page: Page) -> Page:
    """Return the page once all that comes without anybody's wish is there, and drawn."""
    opened(page)
    expect(page.locator(".att-table")).not_to_contain_text("being asked")
    expect(page.locator(".att-heat td").first).to_be_visible()
    expect(page.locator(".att-cards")).not_to_contain_text("being checked")
    page.wait_for_selector("[data-part=waterfall] .main-svg")
    return page


def row(page: Page, method: str) -> Locator:
    return page.locator(f'tr[data-method="{method}"]')


def finding(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def tell_cost(page: Page, seconds: str) -> None:
    """Let methods be said to take as long as this, and the others more than anybody waits for."""
    page.route("**/attribution/cost", lambda route: route.fulfill(body=seconds, content_type="application/json"))


def test_every_method_answers_the_same_question_and_slow_ones_are_offered(lab: Site, look: Open) -> None:
    page = answered(look(f"{lab.url}/attribution?run=emoji-dropout"))
    exact, captum = row(page, "exact"), row(page, "captum.shapley")
    assert exact.locator(".att-bar").inner_text() == captum.locator(".att-bar").inner_text()
    expect(exact.locator(".att-missing, .att-number").first).to_have_text("0")
    expect(row(page, "leave_one_out").locator(".att-leaves")).to_have_text(re.compile(r"^\d+ pts$"))
    expect(row(page, "captum.kernel")).to_contain_text(re.compile(r"not run yet: about 256 calls a sample, about .+ s"))
    expect(page.get_by_role("button", name="Run KernelSHAP").first).to_be_enabled()
    expect(page.locator(".att-check", has_text="Duplicate a modality")).to_contain_text("Leave one out fails")
    expect(page.locator(".lab-box")).to_contain_text("Exact Shapley")
    page.get_by_role("button", name="11 more methods").click()
    expect(row(page, "shapiq.sampled")).to_be_visible()
    mapped = {part for entry in psutil.Process(lab.pid).memory_maps() for part in Path(entry.path).parts}
    assert "pydantic_core" in mapped, "the map shows what is loaded"
    assert mapped & {"torch", "captum", "shap", "sklearn", "scipy", "pandas", "pyarrow"} == set()


def test_an_address_gives_the_same_picture_again(lab: Site, look: Open) -> None:
    query = (
        "run=emoji-dropout&payoff=logit&target=predicted&bars=signed&scope=sample&filter=wrong&led=words&level=research"
    )
    page = opened(look(f"{lab.url}/attribution?{query}"))
    expect(page.get_by_role("radio", name="Signed")).to_be_checked()
    expect(page.get_by_role("radio", name="This sample")).to_be_checked()
    expect(page.get_by_label("The number")).to_have_value("logit")
    expect(page.locator(".lab-standing")).to_contain_text("logit of the predicted class")
    expect(page.get_by_role("button", name=re.compile("^Wrong"))).to_have_attribute("aria-pressed", "true")
    bars = row(page, "exact").locator(".att-bar").inner_text()
    address = page.url
    page.get_by_role("radio", name="All samples").check()
    expect(row(page, "exact").locator(".att-bar")).not_to_have_text(bars)
    expect(page).not_to_have_url(re.compile("scope"))
    again = opened(look(address))
    assert row(again, "exact").locator(".att-bar").inner_text() == bars


def test_what_an_address_says_wrongly_is_told_and_the_rest_is_shown(lab: Site, look: Open) -> None:
    wrong = "epoch=99&target=class:Foods&inside=captum.oclusion&led=notto&colour=red&bars=signed"
    page = opened(look(f"{lab.url}/attribution?run=emoji-dropout&{wrong}"))
    note = page.locator(".sv-note")
    for told in (
        "found 99; the newest is shown",
        "Did you mean 'Food'",
        "Did you mean 'captum.occlusion'",
        "'colour' says",
    ):
        expect(note).to_contain_text(told)
    expect(page.get_by_role("radio", name="Signed")).to_be_checked()
    expect(page).not_to_have_url(re.compile("epoch|colour|led"))


def test_an_epoch_without_weights_is_said_and_a_cursor_leads_to_those_that_have_them(lab: Site, look: Open) -> None:
    page = opened(look(f"{lab.url}/attribution?run=emoji-dropout&epoch=2&row=999999"))
    note = page.locator('[data-say="note"]')
    expect(note).to_contain_text("The weights of epoch 2 are not kept")
    expect(note).to_contain_text("Row 999999 is not in the test split")
    expect(page).not_to_have_url(re.compile("999999"))
    now = finding(page).inner_text(), row(page, "exact").locator(".att-bar").inner_text()
    page.locator(".att-more > summary").click()
    page.wait_for_selector("[data-part=history] .main-svg")
    page.get_by_role("slider", name="Epoch").press("Home")
    page.wait_for_url("**epoch=1*")
    expect(page.locator('[data-say="subtitle"]')).to_contain_text("epoch 1")
    opened(page)
    assert (finding(page).inner_text(), row(page, "exact").locator(".att-bar").inner_text()) != now


def test_left_and_right_go_through_the_samples(lab: Site, look: Open) -> None:
    page = opened(look(f"{lab.url}/attribution?run=emoji-dropout&scope=sample&bars=signed"))
    bars = row(page, "exact").locator(".att-bar")
    before = bars.text_content() or ""
    page.keyboard.press("ArrowRight")
    expect(bars).not_to_have_text(before)
    page.wait_for_url("**row=*")
    page.keyboard.press("ArrowLeft")
    expect(bars).to_have_text(before)
    page.get_by_label("In place of the absent").focus()
    page.keyboard.press("ArrowLeft")
    expect(bars).to_have_text(before)


def test_whether_an_order_of_parts_is_better_than_chance_is_measured_where_somebody_asks(lab: Site, look: Open) -> None:
    page = opened(look(f"{lab.url}/attribution?run=emoji-dropout&level=research"))
    fold = page.locator(".att-order")
    fold.get_by_text("Is this order better than chance?").click()
    title = page.locator('[data-say="order_title"]')
    expect(title).to_contain_text("twemoji")
    fold.get_by_role("radio", name="words").check(force=True)
    expect(title).to_contain_text("words")
    expect(fold.get_by_role("img", name=re.compile("sample in view.*Mean worth along the way"))).to_be_visible()
    expect(fold.get_by_role("table")).to_contain_text("random deletion")
    assert barriers(page) == []
    page.get_by_role("radio", name="Explore").first.check(force=True)
    expect(fold).to_be_hidden()


def test_a_filter_that_leaves_nothing_says_so_and_is_cleared(lab: Site, look: Open) -> None:
    query = "filter=wrong,disagreeing&led=words&class=Smileys"
    page = opened(look(f"{lab.url}/attribution?run=emoji-dropout&scope=sample&{query}"))
    expect(page.get_by_text("No sample is left by these filters.")).to_be_visible()
    expect(row(page, "exact").locator(".att-bar")).to_be_visible()
    one, everyone = page.get_by_role("radio", name="This sample"), page.get_by_role("radio", name="All samples")
    expect(one).to_be_disabled()
    expect(everyone).to_be_checked()
    expect(page.locator('[data-say="waterfall_told"]')).to_contain_text("mean over")
    page.locator(".att-more > summary").click()
    expect(page.locator('[data-say="curves_told"]')).to_contain_text("mean over")
    expect(page.locator('[data-card="budget"]')).to_be_hidden()
    page.get_by_role("button", name="Clear filters").click()
    expect(page.get_by_text("No sample is left by these filters.")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("filter|led|class"))
    expect(one).to_be_checked()
    expect(page.locator('[data-say="waterfall_told"]')).to_contain_text("the sample in view")


def test_a_method_that_is_refused_says_why_and_the_others_go_on(lab: Site, look: Open) -> None:
    page = look(f"{lab.url}/attribution?run=emoji-dropout&baseline=background&level=learn")
    gradients = row(opened(page), "captum.integrated_gradients")
    expect(gradients).to_have_attribute("data-state", "refused")
    expect(row(page, "leave_one_out")).to_have_attribute("data-state", "known")
    gradients.get_by_text("not offered here").click()
    expect(gradients.locator("p")).to_contain_text(re.compile(r"\w+\. \w+"))
    expect(page.locator(".att-asked")).to_be_hidden()


def test_a_slow_method_is_run_by_a_job_and_comes_to_the_others(new_site: object, look: Open, tmp_path: Path) -> None:
    assert callable(new_site)
    site = new_site(workers=1)
    page = look("about:blank")
    tell_cost(page, SLOW)
    page.goto(f"{site.url}/attribution?run=emoji-dropout")
    method = row(opened(page), "shap.kernel")
    method.get_by_role("button", name="Run KernelSHAP").click()
    expect(method).to_have_attribute("data-state", "known")
    expect(method.locator(".att-number").first).to_contain_text("0")
    expect(page.locator(".att-heat tr").last).to_be_visible()


def asked_in_part(home: Path, samples: int) -> None:
    """Leave what a job has found that was asked to put a method to some samples only, and then stopped."""
    store, artifacts = seeds.store_in(home), ArtifactStore.open(str(home / "artifacts"))
    run = store.get("emoji-dropout")
    job = afterwards.ask(store, artifacts, run.id, AttributionSpec(methods=("captum.kernel",), samples=samples))
    dataset, splits = catalog.load(run.spec.dataset, run.spec.seed)
    players, nothing = len(dataset.names), np.zeros(samples)
    found = Attribution(
        method="captum.kernel",
        question=Question(),
        baseline="own",
        players=dataset.names,
        rows=tuple(splits.test[:samples].tolist()),
        values=np.full((samples, players), 0.1),
        nobody=nothing,
        everybody=nothing + 0.1 * players,
        calls=8,
        seconds=1,
    )
    attributed.write(artifacts, job.id, found)
    store.set_status(job.id, "stopped")
    store.close()


def test_a_slow_method_that_was_asked_about_some_samples_is_offered_for_the_rest(new_site: object, look: Open) -> None:
    assert callable(new_site)
    site = new_site()
    asked_in_part(site.home, samples=7)
    page = look("about:blank")
    tell_cost(page, SLOW)
    page.goto(f"{site.url}/attribution?run=emoji-dropout")
    method = row(opened(page), "captum.kernel")
    rest = method.locator("xpath=following-sibling::tr[1]")
    expect(method).to_have_attribute("data-state", "known")
    expect(method).to_contain_text(re.compile(r"7 of \d+ samples"))
    expect(rest).to_contain_text(re.compile(r"not run on \d+ samples yet: about 256 calls a sample"))
    rest.get_by_role("button", name="Run KernelSHAP").click()
    expect(rest).to_contain_text("waits for its turn")
    expect(method.locator(".att-shares, .att-signed")).to_be_visible()


def test_a_job_that_waits_can_be_cancelled(lab: Site, look: Open) -> None:
    page = look("about:blank")
    tell_cost(page, SLOW)
    page.goto(f"{lab.url}/attribution?run=emoji-dropout")
    method = row(opened(page), "captum.kernel")
    method.get_by_role("button", name="Run KernelSHAP").click()
    expect(method).to_contain_text("waits for its turn")
    method.get_by_role("button", name="Cancel KernelSHAP").click()
    expect(method.get_by_role("button", name="Run KernelSHAP")).to_be_visible()
    assert [job.state for job in seeds.queue_in(lab.home).jobs()] == []


def test_a_silent_server_is_told_of_where_one_looks_and_the_last_picture_stays(lab: Site, look: Open) -> None:
    page = answered(look(f"{lab.url}/attribution?run=emoji-dropout", excused="Failed to load resource"))
    said = finding(page).inner_text()
    held: list[Route] = []
    page.route("**/attribution/*", lambda route: (held.append(route), route.abort())[1])
    page.get_by_label("The number").select_option("logit")
    alert = page.locator(".lab-trouble")
    expect(alert).to_contain_text("The server does not answer.")
    assert held
    assert finding(page).inner_text() == said
    page.unroute("**/attribution/*")
    alert.get_by_role("button", name="Try again").click()
    expect(alert).to_be_hidden()
    expect(page.locator('[data-say="subtitle"]')).to_contain_text("logit")


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("laptop", "dark"), ("phone", "light")])
def test_the_lab_is_fit_for_every_window_and_every_eye(lab: Site, look: Open, size: str, scheme: str) -> None:
    query = "run=emoji-dropout&bars=signed"
    page = answered(look(f"{lab.url}/attribution?{query}", size=size, scheme=scheme))
    page.locator(".att-more > summary").click()
    page.wait_for_selector("[data-part=space] .main-svg")
    assert faults(page) == []
    assert barriers(page) == []


def test_a_run_whose_network_is_gone_says_so_and_offers_to_train_it_again(lab: Site, look: Open) -> None:
    page = settled(look(f"{lab.url}/attribution?run=calm-otter"))
    expect(page.get_by_role("heading", name="calm-otter has no network any more")).to_be_visible()
    expect(page.get_by_role("button", name="Train these settings")).to_be_visible()
    page = settled(look(f"{lab.url}/attribution?run=from-afar"))
    expect(page.locator(".sv-card")).to_contain_text("was made by shapviz 99.0")


def test_where_no_network_is_one_button_trains_the_first(site: Site, look: Open) -> None:
    page = settled(look(f"{site.url}/attribution"))
    expect(page.get_by_role("heading", name="Put one question to every method")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Train a network to ask").click()
    expect(page.get_by_role("heading", name="waits for its turn to learn")).to_be_visible()


def test_runs_and_train_lead_to_the_lab(lab: Site, look: Open) -> None:
    page = settled(look(f"{lab.url}/train?run=emoji-dropout"))
    page.get_by_role("button", name="Attribution").click()
    page.wait_for_url("**/attribution?run=*")
    page.get_by_role("link", name="Runs").first.click()
    page.get_by_role("button", name="Actions for emoji-dropout").click()
    page.get_by_role("button", name="Attribution").click()
    expect(page.locator(".sv-strip")).to_contain_text("run emoji-dropout")
