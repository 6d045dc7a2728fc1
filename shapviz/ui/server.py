"""What the server does besides answering: headers, and a look after the queue and the lab until its end.

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

from shapviz.errors import ShapvizError
from shapviz.ui import resources
from shapviz.ui.headers import SecurityHeaders

SCRIPT = Path(__file__).with_name("script.py")
MIDDLEWARE = (Middleware(SecurityHeaders),)
_EVERY = 3.0  # seconds between two looks at the queue
_log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(_: App) -> AsyncIterator[None]:
    """Look after the queue while the server runs, whether or not a browser is open."""
    started = await asyncio.to_thread(_done, resources.start)
    tending = asyncio.create_task(_tend(started))
    yield
    tending.cancel()
    with suppress(asyncio.CancelledError):
        await tending
    resources.lab().close()


async def _tend(started: bool) -> None:
    """Look at the queue again and again, once the server could start with it."""
    while True:
        await asyncio.sleep(_EVERY)
        step = resources.tend if started else resources.start
        started |= await asyncio.to_thread(_done, step)


def _done(step: Callable[[], None]) -> bool:
    """Return whether the step could be taken.

    Without a store or a queue the server goes on: pages show the error on a card, until it is mended.
    """
    try:
        step()
    except ShapvizError as error:
        _log.error("%s", error)
        return False
    return True
