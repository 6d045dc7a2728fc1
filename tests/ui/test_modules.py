"""The modules of every part of the pages, tested in their own language."""

from pathlib import Path

import pytest

from tests.ui import node

FOLDERS = sorted({test.parent for test in node.HERE.glob("*/*.test.mjs")})


@node.needed
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_modules_pass_their_own_tests(folder: Path) -> None:
    done = node.run("--test", *sorted(map(str, folder.glob("*.test.mjs"))), check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# skipped 0\n# todo 0\n" in done.stdout
