"""The lab as a process: real pipes, a real kill, and benches that are doubles."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest

from shapviz.jobs import spawn
from shapviz.jobs.lab.child import Child
from shapviz.jobs.lab.client import Lab
from tests.jobs.lab import double
from tests.jobs.lab.double import reading_of, sweep_of
from tests.jobs.stage import until

ROOT = Path(__file__).parents[3]
COMMAND = (sys.executable, "-m", "tests.jobs.lab.double")
LONG = 80.0  # seconds that a busy machine may take


@pytest.fixture
def hired() -> list[Child]:
    return []


@pytest.fixture
def lab(hired: list[Child], monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)

    def hire(*listeners: object) -> Child:
        hired.append(partial(Child, command=COMMAND)(*listeners))  # type: ignore[arg-type]
        return hired[-1]

    made = Lab(hire)
    yield made
    made.close()
    until(lambda: not any(psutil.pid_exists(child.pid) for child in hired))


def test_death_is_survived_and_poison_is_found_out(lab: Lab, hired: list[Child]) -> None:
    assert lab.ask(reading_of(draw=1)).result(LONG)
    once, poison = lab.ask(reading_of(draw=double.DEADLY_ONCE)), lab.ask(reading_of(draw=double.DEADLY))
    sweep = lab.ask(sweep_of())
    assert once.result(LONG)
    assert "stopped unexpectedly" in str(poison.exception(LONG))
    assert sweep.result(LONG)
    assert len(hired) == 4
    os.kill(hired[-1].pid, signal.SIGKILL)
    assert lab.ask(reading_of(draw=2)).result(LONG)


def test_it_ends_with_its_standard_input_and_prints_to_the_log(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
    with spawn.open_log() as log:
        ended = subprocess.run(COMMAND, input=b"no question\n", stdout=subprocess.PIPE, stderr=log, timeout=LONG)
    assert ended.returncode == 0
    assert ended.stdout in (b"", b'{"kind":"ready"}\n')
    assert "no question" in spawn.log_path().read_text()
