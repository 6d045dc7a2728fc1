"""On Runs a person finds every run, names it, throws it away and thinks again."""

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from shapviz.runs import study_store
from shapviz.runs.spec import parse_spec
from shapviz.runs.study import parse_study
from tests.e2e import seeds
from tests.e2e.conftest import Open
from tests.e2e.looks import barriers, settled
from tests.e2e.overlap import faults
from tests.e2e.site import Site
from tests.runs.test_unreadable import estrange


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("list", name="All runs").get_by_role("listitem").filter(has_text=name)


def do(page: Page, name: str, deed: str) -> None:
    """Choose what is to be done with a run from its menu."""
    page.get_by_role("button", name=f"Actions for {name}").click()
    page.get_by_role("group", name=f"Actions for {name}").get_by_text(deed, exact=True).click()


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
    expect(row(page, "calm-otter")).to_contain_text("Weak first")
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

    do(page, "calm-otter", "Rename")
    page.get_by_role("textbox", name="New name of calm-otter").fill("My <b>first</b> run")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="My <b>first</b> run")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("'calm-otter' is now called 'My <b>first</b> run'.")

    do(page, "rapid-reef", "Delete")
    expect(page.get_by_role("heading", name="1 run")).to_be_visible()
    expect(page.get_by_role("link", name="rapid-reef")).to_have_count(0)
    expect(page.get_by_role("link", name="My <b>first</b> run")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="rapid-reef")).to_be_visible()
    assert faults(page) == []


def test_a_name_that_is_taken_is_refused_in_words(site: Site, look: Open) -> None:
    seeds.finished(site.home, "calm-otter")
    seeds.finished(site.home, "rapid-reef")
    page = settled(look(f"{site.url}/runs"))
    do(page, "calm-otter", "Rename")
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


def names(page: Page) -> Locator:
    return page.get_by_role("list", name="All runs").locator(".sv-name a")


def test_a_starred_run_stands_first_and_keeps_its_star(site: Site, look: Open) -> None:
    for name in ("calm-otter", "rapid-reef", "brave-lake"):
        seeds.finished(site.home, name)
    page = settled(look(f"{site.url}/runs"))
    expect(names(page)).to_have_text(["brave-lake", "rapid-reef", "calm-otter"])
    star = page.get_by_role("button", name="Star calm-otter")
    star.press("Enter")
    expect(names(page).first).to_have_text("calm-otter")
    expect(star).to_be_focused()
    page.reload()
    expect(settled(page).get_by_role("button", name="Star calm-otter")).to_have_attribute("aria-pressed", "true")
    expect(names(page).first).to_have_text("calm-otter")


def test_a_note_is_written_shown_as_text_and_found(site: Site, look: Open) -> None:
    for name in ("calm-otter", "rapid-reef"):
        seeds.finished(site.home, name)
    page = settled(look(f"{site.url}/runs"))
    do(page, "calm-otter", "Add a note")
    field = page.get_by_role("textbox", name="Note on calm-otter")
    expect(field).to_be_focused()
    field.press("Escape")
    expect(page.get_by_role("button", name="Actions for calm-otter")).to_be_focused()
    do(page, "calm-otter", "Add a note")
    field.fill("for <script>Thursday</script>")
    field.press("Enter")
    expect(row(page, "calm-otter")).to_contain_text("for <script>Thursday</script>")
    page.get_by_role("searchbox", name="Search runs").fill("thursday OTTER")
    expect(page.get_by_role("link", name="rapid-reef")).to_have_count(0)
    expect(page.get_by_role("link", name="calm-otter")).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_search_and_order_stand_in_the_address(site: Site, look: Open, size: str) -> None:
    seeds.finished(site.home, "calm-otter", strategy="joint")
    seeds.finished(site.home, "rapid-reef")
    seeds.finished(site.home, "able-aspen", strategy="joint")
    page = settled(look(f"{site.url}/runs", size=size))
    page.get_by_role("combobox", name="Order of the runs").select_option("By name")
    expect(names(page)).to_have_text(["able-aspen", "calm-otter", "rapid-reef"])
    page.get_by_role("searchbox", name="Search runs").fill("joint")
    expect(names(page)).to_have_text(["able-aspen", "calm-otter"])
    expect(page.get_by_text("2 of 3 match")).to_be_visible()
    expect(page).to_have_url(f"{site.url}/runs?sort=name&q=joint")
    page.reload()
    expect(settled(page).get_by_role("searchbox", name="Search runs")).to_have_value("joint")
    expect(names(page)).to_have_text(["able-aspen", "calm-otter"])
    page.get_by_role("searchbox", name="Search runs").fill("nothing like it")
    expect(page.get_by_text("0 of 3 match")).to_be_visible()
    assert faults(page) == []
    assert barriers(page) == []


def test_two_to_six_runs_are_chosen_and_compared(site: Site, look: Open) -> None:
    runs = [seeds.finished(site.home, f"run-{number}") for number in range(7)]
    page = settled(look(f"{site.url}/runs"))
    chosen = page.get_by_role("region", name="Chosen runs")
    for number in range(7):
        page.get_by_role("checkbox", name=f"Compare run-{number}").check()
        expect(chosen.get_by_role("link", name="Compare")).to_have_count(1 if 1 <= number <= 5 else 0)
    expect(chosen).to_contain_text("7 runs chosen, at most 6 can be compared")
    chosen.get_by_role("button", name="Clear").click()
    expect(chosen).to_be_hidden()
    for number in (0, 3):
        page.get_by_role("checkbox", name=f"Compare run-{number}").check()
    chosen.get_by_role("link", name="Compare").click()
    expect(page).to_have_url(re.compile(f"/compare.*runs={runs[0].id[:12]}(,|%2C){runs[3].id[:12]}"))


def test_of_many_runs_the_newest_are_laid_out_and_all_are_searched(site: Site, look: Open) -> None:
    for number in range(130):
        seeds.failed(site.home, f"run-{number:03}")
    page = settled(look(f"{site.url}/runs"))
    expect(page.get_by_role("heading", name="130 runs")).to_be_visible()
    expect(names(page)).to_have_count(60)
    page.get_by_role("button", name="Show 60 more of 130").press("Enter")
    expect(names(page)).to_have_count(120)
    expect(page.get_by_role("link", name="run-069")).to_be_focused()
    page.get_by_role("searchbox", name="Search runs").fill("run-000")
    expect(names(page)).to_have_text(["run-000"])


def test_the_menu_of_a_run_is_used_with_the_keyboard(site: Site, look: Open) -> None:
    seeds.finished(site.home, "calm-otter")
    page = settled(look(f"{site.url}/runs"))
    opener = page.get_by_role("button", name="Actions for calm-otter")
    opener.press("Enter")
    menu = page.get_by_role("group", name="Actions for calm-otter")
    expect(menu.get_by_role("button", name="Rename")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(menu.get_by_role("button", name="Delete")).to_be_focused()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize(
    ("choice", "suffix"), [("Export as CSV, an epoch a row", "csv"), ("Export as ZIP, to import elsewhere", "zip")]
)
def test_a_run_is_exported(site: Site, look: Open, tmp_path: Path, choice: str, suffix: str) -> None:
    seeds.finished(site.home, "calm-otter")
    page = settled(look(f"{site.url}/runs"))
    with page.expect_download() as download:
        do(page, "calm-otter", choice)
    assert download.value.suggested_filename == f"calm-otter.{suffix}"
    download.value.save_as(tmp_path / "file")
    data = (tmp_path / "file").read_bytes()
    assert data.startswith(b"epoch,") if suffix == "csv" else zipfile.is_zipfile(tmp_path / "file")


def test_a_run_comes_in_from_a_file_and_nonsense_does_not(site: Site, look: Open, tmp_path: Path) -> None:
    run = seeds.finished(site.home, "calm-otter")
    file = tmp_path / "calm-otter.zip"
    file.write_bytes(seeds.exported(site.home, run.id))
    seeds.clear(site.home)
    page = settled(look(f"{site.url}/runs"))

    def give(path: Path) -> None:
        if not page.locator("input[type=file]").count():
            page.get_by_role("button", name="Import").click()
        page.locator("input[type=file]").set_input_files(path)

    (tmp_path / "photo.zip").write_bytes(b"no archive at all")
    give(tmp_path / "photo.zip")
    expect(page.get_by_role("status").filter(has_text="no ZIP archive that can be read")).to_be_visible()
    expect(page.get_by_role("heading", name="No run yet")).to_be_visible()
    give(file)
    expect(page.get_by_text("'calm-otter' has come in.")).to_be_visible()
    expect(row(page, "calm-otter")).to_contain_text("imported")
    give(file)
    expect(page.get_by_text("This run is here already, as 'calm-otter'")).to_be_visible()
    assert barriers(page) == []


def a_study(site: Site, *, finished: int, waiting: int) -> None:
    """Put a study into the store, as many of whose runs have finished and wait."""
    race = {"dataset": {"name": "race"}}
    spec = parse_study(
        {"name": "Two orders", "settings": {"joint": {}, "late": {}}, "datasets": {"race": race}, "baseline": "joint"}
    )
    store = seeds.store_in(site.home)
    study_store.save(store, spec)
    for number in range(finished + waiting):
        run = seeds.finished(site.home, f"cell-{number}", origin="study")
        study_store.add(store, spec.name, [run.id])
        if number >= finished:
            store.set_status(run.id, "queued")
    store.close()


def test_a_study_is_one_line_that_unfolds_and_can_be_compared(site: Site, look: Open) -> None:
    seeds.finished(site.home, "calm-otter")
    a_study(site, finished=3, waiting=2)
    page = settled(look(f"{site.url}/runs"))
    study = page.get_by_role("list", name="Studies").locator(".sv-study")
    expect(study).to_contain_text("2 settings × 1 dataset × 5 seeds")
    expect(study).to_contain_text("3 finished, 2 waiting")
    expect(names(page)).to_have_text(["calm-otter"])
    study.get_by_role("button", name="Two orders").press("Enter")
    expect(page).to_have_url(re.compile("study=Two"))
    inner = page.get_by_role("list", name="Runs of Two orders")
    expect(inner.get_by_role("listitem")).to_have_count(5)
    assert barriers(page) == []
    assert faults(page) == []
    study.get_by_role("button", name="Two orders").click()
    expect(inner).to_have_count(0)
    study.get_by_role("link", name="Compare on race").click()
    expect(page).to_have_url(re.compile("/compare.*study=Two"))


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_run_of_another_version_harms_no_page(site: Site, look: Open, size: str) -> None:
    mine, theirs = seeds.finished(site.home, "calm-otter"), seeds.finished(site.home, "of-tomorrow")
    store = seeds.store_in(site.home)
    estrange(store, theirs.id)
    store.close()
    page = settled(look(f"{site.url}/runs", size=size))
    expect(row(page, "of-tomorrow")).to_contain_text("newer run")
    expect(row(page, "of-tomorrow")).to_contain_text("Made by shapviz 99.0")
    assert barriers(page) == []
    assert faults(page) == []
    do(page, "of-tomorrow", "Delete")
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "of-tomorrow")).to_be_visible()
    page.goto(f"{site.url}/train?run={mine.id}")
    expect(settled(page).locator(".stage")).to_be_visible()
    page.goto(f"{site.url}/train?run={theirs.id}")
    expect(settled(page).get_by_role("alert")).to_contain_text("made by shapviz 99.0")
