"""On Runs a person finds every run, names it, throws it away and thinks again."""

import pytest
from playwright.sync_api import Locator, Page, expect

from shapviz.runs.spec import parse_spec
from tests.e2e import seeds
from tests.e2e.conftest import Open
from tests.e2e.looks import barriers, settled
from tests.e2e.overlap import faults
from tests.e2e.site import Site


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("list", name="All runs").get_by_role("listitem").filter(has_text=name)


def test_an_empty_page_invites_to_train(site: Site, look: Open) -> None:
    page = settled(look(f"{site.url}/runs"))
    expect(page.get_by_role("heading", name="No run yet")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Train the first run").click()
    expect(page).to_have_url(f"{site.url}/train")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible()


def test_a_run_shows_what_it_reached_and_opens(site: Site, look: Open) -> None:
    run = seeds.finished(site.home, "calm-otter")
    page = settled(look(f"{site.url}/runs"))
    expect(row(page, "calm-otter")).to_contain_text("Race")
    expect(row(page, "calm-otter")).to_contain_text("Guided")
    expect(row(page, "calm-otter").locator(".sv-accuracy")).to_have_text("96.7 %94.8 – 98.0")
    page.get_by_role("link", name="calm-otter").click()
    expect(page).to_have_url(f"{site.url}/train?run={run.id}")


def test_recorded_runs_companions_and_failures_are_told_apart(site: Site, look: Open) -> None:
    seeds.finished(site.home, "shipped-one", origin="recorded")
    seeds.finished(site.home, "joint-one", origin="reference", strategy="joint")
    seeds.failed(site.home, "brave-lake")
    page = settled(look(f"{site.url}/runs"))
    expect(row(page, "shipped-one")).to_contain_text("recorded")
    expect(row(page, "joint-one")).to_contain_text("reference")
    expect(row(page, "brave-lake")).to_contain_text("The loss is no longer finite. Learn more slowly.")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_run_is_renamed_deleted_and_brought_back(site: Site, look: Open, size: str) -> None:
    seeds.finished(site.home, "calm-otter")
    seeds.finished(site.home, "rapid-reef")
    page = settled(look(f"{site.url}/runs", size=size))

    page.get_by_role("button", name="Rename calm-otter").click()
    page.get_by_role("textbox", name="New name of calm-otter").fill("My <b>first</b> run")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="My <b>first</b> run")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("'calm-otter' is now called 'My <b>first</b> run'.")

    page.get_by_role("button", name="Delete rapid-reef").click()
    expect(page.get_by_role("heading", name="1 run")).to_be_visible()
    expect(page.get_by_role("link", name="rapid-reef")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="rapid-reef")).to_be_visible()
    assert faults(page) == []


def test_a_name_that_is_taken_is_refused_in_words(site: Site, look: Open) -> None:
    seeds.finished(site.home, "calm-otter")
    seeds.finished(site.home, "rapid-reef")
    page = settled(look(f"{site.url}/runs"))
    page.get_by_role("button", name="Rename calm-otter").click()
    page.get_by_role("textbox", name="New name of calm-otter").fill("rapid-reef")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("rapid-reef")
    expect(page.get_by_role("link", name="calm-otter")).to_be_visible()


def test_what_was_deleted_long_ago_comes_back_from_the_bin(site: Site, look: Open) -> None:
    run = seeds.finished(site.home, "calm-otter")
    seeds.store_in(site.home).delete(run.id)
    page = settled(look(f"{site.url}/runs"))
    expect(page.get_by_role("heading", name="No run yet")).to_be_visible()
    page.get_by_text("1 deleted").click()
    page.get_by_role("button", name="Restore calm-otter").click()
    expect(page.get_by_role("heading", name="1 run")).to_be_visible()


def test_jobs_wait_in_line_pause_go_on_and_stop(site: Site, look: Open) -> None:
    queue = seeds.queue_in(site.home)
    for name in ("first", "second"):
        queue.submit(seeds.store_in(site.home).create(parse_spec({}), name=name).id)
    page = settled(look(f"{site.url}/runs"))
    jobs = page.get_by_role("list", name="Under way").get_by_role("listitem")
    expect(jobs).to_have_count(2)
    expect(jobs.nth(0)).to_contain_text("next in line")
    expect(jobs.nth(1)).to_contain_text("waiting, number 2 in line")
    expect(page.get_by_role("list", name="All runs")).to_have_count(0)
    assert barriers(page) == []

    page.get_by_role("button", name="Pause first").click()
    expect(page.get_by_role("button", name="Resume first")).to_be_visible()
    page.get_by_role("button", name="Resume first").click()
    expect(page.get_by_role("button", name="Pause first")).to_be_visible()
    page.get_by_role("button", name="Stop second").click()
    expect(jobs).to_have_count(1)
    expect(row(page, "second")).to_contain_text("stopped")
