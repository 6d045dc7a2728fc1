"""JavaScript of ours, run by node where there is one."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
NODE = shutil.which("node")

needed = pytest.mark.skipif(NODE is None, reason="needs node")


def run(*arguments: str, told: str = "", check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(NODE), *arguments], input=told, capture_output=True, text=True, check=check)


def answer(script: str, question: str) -> Any:
    """Return what a script, named from this folder, makes of a question; both are JSON."""
    return json.loads(run(str(HERE / script), told=question).stdout)
