import pytest

from shapviz.figures.theme import PALETTE, THEMES, faded, luminance, on_cividis, styles

NAMES = [f"m{place}" for place in range(64)]


def contrast(one: str, other: str) -> float:
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_luminance_spans_black_to_white() -> None:
    assert (luminance("#000000"), luminance("#FFFFFF")) == pytest.approx((0, 1))


def test_no_two_of_64_modalities_look_the_same() -> None:
    looks = {(style.colour, style.marker) for style in styles(NAMES).values()}
    assert len(looks) == 64


def test_the_first_eight_have_a_colour_a_mark_and_a_dash_of_their_own() -> None:
    first = list(styles(NAMES[:8]).values())
    assert [style.colour for style in first] == list(PALETTE)
    assert len({style.marker for style in first}) == len({style.dash for style in first}) == 8


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_text_is_legible_and_marks_are_visible(theme) -> None:
    assert min(contrast(theme.text, theme.background), contrast(theme.muted, theme.background)) >= 4.5
    assert contrast(theme.muted, theme.panel) >= 4.5
    assert all(contrast(colour, theme.background) >= 3 for colour in PALETTE)


def test_text_is_legible_on_every_modality() -> None:
    assert all(contrast(style.on, style.colour) >= 4.5 for style in styles(NAMES[:8]).values())


@pytest.mark.parametrize("value", [0.0, 0.2, 0.4, 0.6, 0.8, 1.0, -1.0, 2.0])
def test_numbers_are_legible_on_cividis(value: float) -> None:
    import plotly.colors

    clipped = min(max(value, 0.0), 1.0)
    [shown] = plotly.colors.sample_colorscale("Cividis", [clipped], colortype="tuple")
    ground = "#" + "".join(f"{round(255 * channel):02X}" for channel in shown)
    assert contrast(on_cividis(value), ground) >= 4.0


def test_faded_keeps_the_colour() -> None:
    assert faded("#1556D6", 0.16) == "rgba(21,86,214,0.16)"
