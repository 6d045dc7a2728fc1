"""The frame stands around every page, however one comes to it, and is fit for every eye and window."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

from tests.e2e import seeds
from tests.e2e.conftest import Open
from tests.e2e.looks import barriers, settled
from tests.e2e.overlap import faults
from tests.e2e.site import Site

Start = Callable[..., Site]
PAGES = {"/train": "Train", "/runs": "Runs"}
FULL = {"/train?run=calm-otter": ".js-plotly-plot .main-svg", "/runs": ".sv-list-table li"}  # and what is drawn last
BAR = ".st-key-bar"
HERE = ".st-key-bar [class*='st-key-here-wide']"


@pytest.fixture
def furnished(site: Site) -> Site:
    """Return a server with a few runs of every kind."""
    seeds.finished(site.home, "calm-otter")
    seeds.finished(site.home, "the-recorded-one", origin="recorded", strategy="joint")
    seeds.finished(site.home, "a-name-that-is-as-long-as-names-may-be-and-goes-on-and-on", origin="reference")
    seeds.failed(site.home, "brave-lake")
    return site


@pytest.mark.parametrize("path", PAGES)
def test_a_deep_link_is_the_first_thing_that_a_fresh_server_sees(new_site: Start, look: Open, path: str) -> None:
    page = settled(look(new_site().url + path))
    expect(page.locator(BAR)).to_be_visible()
    expect(page.locator(HERE)).to_have_text(PAGES[path])
    expect(page.locator('[data-testid="stSidebar"]')).to_have_count(0)


def test_the_bare_address_shows_train_and_the_bar_leads_on(furnished: Site, look: Open) -> None:
    page = settled(look(furnished.url))
    expect(page.locator(HERE)).to_have_text("Train")
    page.locator(BAR).get_by_role("link", name="Runs").click()
    expect(page.locator(HERE)).to_have_text("Runs")
    expect(page).to_have_url(f"{furnished.url}/runs")


@pytest.mark.parametrize("path", FULL)
@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("laptop", "dark"), ("phone", "light")])
def test_pages_are_fit_for_every_window_and_every_eye(
    furnished: Site, look: Open, path: str, size: str, scheme: str
) -> None:
    page = settled(look(furnished.url + path, size=size, scheme=scheme))
    expect(page.locator(FULL[path]).first).to_be_visible()
    assert faults(page) == []
    assert barriers(page) == []


def test_a_page_that_does_not_exist_is_told_within_the_frame(new_site: Start, look: Open) -> None:
    page = settled(look(f"{new_site().url}/no-such-page", excused="does not seem to exist"))
    expect(page.get_by_text("Page not found")).to_be_visible()
    expect(page.locator(BAR)).to_be_visible()
    assert page.locator(BAR).evaluate("bar => bar.offsetHeight") == 48


def test_on_a_phone_a_menu_takes_the_place_of_the_links(furnished: Site, look: Open) -> None:
    page = settled(look(furnished.url, size="phone"))
    expect(page.locator(BAR).get_by_role("link", name="Runs")).not_to_be_visible()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Runs").click()
    expect(page).to_have_url(f"{furnished.url}/runs")


def test_share_copies_the_address(furnished: Site, look: Open) -> None:
    page = settled(look(f"{furnished.url}/train?seed=3"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"{furnished.url}/train?seed=3")


def test_presenting_leaves_what_is_to_be_seen(furnished: Site, look: Open) -> None:
    page = settled(look(f"{furnished.url}/train"))
    train = page.get_by_role("button", name="Train", exact=True)
    expect(train).to_be_visible()
    page.get_by_role("button", name="Present").click()
    expect(train).not_to_be_visible()
    page.evaluate("document.exitFullscreen()")
    expect(train).to_be_visible()


def test_what_an_address_says_wrongly_is_told_and_put_right(furnished: Site, look: Open) -> None:
    page = settled(look(f"{furnished.url}/train?epochs=5000&order=sideways&seed=3"))
    note = page.locator(".sv-note")
    expect(note).to_contain_text("less than or equal to 1000")
    expect(note).to_contain_text("found 'sideways'")
    expect(page).to_have_url(f"{furnished.url}/train?epochs=1000&seed=3")
    page.get_by_role("button", name="Dismiss").click()
    expect(note).to_have_count(0)


def test_a_store_that_is_no_database_gives_a_card_and_heals(tmp_path: Path, new_site: Start, look: Open) -> None:
    broken = tmp_path / "runs.db"
    broken.write_bytes(b"this is no database" * 100)
    url = new_site().url
    for path in PAGES:
        page = settled(look(url + path))
        expect(page.get_by_role("alert")).to_contain_text("runs.db")
        expect(page.locator(BAR)).to_be_visible()
    broken.unlink()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^\d+ runs|^No run yet"))


def test_answers_carry_headers_that_keep_browsers_careful(furnished: Site, look: Open) -> None:
    page = settled(look(furnished.url))
    answer = page.request.get(f"{furnished.url}/train")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "frame-ancestors 'self'"
    style = page.locator('link[href$="/style.css"]').get_attribute("href")
    assert "immutable" in page.request.get(furnished.url + str(style)).headers["cache-control"]


def test_nothing_comes_from_anywhere_else(furnished: Site, look: Open) -> None:
    page = look("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(furnished.url)
    settled(page)
    strangers = [url for url in asked if not url.startswith((furnished.url, "data:", "blob:"))]
    assert strangers == []
    fonts = page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].filter(f => f.status === 'loaded').length)"
    )
    assert fonts > 0


@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory map of the server's process")
def test_the_server_never_loads_what_only_workers_need(furnished: Site, look: Open) -> None:
    for path in PAGES:
        settled(look(furnished.url + path))
    mapped = {Path(entry.path) for entry in psutil.Process(furnished.pid).memory_maps()}
    packages = {part for path in mapped for part in path.parts}
    assert "pydantic_core" in packages, "the map shows what is loaded"
    assert packages & {"torch", "sklearn", "shap", "captum", "scipy", "pandas", "pyarrow"} == set()
