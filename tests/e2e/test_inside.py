"""The samples of Attribution: narrowed down, walked through, and looked into, modality by modality."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from shapviz.attribution.gallery import gallery
from shapviz.attribution.inside.looks import look_inside
from shapviz.figures.attribution.unit import Unit
from shapviz.runs.attribution import Question
from shapviz.runs.gallery import Gallery
from tests.e2e import alone
from tests.e2e.conftest import Blank
from tests.e2e.conftest import Open as Look
from tests.e2e.looks import barriers
from tests.e2e.site import Site

Open = Callable[..., Page]
POINTS = Unit("probability")
PAINTED = """canvas => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((_, at) => at % 4 === 3).reduce((most, alpha) => Math.max(most, alpha), 0);
}"""
SPILT = """() => [...document.querySelectorAll('.left, .left *')]
  .filter((one) => !one.closest('.lab-unseen, svg') && !['inline', 'contents'].includes(getComputedStyle(one).display))
  .filter((one) => one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.className || one.outerHTML)"""


@pytest.fixture
def left(new_page: Blank) -> Open:
    """Return a function that opens the column of a dataset by itself."""

    def open_page(dataset: str = "emoji3", *, size: str = "desktop", theme: str = "light", **change: Any) -> Page:
        return alone.opened(new_page(size, theme), dataset, theme=theme, **change)

    return open_page


@pytest.fixture(scope="module")
def samples() -> Gallery:
    return gallery(alone.explainer("emoji3"), Question())


@pytest.fixture
def recorded(tmp_path: Path) -> Iterator[Site]:
    """Return a server with the recorded runs, as a first visitor finds it."""
    site = Site(tmp_path)
    site.start()
    yield site
    site.close()


def known(page: Page) -> Page:
    """Return the page once every modality has been looked into."""
    expect(page.locator(".in-figure").first).to_be_visible()
    expect(page.locator('.in-figure[aria-busy="true"]')).to_have_count(0)
    return page


def figure(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def place(page: Page) -> Locator:
    return page.locator(".left-place")


def frames(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Samples").get_by_role("option")


def test_one_begins_with_a_sample_that_is_right_and_on_which_methods_disagree(left: Open, samples: Gallery) -> None:
    page = left()
    at = samples.rows.index(samples.opening)
    assert samples.predicted[at] == samples.truth[at]
    assert samples.led[at] != samples.led_one_out[at]
    expect(place(page)).to_have_text(f"{at + 1} of {len(samples.rows)}")
    expect(page.get_by_role("heading", level=2)).to_have_text(samples.classes[samples.truth[at]])
    expect(page.locator(".left-told")).to_contain_text("right")


def test_filters_say_how_many_they_leave_and_leave_as_many(left: Open, samples: Gallery) -> None:
    page = left()
    wrong = [at for at, truth in enumerate(samples.truth) if samples.predicted[at] != truth]
    by_words = [at for at in wrong if samples.players[samples.led[at]] == "words"]
    pill = page.get_by_role("button", name=f"Wrong {len(wrong)}")
    pill.click()
    expect(pill).to_have_attribute("aria-pressed", "true")
    expect(pill).to_be_focused()
    page.get_by_role("button", name=f"words {len(by_words)}").click()
    expect(place(page)).to_contain_text(f"of {len(by_words)}")
    assert page.evaluate("window.wishes.at(-1).filter") == {
        "wrong": True,
        "disagreeing": False,
        "led": ["words"],
        "class": None,
    }
    page.get_by_role("combobox", name="Class").select_option(samples.classes[samples.truth[by_words[0]]])
    frames(page).first.click()
    expect(page.locator(".left-told")).to_contain_text("taken for")


def test_where_no_sample_is_left_that_is_said_and_one_button_brings_all_back(left: Open, samples: Gallery) -> None:
    nobody = next(
        name
        for number, name in enumerate(samples.classes)
        if not any(truth == number != guess for truth, guess in zip(samples.truth, samples.predicted, strict=True))
        or not any(
            truth == number and samples.led[at] != samples.led_one_out[at] and samples.predicted[at] != truth
            for at, truth in enumerate(samples.truth)
        )
    )
    page = left(filter={"wrong": True, "disagreeing": True, "led": [], "class": nobody})
    expect(page.get_by_text("No sample is left by these filters.")).to_be_visible()
    expect(page.get_by_role("listbox", name="Samples")).to_be_hidden()
    card = page.get_by_role("region", name="The sample in view")
    expect(card).to_be_hidden()
    page.get_by_role("button", name="Clear filters").click()
    expect(card).to_be_visible()
    expect(place(page)).to_contain_text(f"of {len(samples.rows)}")


def test_arrow_keys_lead_along_the_film_strip(left: Open, samples: Gallery) -> None:
    page = left(row=samples.rows[5])
    expect(frames(page)).to_have_count(7)
    chosen = page.locator('[role="option"][aria-selected="true"]')
    expect(chosen).to_have_accessible_name(re.compile(f"^6 of {len(samples.rows)}: "))
    chosen.focus()
    for key, at in (("ArrowRight", 7), ("ArrowRight", 8), ("ArrowLeft", 7), ("End", len(samples.rows)), ("Home", 1)):
        page.keyboard.press(key)
        expect(place(page)).to_have_text(f"{at} of {len(samples.rows)}")
        expect(chosen).to_be_focused()
    expect(chosen).to_have_accessible_name(re.compile("^1 of "))
    expect(page.get_by_role("button", name="previous sample")).to_be_disabled()
    page.get_by_role("button", name="next sample").click()
    expect(place(page)).to_have_text(f"2 of {len(samples.rows)}")


def test_pixels_and_words_show_what_speaks_for_the_class_and_against_it(left: Open) -> None:
    page = known(left())
    for name in ("twemoji", "noto"):
        overlay = figure(page, name).get_by_role("img", name=re.compile(f"^{name}, attribution: row"))
        assert overlay.evaluate(PAINTED) > 100
        assert overlay.evaluate("canvas => getComputedStyle(canvas).imageRendering") == "pixelated"
    words = figure(page, "words").get_by_role("list", name=re.compile("^words, attribution: .* speaks most for"))
    heights = words.locator("i").evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
    assert max(heights) == pytest.approx(11, abs=0.5)
    assert min(heights) >= 2
    expect(words.locator("small").first).to_have_text(re.compile(r"^([+\u2212]\d+(\.\d+)?|0(\.0+)?)$"))


def test_a_sound_can_be_heard_beside_the_cells_that_count(left: Open) -> None:
    page = known(left("avdigits"))
    overlay = figure(page, "audio").get_by_role("img", name=re.compile(r"^audio, attribution: .* Hz"))
    assert overlay.evaluate(PAINTED) > 100
    button = figure(page, "audio").get_by_role("button", name="Play audio of this sample")
    button.click()
    expect(figure(page, "audio").get_by_role("button", name="Stop audio of this sample")).to_be_visible()


def test_every_cell_lies_where_it_is_heard_and_the_loudest_is_in_full_colour(left: Open) -> None:
    page = left("avdigits")
    row = gallery(alone.explainer("avdigits"), Question()).opening
    inside = look_inside(alone.explainer("avdigits"), row, "audio", "captum.integrated_gradients", Question())
    assert inside.grid
    most = int(np.abs(inside.values).argmax())
    band, frame = divmod(most, inside.grid[1])
    overlay = figure(known(page), "audio").locator("canvas")
    pixel = "(canvas, [x, y]) => [...canvas.getContext('2d').getImageData(x, y, 1, 1).data]"
    assert overlay.evaluate(pixel, [frame, inside.grid[0] - 1 - band])[3] == 255, "the lowest tones are below"
    page.get_by_role("listbox").locator('[aria-selected="true"]').focus()
    overlay.focus()
    page.keyboard.press("ArrowUp")
    highest = inside.elements[(inside.grid[0] - 1) * inside.grid[1]]
    expect(figure(page, "audio").get_by_role("status").first).to_contain_text(highest)


def test_traces_stand_over_the_spans_that_count(left: Open) -> None:
    page = known(left("watch"))
    overlay = figure(page, "gyro").get_by_role("img", name=re.compile("^gyro, attribution: channel"))
    assert overlay.evaluate(PAINTED) > 100
    expect(figure(page, "gyro").locator("polyline")).to_have_count(3)


@pytest.mark.parametrize(("dataset", "name", "first"), [("mfeat", "zer", 3), ("penguins", "bill", 2)])
def test_columns_are_bars_of_which_the_loudest_come_first(left: Open, dataset: str, name: str, first: int) -> None:
    page = known(left(dataset))
    shown = figure(page, name).locator(".in-columns > ul .in-lane i")
    expect(shown).to_have_count(first)
    widths = shown.evaluate_all("all => all.map((one) => one.getBoundingClientRect().width)")
    assert widths == sorted(widths, reverse=True)
    if first == 3:
        figure(page, name).get_by_text(re.compile("more, together")).click()
        expect(figure(page, name).locator(".in-lane i")).to_have_count(47)


def test_columns_that_form_a_picture_are_drawn_as_one(left: Open) -> None:
    page = known(left("mfeat"))
    overlay = figure(page, "pix").get_by_role("img", name=re.compile("^pix, attribution: row"))
    assert overlay.evaluate(PAINTED) > 100
    assert overlay.evaluate("canvas => [canvas.height, canvas.width]") == [16, 15]
    expect(frames(page).first.get_by_role("img", name="pix, picture")).to_be_visible()


def test_arrow_keys_say_the_value_of_every_cell(left: Open) -> None:
    page = known(left())
    overlay = figure(page, "noto").locator("canvas")
    page.get_by_role("listbox").locator('[aria-selected="true"]').focus()
    overlay.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    said = figure(page, "noto").get_by_role("status").first
    expect(said).to_have_text(re.compile(r"^row 2, column 2: ([+\u2212]\d+(\.\d+)?|0) pts$"))
    before = place(page).inner_text()
    page.keyboard.press("ArrowLeft")
    expect(said).to_have_text(re.compile("^row 2, column 1: "))
    assert place(page).inner_text() == before
    box = overlay.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2 + 2)
    expect(said).to_have_text(re.compile("^row 17, column 32: "))


def test_the_slider_uncovers_what_is_below(left: Open) -> None:
    page = known(left())
    overlay = figure(page, "twemoji").locator("canvas")
    expect(overlay).to_have_css("opacity", "1")
    page.get_by_role("slider", name="Opacity").fill("30")
    expect(overlay).to_have_css("opacity", "0.3")


def test_the_numbers_of_every_modality_add_up_to_its_own(left: Open) -> None:
    page = known(left(method="captum.input_x_gradient"))
    page.get_by_text("Numbers", exact=True).click()
    tables = page.get_by_role("region", name="Numbers of the sample").get_by_role("table")
    expect(tables).to_have_count(3)
    unexplained = []
    for table in tables.all():
        *parts, whole = [_number(cell) for cell in table.locator("td:last-child").all_inner_texts()]
        assert sum(parts) == pytest.approx(whole, abs=1e-9)
        unexplained.append(parts[-1])
    assert max(map(abs, unexplained)) > 2, "gradients at one end do not explain all of it"


def _number(told: str) -> float:
    return float(told.replace("\u2212", "-"))


def test_a_refusal_is_said_where_the_picture_would_be_and_the_rest_goes_on(left: Open) -> None:
    page = known(left(method="exact"))
    refused = figure(page, "noto").locator(".in-refusal")
    expect(refused).to_contain_text("Exact Shapley would ask the network about 64 elements")
    expect(refused.get_by_role("button", name="Try again")).to_be_visible()
    expect(figure(page, "noto").locator(".in-name")).to_have_text(re.compile(r"noto [+\u2212]\d+(\.\d)? pts"))
    expect(figure(page, "words").locator(".in-words")).to_be_visible()
    page.get_by_role("radio", name="Gradients").check(force=True)
    expect(refused).to_be_hidden()
    assert figure(known(page), "noto").locator("canvas").evaluate(PAINTED) > 100


def test_what_failed_once_is_asked_again_when_somebody_wants_it(left: Open) -> None:
    page = left(refused=True)
    refused = figure(known(page), "words").locator(".in-refusal")
    expect(refused).to_contain_text("This method does not fit. Choose another.")
    asked = page.evaluate("window.asked.length")
    refused.get_by_role("button", name="Try again").click()
    expect(refused).to_be_visible()
    assert page.evaluate("window.asked.slice(-1)[0][1].modality") == "words"
    assert page.evaluate("window.asked.length") == asked + 1


def test_another_class_is_asked_about_and_named(left: Open, samples: Gallery) -> None:
    page = known(left())
    at = samples.rows.index(samples.opening)
    other = samples.classes[samples.runner_up[at]]
    page.get_by_role("group", name="Why this class").get_by_role("radio", name=other).check(force=True)
    expect(page.locator(".in-poles")).to_contain_text(f"for {other}")
    assert page.evaluate("window.wishes.at(-1).target") == f"class:{other}"
    assert gallery(alone.explainer("emoji3"), Question(target=f"class:{other}")).opening != samples.opening
    expect(place(page)).to_have_text(f"{at + 1} of {len(samples.rows)}")
    expect(figure(known(page), "words").locator(".in-words")).to_have_attribute("aria-label", re.compile(other))


def test_another_method_is_shown_by_the_same_scale(left: Open) -> None:
    page = known(left(method="captum.input_x_gradient"))
    before = page.locator(".in-scale").inner_text()
    page.get_by_role("radio", name="Gradients").check(force=True)
    expect(page.get_by_role("radio", name="Gradients")).to_be_checked()
    known(page)
    first, second = (_most(told, "pixel") for told in (before, page.locator(".in-scale").inner_text()))
    assert second >= first
    page.get_by_role("combobox", name="Another method").select_option("captum.input_x_gradient")
    expect(page.get_by_role("radio", name="Gradients")).not_to_be_checked()
    assert _most(known(page).locator(".in-scale").inner_text(), "pixel") == second


def _most(told: str, unit: str) -> float:
    found = re.search(rf"([\d.]+) a {unit}", told)
    assert found, told
    return float(found[1])


def test_whom_a_modality_meets_is_a_choice_for_research(left: Open, samples: Gallery) -> None:
    page = known(left())
    expect(page.get_by_role("radio", name="everybody")).to_be_hidden()
    page.evaluate("window.show({ level: 'research' })")
    page.get_by_role("radio", name="everybody").check(force=True)
    at = samples.rows.index(samples.opening)
    for player, name in enumerate(samples.players):
        expected = POINTS.signed(float(samples.leave_one_out[at][player]))
        expect(figure(known(page), name).locator(".in-name")).to_contain_text(f"{expected} pts")


def test_one_tree_goes_through_all_modalities_at_once_and_says_what_it_leaves(left: Open) -> None:
    page = known(left(level="research"))
    page.get_by_role("radio", name="one tree").check(force=True)
    known(page)
    assert page.evaluate("window.asked.filter(([kind]) => kind === 'through').length") == 1
    expect(page.get_by_role("group", name="Method that looks inside")).to_be_hidden()
    assert figure(page, "twemoji").locator("canvas").evaluate("canvas => canvas.width") == 8
    told = page.locator(".in-parts").all_inner_texts()
    assert any("unexplained" in each for each in told)
    assert not any("being there" in each for each in told)


def test_of_wishes_that_follow_fast_the_last_is_shown(left: Open, samples: Gallery) -> None:
    page = left(row=samples.rows[0])
    held: list[Route] = []
    known(page)
    page.route("**/ask/inside", lambda route: held.append(route))
    page.locator('[role="option"][aria-selected="true"]').focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(place(page)).to_have_text(f"5 of {len(samples.rows)}")
    page.unroute("**/ask/inside")
    for route in held:
        route.fallback()
    known(page)
    told = figure(page, "words").locator(".in-name").inner_text()
    assert f"{POINTS.signed(float(samples.exact[4][2]))} pts" in told


@pytest.mark.parametrize(("size", "theme"), [("desktop", "light"), ("desktop", "dark"), ("phone", "light")])
@pytest.mark.parametrize("dataset", ["emoji3", "mfeat"])
def test_the_column_fits_every_screen_and_every_eye(left: Open, dataset: str, size: str, theme: str) -> None:
    page = known(left(dataset, size=size, theme=theme, level="research"))
    page.get_by_text("Numbers", exact=True).click()
    assert page.evaluate(SPILT) == []
    assert barriers(page) == []


def test_on_the_page_steps_and_filters_are_written_in_the_address(recorded: Site, look: Look, samples: Gallery) -> None:
    at = samples.rows.index(samples.opening)
    page = known(look(f"{recorded.url}/attribution?run=emoji-dropout"))
    expect(place(page)).to_have_text(f"{at + 1} of {len(samples.rows)}")
    page.get_by_role("button", name="next sample").click()
    expect(page).to_have_url(re.compile(rf"row={samples.rows[at + 1]}\b"))
    assert figure(known(page), "noto").locator("canvas").evaluate(PAINTED) > 100
    page.get_by_role("button", name=re.compile("^Wrong ")).click()
    expect(page).to_have_url(re.compile("filter=wrong"))
    expect(page.locator(".left-told")).to_contain_text("taken for")
    again = known(look(page.url))
    expect(place(again)).to_have_text(place(page).inner_text())
