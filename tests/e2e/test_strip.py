"""The cards of the samples by themselves: seen on any screen, heard, and fed anew without flicker."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from shapviz.data.dataset import View
from shapviz.data.modality import Kind, Modality
from shapviz.data.sample import vocabulary
from shapviz.figures.theme import THEMES, styles
from shapviz.robustness.exhibits import exhibit, wav
from shapviz.ui import assets
from tests.e2e.conftest import Blank
from tests.e2e.looks import barriers

RATE = 8000
SITE = "http://strip.test"
WICKED = "<img src=x onerror=alert(1)>"  # a class may be called anything
CLASSES = (WICKED, "forward elevation", "Symbols")
SHAPES: dict[Kind, tuple[int, ...]] = {
    "image": (3, 8, 8),
    "audio": (1600,),
    "text": (4,),
    "series": (2, 30),
    "features": (40,),
}
MODALITIES = tuple(
    Modality(
        f"the {kind}",
        kind,
        shape,
        "unit",
        "about",
        vocabulary=len(vocabulary()) if kind == "text" else None,
        rate=RATE if kind == "audio" else None,
    )
    for kind, shape in SHAPES.items()
)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The strip</title>
<link rel="stylesheet" href="/style.css"><link rel="stylesheet" href="/labs/labs.css">
<link rel="stylesheet" href="/labs/exhibits.css"><link rel="stylesheet" href="/robustness/strip.css">
<style>
:root { color-scheme: %s; %s }
body { background: var(--sv-bg); margin: 12px; font: 15px Inter, sans-serif; }
</style>
</head><body><main style="max-width: 700px"><h1>Samples</h1><div id="place"></div></main><script type="module">
import { drawStrip } from "/robustness/strip.js";
window.show = (told) => drawStrip(document.getElementById("place"),
  { ...told, address: (row, player, after) => `/sound?row=${row}&player=${player}&after=${after}` });
</script></body></html>"""
OVERFLOWING = """() => [...document.querySelectorAll('.strip-card, .strip-card *')]
  .filter((one) => !one.closest('.strip-unseen, .lab-unseen, svg') && getComputedStyle(one).display !== 'inline')
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 2)
  .map((one) => one.className || one.outerHTML)"""
Show = Callable[..., Page]


@pytest.fixture
def strip(new_page: Blank) -> Show:
    """Return a function that opens a page with a strip and nothing else, which some files and no server answer."""

    def open_page(*, size: str = "desktop", theme: str = "light", refused: bool = False) -> Page:
        page = new_page(size, theme)
        page.route(f"{SITE}/**", lambda route: _answer(route, theme, refused))
        page.goto(SITE)
        page.wait_for_function("Boolean(window.show)")
        return page

    return open_page


def _answer(route: Route, theme: str, refused: bool) -> None:
    path = route.request.url.removeprefix(SITE).partition("?")[0]
    if path == "/sound" and refused:
        error = {"problem": "The run is gone.", "remedy": "Choose another."}
        route.fulfill(status=404, json={"error": error})
    elif path == "/sound":
        hum = np.sin(np.arange(2 * RATE) / 20).astype(np.float32)
        route.fulfill(body=wav(0.1 * hum, RATE), content_type="audio/wav")
    elif path == "/":
        route.fulfill(body=PAGE % (theme, _variables(theme)), content_type="text/html")
    elif (assets.OWN / path.lstrip("/")).is_file():
        route.fulfill(path=assets.OWN / path.lstrip("/"))
    else:
        route.fulfill(status=204)


def _variables(theme: str) -> str:
    tokens = THEMES[theme]
    known = {"bg": "background", "panel": "panel", "line": "hairline", "muted": "muted", "text": "text"}
    return ";".join(f"--sv-{name}:{getattr(tokens, token)}" for name, token in known.items()) + ";--sv-strong:#64748b"


def told(focus: Kind, *, severity: float = 1, absent: Kind | None = None, rows: int = 6) -> dict[str, Any]:
    """Return what a strip is told; odd samples flip."""
    looks = styles(modality.name for modality in MODALITIES)
    players = [
        {"name": each.name, "drawn": each.drawn, "glyph": looks[each.name].glyph, "fill": looks[each.name].colour}
        for each in MODALITIES
    ]
    return {
        "strip": [_sample(row) for row in range(rows)],
        "samples": [_shown(row, severity) for row in range(rows)],
        "players": players,
        "present": [each.name for each in MODALITIES if each.kind != absent],
        "focus": f"the {focus}",
    }


def _sample(row: int) -> dict[str, Any]:
    truth, flipped = CLASSES[row % 3], bool(row % 2)
    after = CLASSES[(row + flipped) % 3]
    verdict = {
        "run": "plain-heron",
        "before": {"label": truth, "percent": "84", "right": True},
        "after": {"label": after, "percent": "65", "right": not flipped},
        "flipped": flipped,
        "said": f"{truth} 84 % became {after} 65 %.",
    }
    return {"row": row, "truth": truth, "verdicts": [verdict]}


def _shown(row: int, severity: float) -> dict[str, Any]:
    rng = np.random.default_rng(row)
    exhibits = {}
    for each in MODALITIES:
        before, noise = _values(each, rng), _values(each, rng)
        after = np.where(rng.random(each.shape) < severity / 2, noise, before).astype(before.dtype)
        exhibits[each.name] = exhibit(each, before, after).model_dump(mode="json")
    return {"row": row, "exhibits": exhibits}


def _values(modality: Modality, rng: np.random.Generator) -> View:
    if modality.kind == "text":
        return rng.integers(2, 400, modality.shape)
    return rng.random(modality.shape, dtype=np.float32)


def feed(page: Page, data: dict[str, Any]) -> None:
    page.evaluate(f"window.show({json.dumps(data)})")


@pytest.mark.parametrize(("size", "theme"), [("desktop", "light"), ("desktop", "dark"), ("phone", "light")])
def test_all_kinds_fit_every_screen_and_every_eye(strip: Show, size: str, theme: str) -> None:
    page = strip(size=size, theme=theme)
    for focus in SHAPES:
        feed(page, told(focus, absent="series" if focus == "image" else None))
        cards = page.locator(".strip-card")
        expect(cards).to_have_count(6)
        widths = {round(box["width"]) for box in (card.bounding_box() for card in cards.all()) if box}
        assert 100 <= min(widths) <= max(widths) <= 118
        assert page.evaluate(OVERFLOWING) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    feed(page, told("audio", absent="text"))
    assert barriers(page) == []


def test_flips_and_what_is_absent_are_told_by_more_than_colour(strip: Show) -> None:
    page = strip()
    feed(page, told("image", absent="image"))
    cards = page.locator(".strip-card")
    assert [card.get_attribute("data-flipped") for card in cards.all()] == ["false", "true"] * 3
    widths = [card.evaluate("one => getComputedStyle(one).outlineWidth") for card in cards.all()[:2]]
    assert widths == ["0px", "2px"]
    expect(cards.nth(1).locator(".strip-after")).to_have_text("→ Symbols65")
    expect(cards.nth(1)).to_contain_text("forward elevation 84 % became Symbols 65 %.")
    expect(cards.first.get_by_role("img", name="the image is absent")).to_have_count(1)
    expect(cards.first.get_by_role("img", name="the image, picture before")).to_have_count(1)
    expect(cards.first.locator(".strip-large")).to_contain_text("absent")


def test_texts_of_figures_say_what_changed_and_no_name_becomes_markup(strip: Show) -> None:
    page = strip()
    data = told("image")
    feed(page, data)
    said = data["samples"][0]["exhibits"]["the image"]["told"]
    card = page.locator(".strip-card").first
    expect(card.get_by_role("img", name=f"the image, picture after, {said}")).to_have_count(1)
    expect(card.locator(".strip-title")).to_contain_text(WICKED)
    expect(page.locator("img[src=x]")).to_have_count(0)


def test_while_a_slider_moves_the_same_elements_show_other_pictures(strip: Show) -> None:
    page = strip()
    data = told("image", severity=0)
    feed(page, data)
    page.evaluate("window.kept = [...document.querySelectorAll('.strip-card *')].filter((one) => !one.closest('p, g'))")
    before = page.locator(".strip-large img").nth(1).get_attribute("src")
    feed(page, told("image", severity=1))
    assert page.evaluate("window.kept.every((one) => one.isConnected)")
    assert page.locator(".strip-large img").nth(1).get_attribute("src") != before
    feed(page, told("image", severity=0))
    assert page.locator(".strip-large img").nth(1).get_attribute("src") == before


def test_cards_stand_before_their_pictures_have_come(strip: Show) -> None:
    page = strip()
    feed(page, told("audio") | {"samples": None})
    expect(page.locator(".strip-card")).to_have_count(6)
    expect(page.get_by_role("button").first).to_be_disabled()
    feed(page, told("audio"))
    expect(page.get_by_role("button").first).to_be_enabled()
    expect(page.locator(".strip-card").first.locator(".strip-large img")).to_have_count(2)


def test_one_sound_is_heard_at_a_time_by_mouse_and_by_keyboard(strip: Show) -> None:
    page = strip()
    feed(page, told("audio"))
    before = page.get_by_role("button", name="the audio before, sample 2, forward elevation")
    after = page.get_by_role("button", name="the audio after, sample 2, forward elevation")
    expect(before).to_have_accessible_name("Play the audio before, sample 2, forward elevation")
    before.click()
    expect(before).to_have_accessible_name("Stop the audio before, sample 2, forward elevation")
    after.focus()
    page.keyboard.press("Enter")
    expect(after).to_have_accessible_name("Stop the audio after, sample 2, forward elevation")
    expect(before).to_have_accessible_name("Play the audio before, sample 2, forward elevation")
    page.keyboard.press("Enter")
    expect(after).to_have_accessible_name("Play the audio after, sample 2, forward elevation")


def test_a_browser_that_cannot_play_says_so_and_goes_on(strip: Show) -> None:
    page = strip()
    page.evaluate("() => { HTMLMediaElement.prototype.play = () => Promise.reject(new Error('no device')); }")
    feed(page, told("audio"))
    page.get_by_role("button").first.click()
    expect(page.get_by_role("status")).to_have_text("This browser could not play the sound: the spectrogram shows it.")
    feed(page, told("image"))
    expect(page.locator(".strip-large img")).to_have_count(12)


def test_a_sound_that_the_server_refuses_is_told_in_its_words(strip: Show) -> None:
    page = strip(refused=True)
    feed(page, told("audio"))
    page.get_by_role("button").first.click()
    expect(page.get_by_role("status")).to_have_text("The run is gone. Choose another.")
