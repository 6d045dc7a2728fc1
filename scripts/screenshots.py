"""Take the pictures of docs/images from a running app: `shapviz app`, then `python scripts/screenshots.py URL`."""

import argparse
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from scripts.find_browser import find

IMAGES = Path(__file__).parents[1] / "docs" / "images"
RECORDED = "/compare?runs=race-joint,race-unimodal,race-weak-first"
PICTURES = {
    "train_light": (1440, 900, "light", "/train"),
    "train_dark": (1440, 900, "dark", "/train"),
    "train_phone": (390, 844, "light", "/train"),
    "compare_light": (1440, 900, "light", RECORDED),
    "robustness_light": (1440, 900, "light", "/robustness?run=emoji-dropout&corrupt=noto:noise:4"),
    "attribution_light": (1440, 900, "light", "/attribution?run=emoji-dropout"),
}
WAITING = (
    ".stage-chart:empty:not(details:not([open]) *)",
    ".rob:not([data-state=measured])",
    "td:text('…')",
    ".att:not([data-state=known])",
    ".att-said:text('being asked')",
    ".att-check:text('being checked')",
    ".att-heat:not(:has(td))",
)
DRAWN = "body:has(.main-svg)" + "".join(f":not(:has({place}))" for place in WAITING)


def take(browser: Browser, url: str, name: str) -> None:
    """Save one picture of the recorded runs at their last epoch."""
    width, height, scheme, path = PICTURES[name]
    page = browser.new_page(
        viewport=ViewportSize(width=width, height=height),
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",  # the recorded run then stands at its end instead of playing
    )
    page.goto(url.rstrip("/") + path)
    page.locator(DRAWN).wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png")
    page.close()


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="where the app runs")
    url = parser.parse_args().url
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        for name in PICTURES:
            take(browser, url, name)
        browser.close()


if __name__ == "__main__":
    main()
