"""A browser and a server for every test that looks at the app as a person does."""

import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

from scripts.find_browser import find
from tests.e2e import seeds
from tests.e2e.site import Site

FLAGS = [
    "--no-sandbox",  # also as root, as in a container
    "--disable-gpu",
    *("--no-first-run", "--disable-quic", "--disable-background-networking"),  # nothing of its own on the network
    *("--disable-component-update", "--disable-sync"),
]
SIZES = {"desktop": (1440, 900), "laptop": (1280, 800), "phone": (390, 844)}
PATIENCE = 30_000  # ms that a result may take to appear on a busy machine
HERE = Path(__file__).parent

expect.set_options(timeout=PATIENCE)
Open = Callable[..., Page]
Blank = Callable[[str, str], Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    if path is None:
        told = "no Chromium found: `python scripts/find_browser.py --install` looks for one and says what to do"
        if os.environ.get("SHAPVIZ_NO_BROWSER") == "1":
            pytest.skip(told)
        pytest.fail(told)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Callable[[str, str], BrowserContext]:
    """Return a function that gives the browser's profile of a window and a scheme, always the same one.

    What it has fetched need not be fetched and compiled for every page. Nothing else stays: the app keeps what it
    remembers in the address, the store and the tab.
    """

    @cache
    def of(size: str, scheme: str) -> BrowserContext:
        width, height = SIZES[size]
        return browser.new_context(
            viewport=ViewportSize(width=width, height=height),
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )

    return of


@pytest.fixture
def new_site(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Return a maker of servers in the test's own folder, all gone when the test is over."""
    made: list[Site] = []

    def start(**options: object) -> Site:
        made.append(Site(tmp_path, **options))  # type: ignore[arg-type]  # options are Site's own
        made[-1].start()
        return made[-1]

    yield start
    for one in made:
        one.close()
        sys.stdout.write(one.told())  # pytest shows it where the test has failed


@pytest.fixture(scope="module")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("home"))
    site.start()
    yield site
    site.close()


@pytest.fixture
def site(shared_site: Site) -> Iterator[Site]:
    """Return the server that the tests of a file share, without a run in it. It starts no worker."""
    seeds.clear(shared_site.home)
    yield shared_site
    sys.stdout.write(shared_site.told())


@pytest.fixture
def new_page(profile: Callable[[str, str], BrowserContext]) -> Iterator[Blank]:
    """Return a maker of empty pages in a window and a scheme, all gone when the test is over.

    Errors of the scripts in them fail the test.
    """
    errors: list[str] = []
    pages: list[Page] = []

    def new(size: str, scheme: str) -> Page:
        page = profile(size, scheme).new_page()
        pages.append(page)
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        return page

    yield new
    for page in pages:
        page.unroute_all(behavior="ignoreErrors")  # nobody waits any more for what is still being answered
        page.context.clear_permissions()
        page.close()
    assert not errors, "\n".join(errors)


@pytest.fixture
def look(new_page: Blank) -> Iterator[Open]:
    """Return a function that opens an address in a browser window of its own.

    Errors in the page, or on its console, fail the test; `excused` is part of one that belongs there.
    """
    errors: list[str] = []

    def open_page(url: str, *, size: str = "desktop", scheme: str = "light", excused: str = "") -> Page:
        page = new_page(size, scheme)

        def note(line: ConsoleMessage) -> None:
            if line.type == "error" and not (excused and excused in line.text):
                errors.append(f"{page.url}: {line.text}")

        page.on("console", note)
        page.goto(url)
        return page

    yield open_page
    assert not errors, "\n".join(errors)
