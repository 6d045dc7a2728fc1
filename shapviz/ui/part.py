"""Parts of a page that are drawn by JavaScript of our own, loaded from the app itself."""

from typing import Any

import streamlit as st

from shapviz.ui import assets

# Streamlit runs this from a blob, which is why the origin must be told; the module stays in the browser's cache, while
# code that is handed over inline would travel with every update. While a module is still on its way, a browser may give
# it to the later of two calls first: the earlier one must then not draw its old data over the new.
_LOADER = """const newest = new WeakMap();
export default async (call) => {
  newest.set(call.parentElement, call);
  const part = await import(location.origin + call.data.module);
  if (newest.get(call.parentElement) !== call) return;
  return part.default({ ...call, root: call.parentElement.querySelector(".sv-part") });
};"""


def draw(module: str, data: dict[str, Any], *, key: str, **on_change: Any) -> Any:
    """Return what came of drawing `assets/MODULE.js`: its default export is called with the data and an empty element.

    It is called again, with the same element, whenever the data change. If it returns a function, that is called when
    the part leaves the page.

    Args:
        module: Its path below `assets`, without the ending.
        data: Whatever it draws. No lists: Streamlit would load pandas to see whether one is a table. Tuples are fine.
        key: Distinguishes this part from others of the page.
        on_change: Callbacks named `on_NAME_change`, for what the module triggers as `NAME`.
    """
    component = st.components.v2.component(
        f"shapviz.{module}", html='<div class="sv-part"></div>', js=_LOADER, isolate_styles=False
    )
    return component(data=data | {"module": assets.url(f"{module}.js")}, key=key, **on_change)
