"""On Robustness a person takes modalities away, damages what is left, and sees at once what breaks."""

import re
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e import seeds
from tests.e2e.conftest import SIZES, Open
from tests.e2e.looks import barriers, settled
from tests.e2e.overlap import faults
from tests.e2e.site import Site
from tests.runs.test_unreadable import estrange

HIT = "corrupt=noto:noise:3"
LONG = ("x" * 60, "y" * 60)  # as long as names may be, and without a place to break them


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with recorded runs, another network of emoji, one that hears, two with long names, two that fail."""
    home = tmp_path_factory.mktemp("lab")
    seeds.with_network(home, "blank-slate", dataset="emoji3")
    seeds.with_network(home, "gatekeeper", dataset="emoji3", model={"head": "gated"})
    seeds.with_network(home, "all-ears", dataset="avdigits")
    for name in LONG:
        seeds.with_network(home, name, dataset="race")
    seeds.finished(home, "calm-otter")
    theirs, store = seeds.finished(home, "from-afar"), seeds.store_in(home)
    estrange(store, theirs.id)
    store.close()
    site = Site(home)
    site.start()
    yield site
    site.close()


def measured(page: Page) -> Page:
    """Return the page once the network has answered, all curves are there and all charts are drawn."""
    expect(page.locator('.rob[data-state="measured"]')).to_be_visible()
    expect(page.locator(".rob-grid td button").first).to_be_visible()
    expect(page.locator(".rob-grid td button", has_text="…")).to_have_count(0)
    expect(page.locator('[data-say="curves_told"]')).not_to_contain_text("being measured")
    page.wait_for_selector("[data-part=dumbbell] .main-svg")
    return settled(page)


def now(page: Page) -> Locator:
    return page.locator(".rob-is b")


def finding(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def test_who_is_switched_off_is_missed_at_once_and_named_in_the_address(lab: Site, look: Open) -> None:
    page = measured(look(f"{lab.url}/robustness?run=emoji-dropout"))
    whole = now(page).inner_text()
    tile = page.get_by_role("group", name="Who is present").get_by_role("button", name="noto")
    expect(tile).to_have_attribute("aria-pressed", "true")
    tile.click()
    expect(tile).to_have_attribute("aria-pressed", "false")
    expect(finding(page)).to_contain_text("noto")
    page.wait_for_url("**absent=noto*")
    for key in "123":
        page.keyboard.press(key)
    expect(finding(page)).to_contain_text("noto")
    expect(tile).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("1")
    page.keyboard.press("3")
    expect(now(page)).to_have_text(whole)
    expect(page).not_to_have_url(re.compile("absent"))
    mapped = {part for entry in psutil.Process(lab.pid).memory_maps() for part in Path(entry.path).parts}
    assert "pydantic_core" in mapped, "the map shows what is loaded"
    assert mapped & {"torch", "sklearn", "scipy", "pandas", "pyarrow"} == set()


def test_a_slider_shows_what_to_expect_and_then_what_is_measured(lab: Site, look: Open) -> None:
    page = measured(look(f"{lab.url}/robustness?run=emoji-dropout"))
    held: list[Route] = []
    page.route("**/lab/view", lambda route: held.append(route))
    with page.expect_request("**/lab/view"):
        page.get_by_role("slider", name="noto").fill("2.5")
    expect(now(page)).to_have_text(re.compile(r"≈ \d+"))
    expect(page.locator(".rob-ends")).to_have_text("≈ interpolated")
    held.pop().continue_()
    page.unroute("**/lab/view")
    expect(now(page)).to_have_text(re.compile(r"^\d+$"))
    expect(page.locator(".rob-ends")).to_contain_text("95 % interval")
    expect(page.locator(".rob-slider").nth(1).locator(".rob-level")).to_have_text("σ 0.20")
    page.wait_for_url("**noto:noise:2.5*")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_nothing_moves_while_a_slider_does_and_what_it_does_is_in_sight(lab: Site, look: Open, size: str) -> None:
    page = measured(look(f"{lab.url}/robustness?run=emoji-dropout", size=size))
    looked_at = [".rob-number", ".rob-samples", ".rob-sliders", '[data-part="curves"]']
    places = [page.locator(part).bounding_box() for part in looked_at]
    assert all(place and place["y"] + place["height"] <= SIZES[size][1] for place in places[:3])
    slider = page.get_by_role("slider", name="words")
    for severity in ("0.25", "2.5", "5"):
        slider.fill(severity)
        page.wait_for_url(f"**words:drop_words:{severity}*")
        measured(page)
        now = [page.locator(part).bounding_box() for part in looked_at]
        assert [place and place["y"] for place in now] == [place and place["y"] for place in places]


def test_an_address_gives_the_same_picture_again(lab: Site, look: Open) -> None:
    query = f"run=emoji-dropout&{HIT},words:typos:1.5&absent=twemoji&stand=mean&focus=noto&level=research&draw=3"
    page = measured(look(f"{lab.url}/robustness?{query}"))
    said = finding(page).inner_text(), now(page).inner_text()
    expect(page.get_by_role("slider", name="words")).to_have_value("1.5")
    expect(page.get_by_role("radio", name="Mean")).to_be_checked()
    expect(page.get_by_label("Draw")).to_have_value("3")
    page.get_by_role("slider", name="noto").press("0")
    expect(page.get_by_role("slider", name="noto")).to_have_value("0")
    again = measured(look(f"{lab.url}/robustness?{query}"))
    assert (finding(again).inner_text(), now(again).inner_text()) == said


def test_what_an_address_says_wrongly_is_told_and_the_rest_is_shown(lab: Site, look: Open) -> None:
    wrong = "corrupt=noto:noise:9,words:blur:2&absent=twemji&stand=median&colour=red"
    page = measured(look(f"{lab.url}/robustness?run=emoji-dropout&{wrong}"))
    note = page.locator(".sv-note")
    for told in (
        "found '9' for noto; 5 is used",
        "'blur' fits words (text)",
        "Did you mean 'twemoji'",
        "stand: expected own",
    ):
        expect(note).to_contain_text(told)
    expect(page.get_by_role("slider", name="noto")).to_have_value("5")


def test_a_run_whose_network_is_gone_says_so_and_offers_to_train_it_again(lab: Site, look: Open) -> None:
    page = settled(look(f"{lab.url}/robustness?run=calm-otter"))
    expect(page.get_by_role("heading", name="calm-otter has no network any more")).to_be_visible()
    expect(page.get_by_role("button", name="Train these settings")).to_be_visible()
    page.get_by_role("link", name="Look at these settings on Train").click()
    page.wait_for_url("**/train*")


def test_a_run_of_another_version_says_which(lab: Site, look: Open) -> None:
    page = settled(look(f"{lab.url}/robustness?run=from-afar"))
    expect(page.get_by_role("heading", name="This run cannot be opened here")).to_be_visible()
    expect(page.locator(".sv-card")).to_contain_text("was made by shapviz 99.0")


def test_a_silent_server_is_told_of_where_one_looks_and_the_last_picture_stays(lab: Site, look: Open) -> None:
    page = measured(look(f"{lab.url}/robustness?run=emoji-dropout", excused="Failed to load resource"))
    said = finding(page).inner_text()
    page.route("**/lab/*", lambda route: route.abort())
    page.get_by_role("slider", name="noto").fill("4")
    alert = page.locator(".lab-trouble")
    expect(alert).to_contain_text("The server does not answer.")
    assert finding(page).inner_text() == said
    page.unroute("**/lab/*")
    alert.get_by_role("button", name="Try again").click()
    expect(alert).to_be_hidden()
    expect(finding(page)).not_to_have_text(said)


def test_a_lab_that_dies_is_started_again_without_a_word(lab: Site, look: Open) -> None:
    page = measured(look(f"{lab.url}/robustness?run=emoji-dropout"))
    for process in psutil.Process(lab.pid).children():
        if "shapviz.jobs.lab" in process.cmdline():
            process.kill()
    page.get_by_role("slider", name="noto").fill("3.75")
    expect(page.locator('.rob[data-state="estimated"]')).to_have_count(0)
    expect(page.locator(".rob-cell-now")).to_have_count(0)  # between two columns
    expect(page.locator(".lab-trouble")).to_be_hidden()


def test_a_second_run_stands_beside_the_first_and_leaves_again(lab: Site, look: Open) -> None:
    page = measured(look(f"{lab.url}/robustness?run=emoji-dropout&{HIT}"))
    page.get_by_text("Put a run beside", exact=True).click()
    page.locator('[data-part="beside"]').get_by_role("button", name="blank-slate").click()
    expect(page.locator(".rob-side")).to_have_count(2)
    page.wait_for_url("**beside=*")
    expect(page.get_by_role("slider", name="noto")).to_have_value("3")
    page.get_by_role("radio", name="blank-slate").check()
    assert faults(measured(page)) == []
    page.get_by_role("button", name="Leave out blank-slate").click()
    expect(page.locator(".rob-side")).to_have_count(1)


def test_beside_another_run_only_what_both_offer_stands_in(lab: Site, look: Open) -> None:
    page = measured(look(f"{lab.url}/robustness?run=gatekeeper&beside=emoji-dropout&stand=zero"))
    expect(page.locator('[data-say="note"]')).to_contain_text("not offered: In emoji-dropout: ")
    expect(page.get_by_role("radio", name="As trained")).to_be_checked()
    expect(page.get_by_role("radio", name="Zero")).to_be_disabled()
    expect(page.locator(".lab-trouble")).to_be_hidden()


def test_names_of_runs_however_long_stay_where_they_belong(lab: Site, look: Open) -> None:
    page = measured(look(f"{lab.url}/robustness?run={LONG[0]}&beside={LONG[1]}"))
    spilt = """() => [...document.querySelectorAll('.rob :is(h1, h2, h3, p, fieldset)')]
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 1 && scrollWidth > clientWidth + 1)
      .map(({ textContent }) => textContent)"""
    assert page.evaluate(spilt) == []
    told, offered = (page.locator(strip).bounding_box() for strip in (".sv-strip", ".lab-strip"))
    assert told
    assert offered
    assert told["x"] + told["width"] <= offered["x"]


def test_the_grid_is_walked_with_arrows_and_a_cell_shows_itself(lab: Site, look: Open) -> None:
    page = measured(look(f"{lab.url}/robustness?run=emoji-dropout"))
    grid = page.get_by_role("grid")
    grid.locator("button[tabindex='0']").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    chosen = page.evaluate("document.activeElement.ariaLabel")
    page.keyboard.press("Enter")
    expect(page.get_by_role("slider", name="twemoji")).to_have_value("2")
    expect(page.locator(".rob-tile[aria-pressed='false']")).to_have_count(1)
    expect(page.locator(".rob-cell-now button")).to_have_attribute("aria-label", chosen)
    expect(grid.locator("button:focus")).to_have_count(1)


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("laptop", "dark"), ("phone", "light")])
def test_the_lab_is_fit_for_every_window_and_every_eye(lab: Site, look: Open, size: str, scheme: str) -> None:
    page = measured(look(f"{lab.url}/robustness?run=emoji-dropout&{HIT}&absent=words", size=size, scheme=scheme))
    page.get_by_role("button", name="Show the answer").click()
    assert faults(page) == []
    assert barriers(page) == []


def test_what_is_damaged_can_be_heard_or_is_said_to_be_unheard(lab: Site, look: Open) -> None:
    page = measured(look(f"{lab.url}/robustness?run=all-ears&corrupt=audio:babble:4&focus=audio"))
    page.evaluate("() => { HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('no codec')) }")
    page.get_by_role("button", name=re.compile("^Play audio after")).first.click()
    expect(page.get_by_text("This browser could not play the sound")).to_be_visible()


def test_where_no_network_is_one_button_trains_the_first(site: Site, look: Open) -> None:
    page = settled(look(f"{site.url}/robustness"))
    expect(page.get_by_role("heading", name="Drop a modality, corrupt an input")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Train a network to break").click()
    expect(page.get_by_role("heading", name="waits for its turn to learn")).to_be_visible()
    [job] = seeds.queue_in(site.home).jobs()
    page.wait_for_url(f"**run={job.run_id[:12]}*")


def test_a_run_that_was_left_to_the_page_is_put_in_the_address(lab: Site, look: Open) -> None:
    page = measured(look(f"{lab.url}/robustness"))
    page.wait_for_url("**run=*")


def test_a_run_that_has_ended_meanwhile_is_offered_to_be_put_beside(lab: Site, look: Open) -> None:
    page = measured(look(f"{lab.url}/robustness?run=emoji-dropout"))
    seeds.with_network(lab.home, "late-riser", dataset="emoji3")
    page.get_by_text("Put a run beside", exact=True).click()
    expect(page.locator('[data-part="beside"]').get_by_role("button", name="late-riser")).to_contain_text("1 epoch")


def test_of_a_network_that_is_gone_only_that_is_said(lab: Site, look: Open) -> None:
    page = settled(look(f"{lab.url}/robustness?run=calm-otter&focus=ecg&corrupt=ecg:noise:2"))
    expect(page.get_by_role("heading", name="calm-otter has no network any more")).to_be_visible()
    expect(page.get_by_text("no modality named")).to_have_count(0)
    expect(page).to_have_url(re.compile("focus=ecg"))


def test_runs_and_train_lead_to_the_lab(lab: Site, look: Open) -> None:
    page = settled(look(f"{lab.url}/train?run=emoji-dropout"))
    page.get_by_role("button", name="Robustness").click()
    page.wait_for_url("**/robustness?run=*")
    page.get_by_role("link", name="Runs").first.click()
    page.get_by_role("button", name="Actions for blank-slate").click()
    page.get_by_role("button", name="Robustness").click()
    expect(page.locator(".sv-strip")).to_contain_text("run blank-slate")
