"""A person who goes back to an epoch of a run and goes on from there in another way."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e import seeds
from tests.e2e.conftest import SIZES, Open
from tests.e2e.looks import barriers, settled
from tests.e2e.overlap import faults
from tests.e2e.site import Site
from tests.e2e.test_train import run_of, shows, stands, story, train

Start = Callable[..., Site]


def fork_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Fork here")


def test_a_run_is_forked_at_the_cursor_and_its_parent_stays_as_a_ghost(
    new_site: Start, look: Open, tmp_path: Path
) -> None:
    site = new_site(workers=1)
    page = settled(look(f"{site.url}/train?strategy=joint&epochs=6&companions=no"))
    expect(fork_button(page)).to_have_count(0)  # a recording has no checkpoints
    parent = train(page)
    stands(page, "finished")
    shows(page, 6)
    expect(fork_button(page)).to_be_disabled()  # nothing is left to train

    page.get_by_role("slider", name="Epoch").fill("3")
    shows(page, 3)
    page.get_by_role("radio", name="Weak first").click()
    expect(fork_button(page)).to_contain_text("weak first")
    fork_button(page).click()
    page.wait_for_url(lambda url: f"run={parent}" not in url)
    stands(page, "finished")
    shows(page, 6)

    store = seeds.store_in(tmp_path)
    child = store.get(run_of(page))
    assert (child.parent, child.parent_epoch, child.spec.strategy.name) == (parent, 3, "alternating")
    assert [record.epoch for record in store.epochs(child.id)] == list(range(7))
    assert store.epochs(child.id)[:3] == store.epochs(parent)[:3]
    expect(page.get_by_text(f"fork of {store.get(parent).name} at epoch 3")).to_be_visible()
    store.close()

    page.get_by_role("slider", name="Epoch").fill("2")
    shows(page, 2)
    expect(page.locator(".stage-mark", has_text="◆")).to_have_count(1)
    expect(story(page).get_by_text("fork: weak first")).to_be_visible()
    expect(story(page).get_by_text("had it stayed joint")).to_be_visible()
    expect(fork_button(page)).to_be_disabled()  # that epoch was its parent's

    found = {size: faults(look(page.url, size=size)) for size in SIZES}
    assert {size: told for size, told in found.items() if told} == {}
    assert barriers(page) == []
