"""What the server does besides answering: headers, and a look after the queue from its start to its end.

The script lies in the package, away from `pages/`: Streamlit runs a file of a `pages/` folder beside its script on its
own when a deep link is the first thing that a fresh server sees. So there is one way into a page, through the frame.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from starlette.middleware import Middleware
from streamlit import App

from shapviz.errors import StoreError
from shapviz.ui import resources
from shapviz.ui.headers import SecurityHeaders

SCRIPT = Path(__file__).with_name("script.py")
MIDDLEWARE = (Middleware(SecurityHeaders),)
_EVERY = 3.0  # seconds between two looks at the queue
_log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(_: App) -> AsyncIterator[None]:
    """Look after the queue while the server runs, whether or not a browser is open."""
    await asyncio.to_thread(_look, resources.start)
    tending = asyncio.create_task(_tend())
    yield
    tending.cancel()
    with suppress(asyncio.CancelledError):
        await tending


async def _tend() -> None:
    """Give the runs of workers that died to new ones, again and again."""
    while True:
        await asyncio.sleep(_EVERY)
        await asyncio.to_thread(_look, resources.tend)


def _look(step: Callable[[], None]) -> None:
    """Take one step. Without a store the server goes on: every page shows the error on a card, until it is mended."""
    try:
        step()
    except StoreError as error:
        _log.error("%s", error)
