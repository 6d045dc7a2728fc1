"""A person who asks from an epoch of a run whether the order of the turns matters."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import seeds
from tests.e2e.conftest import Open
from tests.e2e.looks import barriers, settled
from tests.e2e.overlap import faults
from tests.e2e.site import Site
from tests.orders.beginnings import AT, begun, three

A_WORKERS_START = 120_000  # ms that a busy machine may take to load torch
ALL_SIX = re.compile(r"All orders: (\S+ → \S+ → \S+ [\d.]+ %(; |\.)){6}")


def asked(page: Page) -> Page:
    """Return the page once the dialog is open."""
    page.get_by_role("button", name="Try every order from here").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return settled(page)


def test_every_order_is_tried_from_the_cursors_epoch_and_the_finding_stays(
    new_site: Callable[..., Site], look: Open, tmp_path: Path
) -> None:
    parent = begun(tmp_path, three()).parent
    site = new_site(workers=1)
    page = asked(settled(look(f"{site.url}/train?run={parent.name}&epoch={AT}")))
    page.get_by_role("button", name="Try 6 orders").click()
    expect(page.locator(".ordertree-chart")).to_have_attribute("aria-label", ALL_SIX, timeout=A_WORKERS_START)
    expect(page.get_by_role("dialog").get_by_role("heading", level=3)).to_be_visible()
    page.get_by_text("As a table").click()
    expect(page.get_by_role("dialog").locator("tbody tr")).to_have_count(6)
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    phone = settled(look(page.url, size="phone", scheme="dark"))
    expect(phone.get_by_role("button", name="Try every order from here")).to_be_hidden()  # with the whole column
    phone.get_by_role("button", name=re.compile("additive")).click()
    asked(phone)
    expect(phone.locator(".ordertree-chart")).to_have_attribute("aria-label", ALL_SIX)
    assert faults(phone) == []


def test_a_run_without_checkpoints_says_why_no_order_can_be_tried(site: Site, look: Open) -> None:
    seeds.finished(site.home, "amber-fox")
    page = asked(settled(look(f"{site.url}/train?run=amber-fox")))
    expect(page.get_by_role("dialog")).to_contain_text("this run keeps none")
