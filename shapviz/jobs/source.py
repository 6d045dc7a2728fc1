"""Whether the code of shapviz is still the one that a process has loaded."""

from pathlib import Path

import shapviz


def newest() -> float:
    """Return when the code of shapviz was last changed, in seconds since 1970."""
    return max(source.stat().st_mtime for source in Path(shapviz.__file__).parent.rglob("*.py"))
