"""Files that the browser needs besides Streamlit's own, served from the installed packages. Nothing comes from a CDN.

Every address carries a digest of all of them, so that a browser may keep them forever and an upgrade is seen at once.
"""

import gzip
import hashlib
import re
from collections.abc import MutableMapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from shapviz import data

OWN = Path(__file__).with_name("assets")
THUMBNAILS = Path(data.__file__).with_name("thumbnails")
FOREVER = "public, max-age=31536000, immutable"


def url(path: str) -> str:
    """Return the address of an asset: a file of `ui/assets`, `thumbnails/NAME.png` or `plotly/plotly.min.js`."""
    return f"{base()}/assets/{_digest()}/{path}"


def routes() -> list[BaseRoute]:
    """Return the routes of all assets, and of the pages' HTML with our head in it.

    Names that no page has are answered like pages: Streamlit says there that it does not know them.
    """
    register_url_convertor("page", _PageName())
    folders = [
        Route("/plotly/plotly.min.js", _plotly_js),
        Mount("/thumbnails", _Forever(directory=THUMBNAILS, check_dir=False)),
        Mount("/", _Forever(directory=OWN)),
    ]
    return [
        Mount(f"{base()}/assets/{{digest}}", routes=folders),
        Route(f"{base()}/", _page),
        Route(f"{base()}/{{name:page}}", _page),
    ]


class _PageName(StringConvertor):
    """What may be a page's name: one word, so that neither a file nor a path of Streamlit's is taken for a page."""

    regex = "[a-z][a-z0-9-]*"


class _Forever(StaticFiles):
    """Static files that never change under the same address."""

    async def get_response(self, path: str, scope: MutableMapping[str, Any]) -> Response:
        """Answer with the file, to be kept for a year."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = FOREVER
        return response


async def _plotly_js(_: Request) -> Response:
    """Answer with plotly.js. A third of its size travels, and it is compressed once, not for every browser."""
    headers = {"Cache-Control": FOREVER, "Content-Encoding": "gzip"}
    return Response(await run_in_threadpool(_compressed_plotly), media_type="text/javascript", headers=headers)


@cache
def _compressed_plotly() -> bytes:
    return gzip.compress(_plotly().read_bytes(), compresslevel=4)  # 6 takes twice as long for 4 % less


async def _page(_: Request) -> HTMLResponse:
    """Answer with Streamlit's page."""
    return HTMLResponse(_html(), headers={"Cache-Control": "no-cache"})


@cache
def _html() -> str:
    """Return Streamlit's page with our head: style and font are there before the first paint.

    It also says where the server is. Streamlit otherwise asks for it beneath the address of the page first, so that
    every deep link begins with two requests that fail.
    """
    html = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    sheets = ["style.css", *sorted(sheet.relative_to(OWN).as_posix() for sheet in OWN.glob("*/*.css"))]
    styles = "\n    ".join(f'<link rel="stylesheet" href="{url(sheet)}" />' for sheet in sheets)
    head = f"""<meta name="description" content="See how a multimodal network uses its modalities while it trains." />
    <link rel="icon" href="{url("logo.svg")}" />
    <link rel="preload" href="{url("fonts/inter-latin.woff2")}" as="font" type="font/woff2" crossorigin />
    {styles}
    <script>window.__streamlit = {{ BACKEND_BASE_URL: location.origin + "{base()}/" }};</script>"""
    unused = re.compile(r'<link\s+rel="(preload|shortcut icon)"[^>]*>')  # Streamlit's own font and icon
    html = unused.sub("", html).replace("<title>Streamlit</title>", "<title>shapviz</title>")
    return html.replace("<head>", f"<head>\n    {head}")


def base() -> str:
    """Return the path that the server is mounted at, without a slash at its end."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"/{base}" if base else ""


def _plotly() -> Path:
    """Return the file of plotly.js, found without importing the package, which is slow to load."""
    spec = find_spec("plotly")
    assert spec is not None, "plotly is a dependency"
    assert spec.origin is not None
    return Path(spec.origin).with_name("package_data") / "plotly.min.js"


@cache
def _digest() -> str:
    """Return a short digest that changes with any of the files."""
    digest = hashlib.sha256()
    for file in sorted([*OWN.rglob("*"), *THUMBNAILS.glob("*.png"), _plotly()]):
        if file.is_file():
            digest.update(f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}".encode())
    return digest.hexdigest()[:12]
