"""What the server adds to Streamlit: our own assets, headers, and the work that it takes up when it starts.

The script lies in the package, away from `pages/`: Streamlit runs a file of a `pages/` folder beside its script on its
own when a deep link is the first thing that a fresh server sees. So there is one way into a page, through the frame.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.middleware import Middleware
from streamlit import App

from shapviz.errors import StoreError
from shapviz.ui import resources
from shapviz.ui.assets import routes
from shapviz.ui.headers import SecurityHeaders

__all__ = ["MIDDLEWARE", "SCRIPT", "lifespan", "routes"]

SCRIPT = Path(__file__).with_name("script.py")
MIDDLEWARE = (Middleware(SecurityHeaders),)
_log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(_: App) -> AsyncIterator[None]:
    """Take up the work that a killed server left behind, before the first browser comes."""
    try:
        resources.start()
    except StoreError as error:
        _log.error("%s", error)  # the server goes on: every page shows the same error on a card
    yield
