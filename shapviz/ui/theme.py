"""The colours of the app's chrome, as CSS variables. They are those of the figures, so that both stand on one page."""

import streamlit as st

from shapviz.figures.theme import DARK, LIGHT, Theme, styles

# The primary colour of `.streamlit/config.toml`, the one strong accent of the chrome, and what is written on it
_STRONG = {LIGHT.name: ("#334155", "#ffffff"), DARK.name: ("#cbd5e1", "#0e1117")}
_SLOTS = tuple(styles(str(place) for place in range(8)).values())


def current() -> Theme:
    """Return the tokens of the theme that this browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def variables() -> str:
    """Return the style element that gives `style.css` its colours and marks."""
    theme = current()
    strong, on_strong = _STRONG[theme.name]
    chrome = {
        "bg": theme.background,
        "panel": theme.panel,
        "line": theme.hairline,
        "muted": theme.muted,
        "text": theme.text,
        "strong": strong,
        "on-strong": on_strong,
    }
    marks = {f"slot-{place}": style.colour for place, style in enumerate(_SLOTS)}
    declared = ";".join(f"--sv-{name}:{value}" for name, value in (chrome | marks).items())
    glyphs = "".join(
        f'[class*="st-key-slot-{place}-"] label p::before{{content:"{style.glyph}";color:var(--sv-slot-{place})}}'
        for place, style in enumerate(_SLOTS)
    )
    return f"<style>:root{{color-scheme:{theme.name};{declared}}}{glyphs}</style>"
