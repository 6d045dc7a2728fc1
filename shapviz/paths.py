"""Where shapviz finds what travels with it, and where it keeps what people make."""

import os
from pathlib import Path

import platformdirs


def bundle() -> Path:
    """Return the folder of app.py, pages/ and sample_data/: the checkout, or its copy in the installed wheel."""
    package = Path(__file__).resolve().parent
    installed = package / "_bundle"
    return installed if installed.is_dir() else package.parent


def home() -> Path:
    """Return the folder of the run store and its artifacts: `SHAPVIZ_HOME`, or the user's data folder."""
    chosen = os.environ.get("SHAPVIZ_HOME")
    return Path(chosen).expanduser() if chosen else Path(platformdirs.user_data_dir("shapviz", appauthor=False))
