"""A person at the Train page: presses Train, sees the charts move, moves the cursor, pauses, comes back, goes on."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from shapviz.runs.info import RunInfo
from shapviz.runs.records import EpochRecord
from tests.e2e import seeds
from tests.e2e.conftest import Open
from tests.e2e.looks import barriers, settled
from tests.e2e.overlap import faults
from tests.e2e.site import Site

Start = Callable[..., Site]
SLOW = "batch_size=32&companions=no"  # epochs long enough to act between them


def stage(page: Page) -> Locator:
    return page.locator(".stage")


def story(page: Page) -> Locator:
    return page.locator('[data-part="story"]')


def shows(page: Page, epoch: int) -> None:
    """Expect cursor, chart, its label and the number in the transport to stand at `epoch`."""
    expect(stage(page)).to_have_attribute("data-epoch", str(epoch))
    expect(story(page)).to_have_attribute("data-epoch", str(epoch))
    expect(story(page).get_by_text(f"epoch {epoch}", exact=True)).to_be_visible()
    expect(page.locator('[data-part="epoch"]')).to_have_text(str(epoch))


def reaches(page: Page, epoch: int) -> None:
    """Wait until the chart shows `epoch` or a later one."""
    page.wait_for_function("e => Number(document.querySelector('[data-part=story]')?.dataset.epoch) >= e", arg=epoch)


def stands(page: Page, status: str) -> None:
    expect(stage(page)).to_have_attribute("data-status", status)


def run_of(page: Page) -> str:
    [run] = parse_qs(urlsplit(page.url).query)["run"]
    return run


def train(page: Page) -> str:
    """Press Train and return the run that this makes."""
    before = page.url
    page.get_by_role("button", name="Train", exact=True).click()
    page.wait_for_url(lambda url: url != before and "run=" in url)
    return run_of(page)


@pytest.fixture
def recorded(site: Site) -> tuple[Site, RunInfo]:
    """Return a server with a finished run of six epochs beside its joint companion."""
    seeds.finished(site.home, "joint-companion", strategy="joint", origin="reference")
    return site, seeds.finished(site.home, "calm-otter")


def test_a_run_is_watched_moved_through_paused_left_found_again_and_finished(
    new_site: Start, look: Open, tmp_path: Path
) -> None:
    page = settled(look(f"{new_site(workers=1).url}/train?{SLOW}&epochs=24"))
    chart = story(page).element_handle()
    run = train(page)
    stands(page, "running")
    reaches(page, 4)

    page.keyboard.press("Home")
    shows(page, 0)
    page.keyboard.press("ArrowRight")
    shows(page, 1)
    page.get_by_role("slider", name="Epoch").fill("2")
    shows(page, 2)
    assert page.evaluate("chart => chart === document.querySelector('[data-part=story]')", chart)

    page.get_by_role("button", name="Pause").click()
    stands(page, "paused")
    store = seeds.store_in(tmp_path)
    assert store.get(run).status == "paused"
    page.wait_for_url("**epoch=2*")

    page.reload()
    stands(page, "paused")
    shows(page, 2)
    assert run_of(page) == run
    done = len(store.epochs(run))
    assert done < 25

    page.locator("h1").click()
    page.keyboard.press("Space")
    stands(page, "running")
    reaches(page, done)
    page.keyboard.press("End")
    stands(page, "finished")
    reaches(page, 24)
    shows(page, 24)
    assert [record.epoch for record in store.epochs(run)] == list(range(25))
    expect(page).not_to_have_url(re.compile("epoch="))  # which is written now and then, not with every frame
    store.close()


def test_a_job_waits_at_the_epoch_chosen_and_ends_only_when_asked_twice(
    new_site: Start, look: Open, tmp_path: Path
) -> None:
    page = settled(look(f"{new_site(workers=1).url}/train?{SLOW}&epochs=12"))
    run = train(page)
    reaches(page, 0)
    page.get_by_label("Until").select_option(label="until epoch 4")
    stands(page, "paused")
    shows(page, 4)

    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Stop for good?")).to_be_visible()
    stands(page, "paused")
    page.get_by_role("button", name="Stop for good?").click()
    stands(page, "stopped")
    shows(page, 4)
    store = seeds.store_in(tmp_path)
    assert store.get(run).status == "stopped"
    assert len(store.epochs(run)) == 5
    store.close()
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)


def test_a_first_visitor_sees_the_recorded_run_play_and_makes_it_theirs(new_site: Start, look: Open) -> None:
    page = settled(look(f"{new_site(workers=1).url}/train?epochs=4&companions=no"))
    expect(page.get_by_text("press Train to make it yours")).to_be_visible()
    shows(page, 20)  # nothing moves by itself for those who asked for that

    page.emulate_media(reduced_motion="no-preference")
    page.reload()
    expect(page.locator(".stage-intro")).to_be_visible()
    reaches(page, 3)
    train(page)
    expect(page.locator(".stage-intro")).to_have_count(0)
    stands(page, "finished")
    shows(page, 4)
    expect(page).not_to_have_url(re.compile("epoch="))  # which is written now and then, not with every frame


def test_a_recorded_run_is_played_stepped_and_shared(recorded: tuple[Site, RunInfo], look: Open) -> None:
    site, run = recorded
    page = settled(look(f"{site.url}/train?run={run.id}"))
    shows(page, 6)
    finding = page.locator("h1").inner_text()

    page.locator("h1").click()
    page.keyboard.press("Home")
    shows(page, 0)
    expect(page.locator("h1")).not_to_have_text(finding)
    page.get_by_role("button", name="Play").focus()
    page.keyboard.press("Space")  # presses the button, and nothing else: played once, to the end
    shows(page, 6)
    expect(page.get_by_role("button", name="Play")).to_be_visible()

    page.keyboard.press("ArrowLeft")
    shows(page, 5)
    page.get_by_role("radio", name="Signed φ").check()
    page.wait_for_url("**view=signed*")
    expect(page.locator("[data-say=measure]")).to_contain_text("Shapley value φ")
    shows(page, 5)
    page.reload()
    shows(page, 5)
    expect(page.get_by_role("radio", name="Signed φ")).to_be_checked()


def test_keys_rest_while_somebody_types_or_reads_a_table(recorded: tuple[Site, RunInfo], look: Open) -> None:
    site, run = recorded
    page = settled(look(f"{site.url}/train?run={run.id}"))
    page.locator('[data-more="story"] summary').click()
    page.get_by_role("button", name="Table").click()
    table = page.get_by_role("dialog").get_by_role("table")
    expect(table.get_by_role("columnheader", name="EDM", exact=True)).to_be_visible()
    expect(table.get_by_role("row")).to_have_count(8)
    page.keyboard.press("Home")
    shows(page, 6)
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("Home")
    shows(page, 0)


def test_the_numbers_of_a_chart_can_be_taken_away(recorded: tuple[Site, RunInfo], look: Open) -> None:
    site, run = recorded
    page = settled(look(f"{site.url}/train?run={run.id}"))
    page.locator('[data-more="lattice"] summary').click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == "calm-otter-lattice-epoch-6.csv"
    header, *rows = download.value.path().read_text().splitlines()
    assert header.startswith("epoch,nobody,hare,fox,hare + fox")
    assert len(rows) == 7


def test_a_run_that_is_not_there_is_said_and_another_is_shown(recorded: tuple[Site, RunInfo], look: Open) -> None:
    site, _ = recorded
    page = settled(look(f"{site.url}/train?run={'f' * 32}&epoch=3"))
    expect(page.get_by_text("There is no run 'ffff")).to_be_visible()
    expect(story(page)).to_have_attribute("data-epoch", re.compile(r"\d+"))


def test_a_failed_run_says_what_to_do_and_keeps_its_charts(site: Site, look: Open) -> None:
    failed = seeds.failed(site.home, "brave-lake")
    store = seeds.store_in(site.home)
    untrained: EpochRecord = seeds.records.course(6).records[0]
    store.append(failed.id, untrained)
    store.close()
    page = settled(look(f"{site.url}/train?run={failed.id}"))
    stands(page, "failed")
    expect(page.get_by_text("Learn more slowly.")).to_be_visible()
    shows(page, 0)


def test_a_run_that_waits_says_so(site: Site, look: Open) -> None:
    page = settled(look(f"{site.url}/train?companions=no"))
    train(page)
    stands(page, "queued")
    expect(page.locator("h1")).to_have_text("Next in the queue")


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("laptop", "dark"), ("phone", "light")])
def test_every_epoch_is_fit_for_every_window_and_every_eye(
    recorded: tuple[Site, RunInfo], look: Open, size: str, scheme: str
) -> None:
    site, run = recorded
    page = settled(look(f"{site.url}/train?run={run.id}", size=size, scheme=scheme))
    shows(page, 6)
    assert size == "phone" or not scrolled_for(page)
    found: dict[int | str, list[str]] = {}
    for epoch in range(7):
        page.get_by_role("slider", name="Epoch").fill(str(epoch))
        shows(page, epoch)
        expect(page.locator('[data-part="lattice"]')).to_have_attribute("data-epoch", str(epoch))
        found[epoch] = faults(page)
    page.get_by_role("radio", name="Signed φ").check()
    expect(page.locator("[data-say=measure]")).to_contain_text("Shapley value φ")
    found["signed"] = faults(page) + barriers(page)
    assert {place: faults for place, faults in found.items() if faults} == {}


def scrolled_for(page: Page) -> bool:
    """Return whether a part of the stage is hidden below the window."""
    main = page.locator(".stage-main").bounding_box()
    bar = page.locator(".stage-transport").bounding_box()
    assert main is not None
    assert bar is not None
    return main["y"] + main["height"] > bar["y"]
