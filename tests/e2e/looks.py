"""What tests ask of a page as it stands."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect


def settled(page: Page) -> Page:
    """Return the page once its script has run and nothing on it is stale.

    Right after a key press it still looks settled: after an action wait for what it should lead to.
    """
    page.wait_for_selector(
        '[data-testid="stApp"][data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'
    )
    expect(page.locator('[data-stale="true"]')).to_have_count(0)
    return page


def barriers(page: Page) -> list[str]:
    """Return the accessibility rules that the page breaks seriously, each with the first place where it does."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]
