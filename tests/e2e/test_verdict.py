"""A person reads the verdict on a run, looks behind it, acts on it, or asks for one."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from shapviz.runs import checkpoints
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo
from tests.diagnosis import cases
from tests.diagnosis.cases import Case
from tests.e2e import seeds
from tests.e2e.conftest import Open
from tests.e2e.looks import barriers, settled
from tests.e2e.overlap import faults
from tests.e2e.site import Site

SOUND = Case()
DIAGNOSIS = cases.record({"hare": SOUND, "fox": SOUND, "tortoise": SOUND.but(probe_fused=0.4, heard=0.4)})


@pytest.fixture
def judged(site: Site) -> tuple[Site, RunInfo]:
    """Return a server with a finished run in which somebody was starved."""
    return site, seeds.finished(site.home, "calm-otter", strategy="joint", diagnosis=DIAGNOSIS)


def box(page: Page) -> Locator:
    return page.locator(".stage-box")


def drawn(page: Page, epoch: int = 6) -> Page:
    """Return the page once its last chart stands at an epoch."""
    expect(page.locator('[data-part="lattice"]')).to_have_attribute("data-epoch", str(epoch))
    return page


def with_checkpoint(home: Path, run: RunInfo) -> None:
    artifacts = ArtifactStore.open(str(home / "artifacts"))
    artifacts.write(run.id, checkpoints.checkpoint_name(6), b"weights")


def test_a_verdict_unfolds_by_keyboard_and_sets_up_what_it_suggests(judged: tuple[Site, RunInfo], look: Open) -> None:
    site, run = judged
    page = drawn(settled(look(f"{site.url}/train?run={run.id}")))
    expect(box(page).locator("h2")).to_have_text("◆ tortoise was starved, not useless.")
    why = page.get_by_role("button", name="Why?")
    why.focus()
    page.keyboard.press("Enter")
    expect(why).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_text("a linear probe on its encoder")).to_be_visible()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(why).to_have_attribute("aria-expanded", "false")
    page.get_by_role("button", name="Set up joint + unimodal").click()
    page.wait_for_url("**strategy=joint_unimodal*")
    expect(page.get_by_text("each modality also has a loss of its own")).to_be_visible()


def test_the_verdict_is_one_on_the_end(judged: tuple[Site, RunInfo], look: Open) -> None:
    site, run = judged
    page = drawn(settled(look(f"{site.url}/train?run={run.id}")))
    page.get_by_role("slider", name="Epoch").fill("3")
    expect(box(page).locator("h2")).not_to_contain_text("starved")
    expect(page.get_by_role("button", name="Why?")).to_be_hidden()
    page.get_by_role("slider", name="Epoch").fill("6")
    expect(box(page).locator("h2")).to_contain_text("starved")


def test_all_the_evidence_is_a_table(judged: tuple[Site, RunInfo], look: Open) -> None:
    site, run = judged
    page = drawn(settled(look(f"{site.url}/train?run={run.id}&level=research")))
    page.get_by_role("button", name="All numbers").click()
    table = page.get_by_role("dialog").get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(4)
    expect(table.get_by_role("columnheader", name="starvation, low")).to_be_visible()


def test_a_verdict_is_asked_for_and_comes_to_the_run_itself(site: Site, look: Open) -> None:
    run = seeds.finished(site.home, "calm-otter")
    with_checkpoint(site.home, run)
    page = drawn(settled(look(f"{site.url}/train?run={run.id}")))
    page.get_by_role("button", name="Ask for a verdict").click()
    expect(page.get_by_text("A verdict has been asked for.")).to_be_visible()
    expect(page.get_by_role("button", name="Ask for a verdict")).to_be_hidden()

    store = seeds.store_in(site.home)
    [examination] = store.forks(run.id)
    store.append(examination.id, DIAGNOSIS)
    store.set_status(examination.id, "finished")
    store.close()
    expect(box(page).locator("h2")).to_contain_text("tortoise was starved")
    assert f"run={run.id}" in page.url


def test_the_level_decides_what_there_is_and_stays(judged: tuple[Site, RunInfo], look: Open) -> None:
    site, run = judged
    page = drawn(settled(look(f"{site.url}/train?run={run.id}")))
    page.get_by_role("radio", name="Learn").check()
    page.wait_for_url("**level=learn*")
    expect(page.get_by_role("radio", name="Synergy")).to_be_hidden()
    expect(page.get_by_role("button", name="Advanced")).to_have_count(0)
    page.get_by_role("link", name="Runs").first.click()
    page.wait_for_url("**/runs*")
    expect(page.get_by_role("radio", name="Learn")).to_be_checked()
    page.get_by_role("radio", name="Research").check()
    page.get_by_role("link", name="Train").first.click()
    expect(page.get_by_role("button", name="All numbers")).to_be_visible()


def test_the_command_of_the_run_can_be_taken_away(judged: tuple[Site, RunInfo], look: Open) -> None:
    site, run = judged
    page = drawn(settled(look(f"{site.url}/train?run={run.id}")))
    page.get_by_role("button", name="Reproduce").click()
    expect(page.get_by_role("dialog").locator("pre")).to_have_text("shapviz train --epochs 6 --strategy joint")


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("laptop", "dark"), ("phone", "light")])
def test_verdicts_and_pairs_are_fit_for_every_window_and_every_eye(
    judged: tuple[Site, RunInfo], look: Open, size: str, scheme: str
) -> None:
    site, run = judged
    address = f"{site.url}/train?run={run.id}&view=synergy&level=research"
    page = drawn(settled(look(address, size=size, scheme=scheme)))
    assert faults(page) == []
    assert barriers(page) == []
    page.get_by_role("button", name="Evidence").click()
    assert faults(drawn(page)) == []
