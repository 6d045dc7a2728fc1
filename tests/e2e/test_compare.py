"""On Compare a person sees groups side by side, what can be told apart, and what cannot."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from shapviz.runs.info import Origin, RunInfo
from shapviz.runs.records import FinalRecord
from shapviz.runs.spec import parse_spec
from tests.e2e import seeds
from tests.e2e.conftest import Open
from tests.e2e.looks import barriers, settled
from tests.e2e.overlap import faults
from tests.e2e.site import Site
from tests.figures import contenders, records

SKILLS = {"joint": records.left_behind}


def trained(
    home: Path, strategy: str, seed: int, *, data: str = "race", epochs: int = 6, origin: Origin = "user"
) -> RunInfo:
    """Return a run in the store of `home` that looks as if it had been trained with this seed."""
    store = seeds.store_in(home)
    spec = {"strategy": {"name": strategy}, "training": {"epochs": epochs}, "dataset": {"name": data}, "seed": seed}
    run = store.create(parse_spec(spec), name=f"{strategy}-{data}-{seed}", origin=origin)
    known = contenders.epochs_of(seed, skill=SKILLS.get(strategy, records.catching_up), epochs=epochs)
    for record in known:
        store.append(run.id, record)
    last = known[-1]
    assert last.valuation is not None
    assert last.accuracy is not None
    store.append(run.id, FinalRecord(epoch=epochs, accuracy=last.accuracy, valuation=last.valuation))
    store.set_status(run.id, "finished")
    store.close()
    return run


def three_groups(home: Path, over: range = range(3)) -> str:
    """Return the address of a comparison of three strategies over these seeds."""
    strategies = ("joint", "joint_unimodal", "alternating")
    runs = [trained(home, strategy, seed).id[:12] for strategy in strategies for seed in over]
    return f"/compare?runs={','.join(runs)}"


def drawn(page: Page) -> Page:
    """Return the page once all its charts are."""
    page.wait_for_selector(".cmp[data-drawn] .js-plotly-plot .main-svg")
    return settled(page)


def test_an_empty_page_compares_the_recorded_runs(site: Site, look: Open) -> None:
    for strategy in ("joint", "alternating"):
        trained(site.home, strategy, 0, origin="recorded")
    page = settled(look(f"{site.url}/compare"))
    expect(page.get_by_role("heading", name="Which way of training is better")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Compare the recorded runs").click()
    expect(page.get_by_role("heading", name="Weak first against joint: inconclusive.")).to_be_visible()
    expect(page).to_have_url(re.compile("runs="))
    expect(drawn(page).locator(".cmp-panel:visible")).to_have_count(2)


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("laptop", "dark"), ("phone", "light")])
def test_three_groups_are_compared_on_any_screen(site: Site, look: Open, size: str, scheme: str) -> None:
    page = drawn(look(site.url + three_groups(site.home), size=size, scheme=scheme))
    expect(page.locator(".cmp-head h1")).to_contain_text("beats joint by")
    expect(page.locator(".cmp-panel:visible h2")).to_have_text(["● Joint ★", "□ Joint + unimodal", "◆ Weak first"])
    assert faults(page) == []
    assert barriers(page) == []


def test_views_baseline_and_cursor_change_without_the_server_and_stand_in_the_address(site: Site, look: Open) -> None:
    page = drawn(look(site.url + three_groups(site.home)))
    page.get_by_role("radio", name="Signed φ").check()
    expect(page.locator(".cmp-panel:visible h2")).to_have_text(["● hare", "■ fox", "◆ tortoise"])
    page.get_by_label("Baseline").select_option(label="★ Weak first")
    expect(page.locator('[data-say="difference_told"]')).to_contain_text("minus ★ weak first")
    page.locator(".cmp-head h1").click()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**epoch=5*")
    expect(page).to_have_url(re.compile("view=signed"))
    expect(page).to_have_url(re.compile("baseline="))
    again = drawn(look(page.url))
    expect(again.locator(".stage-epoch strong")).to_have_text("5")
    expect(again.get_by_label("Baseline").locator("option:checked")).to_have_text("★ Weak first")
    expect(again.get_by_role("radio", name="Signed φ")).to_be_checked()


def test_a_press_of_the_space_bar_plays_all_groups_on_one_clock(site: Site, look: Open) -> None:
    page = drawn(look(site.url + three_groups(site.home, range(2))))
    page.locator(".cmp-head h1").click()
    page.keyboard.press("Home")
    charts = page.locator(".cmp-panel:visible .stage-chart, [data-part='difference']")
    for place in range(4):
        expect(charts.nth(place)).to_have_attribute("data-epoch", "0")
    page.keyboard.press("Space")
    for place in range(4):
        expect(charts.nth(place)).to_have_attribute("data-epoch", "6")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_pills_and_the_list_take_groups_in_and_leave_them_out(site: Site, look: Open) -> None:
    address = three_groups(site.home, range(2))
    other = trained(site.home, "joint", 0, data="unequal")
    page = drawn(look(site.url + address))
    compared = page.get_by_role("group", name="Compared")
    compared.get_by_role("button", name="Joint + unimodal").click()
    expect(page.locator(".cmp-panel:visible")).to_have_count(2)
    expect(compared.get_by_role("button", name="Joint + unimodal")).to_have_attribute("aria-pressed", "false")
    page.get_by_text("Add run", exact=True).click()
    page.get_by_label("Search runs").fill(f"unequal {other.id[:6]}")
    page.get_by_role("listitem").get_by_role("button").click()
    expect(page.locator(".cmp-panel:visible")).to_have_count(3)
    expect(page.locator(".cmp-refused")).to_contain_text("They learn from different data (race and unequal)")
    assert faults(page) == []


def test_one_seed_is_called_luck_and_four_more_are_queued(site: Site, look: Open) -> None:
    page = drawn(look(site.url + three_groups(site.home, range(1))))
    notice = page.locator(".cmp-luck")
    expect(notice).to_contain_text("One seed: differences may be luck.")
    notice.get_by_role("button", name="Train four more seeds (12 runs)").click()
    expect(page.locator(".cmp-standing")).to_have_text("training: 3 of 15 runs are done")
    expect(page.locator(".cmp-unfinished")).to_have_count(3)
    assert len(seeds.queue_in(site.home).jobs()) == 12
    expect(page).to_have_url(re.compile(r"runs=[0-9a-f]+((,|%2C)[0-9a-f]+){14}(&|$)"))


def test_a_failed_run_says_why_and_a_wrong_address_opens_all_the_same(site: Site, look: Open) -> None:
    broken = seeds.failed(site.home, "brave-lake")
    address = three_groups(site.home, range(2))
    page = drawn(look(f"{site.url}{address},{broken.id[:12]},nobody&view=pie&baseline=zz&colour=red"))
    expect(page.locator(".cmp-unfinished")).to_contain_text("The loss is no longer finite. Learn more slowly.")
    note = page.locator(".sv-note")
    for told in ("There is no run 'nobody'", "view: expected share", "The baseline 'zz'", "'colour'"):
        expect(note).to_contain_text(told)
    assert faults(page) == []
    page.get_by_role("link", name="Train").click()
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible()
    expect(note).to_have_count(0)


def test_every_chart_has_its_numbers(site: Site, look: Open) -> None:
    page = drawn(look(site.url + three_groups(site.home)))
    for chart, caption in {
        "view": "Mean share of each modality and EDM",
        "difference": "Validation accuracy minus that of Joint",
        "landing": "Test accuracy and EDM of every run",
    }.items():
        more = page.locator(f'[data-more="{chart}"]')
        more.locator("summary").click()
        more.get_by_role("button", name="Table").click()
        expect(page.locator("dialog caption")).to_contain_text(caption)
        page.get_by_role("button", name="Close").click()
    assert "in points against Joint" in str(page.locator('[data-part="difference"]').get_attribute("aria-label"))
