"""The left column of Train: whatever is chosen there stands in the address, and Train trains it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import seeds
from tests.e2e.conftest import Open
from tests.e2e.looks import barriers, settled
from tests.e2e.overlap import faults
from tests.e2e.site import Site


@pytest.fixture
def train(site: Site, look: Open) -> Page:
    return settled(look(f"{site.url}/train"))


def address(**query: str) -> re.Pattern[str]:
    """Return what an address with exactly this query looks like."""
    told = "&".join(f"{re.escape(key)}={re.escape(value)}" for key, value in query.items())
    return re.compile(r"/train" + (rf"\?{told}$" if told else "$"))


def test_choices_go_to_the_address_and_come_back_from_it(train: Page) -> None:
    train.get_by_role("button", name="Watch").click()
    expect(train).to_have_url(re.compile("dataset=watch"))
    train.get_by_role("button", name="Race").click()
    expect(train).to_have_url(address())
    train.get_by_role("radio", name="MLP").click()
    expect(train).to_have_url(address(head="mlp"))
    train.get_by_role("radio", name="Random").click()
    expect(train).to_have_url(address(head="mlp", order="random"))
    train.reload()
    expect(train.get_by_role("radio", name="MLP")).to_have_attribute("aria-checked", "true")
    expect(train.get_by_role("radio", name="Random")).to_have_attribute("aria-checked", "true")
    expect(train.get_by_role("button", name="Race")).to_have_attribute("aria-pressed", "true")


def test_memory_is_chosen_in_the_second_step(train: Page) -> None:
    train.get_by_role("radio", name="Gated").click()
    expect(train).to_have_url(address(head="gated"))
    train.get_by_text("Prototypes", exact=True).click()
    expect(train).to_have_url(address(head="gated", prototypes="yes"))
    train.reload()
    expect(train.get_by_role("radio", name="Gated")).to_have_attribute("aria-checked", "true")
    expect(train.get_by_label("Prototypes", exact=True)).to_be_checked()


@pytest.mark.parametrize("size", ["desktop", "laptop", "phone"])
def test_every_segment_of_the_model_is_seen_whole(site: Site, look: Open, size: str) -> None:
    page = settled(look(f"{site.url}/train", size=size))
    if size == "phone":
        page.get_by_role("button", name="Race · additive").click()
    rows = page.locator(".st-key-model").get_by_role("radiogroup")
    expect(rows).to_have_count(2)
    expect(rows.first).to_be_visible()
    assert all(rows.evaluate_all("rows => rows.map(row => row.scrollWidth <= row.clientWidth)"))


def test_noise_is_set_by_keyboard_and_none_at_all_is_not_mentioned(train: Page) -> None:
    slider = train.get_by_role("slider", name="fox")
    slider.focus()
    train.keyboard.press("ArrowRight")
    train.keyboard.press("ArrowRight")
    expect(train).to_have_url(address(**{"noise.fox": "0.2"}))
    train.keyboard.press("Home")
    expect(train).to_have_url(address())


def test_an_order_of_strangers_is_refused_and_can_be_mended(site: Site, look: Open) -> None:
    page = settled(look(f"{site.url}/train?order=fixed&sequence=a,b"))
    expect(page.get_by_role("alert").filter(has_text="expected every used modality once")).to_be_visible()
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_disabled()
    page.get_by_role("button", name="Move fox up").click()
    expect(page).to_have_url(re.compile("sequence=fox(,|%2C)hare(,|%2C)tortoise"))
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()


def test_an_order_of_ones_own_is_made_by_keyboard(train: Page) -> None:
    train.get_by_role("radio", name="Your own").click()
    up = train.get_by_role("button", name="Move tortoise up")
    up.focus()
    train.keyboard.press("Enter")
    expect(up).to_be_focused()
    train.keyboard.press("Enter")  # at once, while the server has not answered yet
    expect(train).to_have_url(re.compile("sequence=tortoise(,|%2C)hare(,|%2C)fox"))
    expect(train.get_by_role("button", name="Move tortoise down")).to_be_focused()


def test_a_baseline_takes_the_place_of_an_order(train: Page) -> None:
    train.get_by_role("combobox", name="Baselines").click()
    train.get_by_role("option", name="Modality dropout").click()
    expect(train).to_have_url(address(strategy="modality_dropout"))
    expect(train.get_by_role("radio", name="Weak first")).to_have_attribute("aria-checked", "false")
    train.get_by_role("radio", name="Weak first").click()
    expect(train).to_have_url(address())


def test_opening_advanced_settings_changes_none_and_changing_one_changes_one(train: Page) -> None:
    train.get_by_role("button", name="Advanced").click()
    epochs = train.get_by_role("dialog").get_by_label("Epochs", exact=True)
    expect(epochs).to_have_value("20")
    assert barriers(train) == []
    epochs.fill("7")
    train.keyboard.press("Enter")
    expect(train).to_have_url(address(epochs="7"))
    train.get_by_role("dialog").get_by_label("Seed", exact=True).fill("3")
    train.keyboard.press("Enter")
    expect(train).to_have_url(address(epochs="7", seed="3"))
    train.get_by_role("button", name="Close").click()
    expect(train.get_by_role("dialog")).to_have_count(0)
    expect(train.get_by_text("7 epochs")).to_be_visible()


def test_train_queues_the_run_and_its_companions_and_shows_it(train: Page, site: Site) -> None:
    train.get_by_role("radio", name="Strong first").click()
    expect(train).to_have_url(address(order="strong_first"))
    train.get_by_role("button", name="Train", exact=True).click()
    expect(train).to_have_url(re.compile(r"\?run=[0-9a-f]{32}$"))
    store = seeds.store_in(site.home)
    assert [run.origin for run in reversed(store.list())] == ["user", "reference", "reference"]
    assert store.list()[-1].id in train.url
    store.close()


def test_what_cannot_be_trained_is_said_beside_a_button_that_does_not_press(site: Site, look: Open) -> None:
    page = settled(look(f"{site.url}/train?modalities=hare,wolf"))
    expect(page.get_by_role("alert")).to_contain_text("no modality 'wolf'")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_disabled()


def test_on_a_phone_the_column_is_one_line_until_asked_for(site: Site, look: Open) -> None:
    page = settled(look(f"{site.url}/train", size="phone"))
    button = page.get_by_role("button", name="Train", exact=True)
    expect(button).not_to_be_visible()
    page.get_by_role("button", name="Race · additive").click()
    expect(button).to_be_visible()
    assert faults(page) == []
