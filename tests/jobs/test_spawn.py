"""Starting a worker."""

from pathlib import Path

import pytest

from shapviz.errors import ShapvizError
from shapviz.jobs.spawn import spawn


def test_where_no_log_can_be_written_it_is_said_that_no_worker_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SHAPVIZ_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(ShapvizError, match=r"A worker cannot be started: .*Not a directory.*worker\.log"):
        spawn("sqlite:///nowhere.db", "id")
