"""A process is told apart from whatever bore or will bear its number."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import psutil
import pytest

from shapviz.jobs.identity import Identity
from tests.jobs.stage import until


@pytest.fixture
def process() -> Iterator["subprocess.Popen[bytes]"]:
    started = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield started
    started.kill()
    started.communicate()


def test_a_running_process_is_alive(process: "subprocess.Popen[bytes]") -> None:
    assert Identity.of(process.pid).fate() == "alive"


def test_a_process_that_is_gone_is_dead(process: "subprocess.Popen[bytes]") -> None:
    identity = Identity.of(process.pid)
    process.kill()
    process.wait()
    assert identity.fate() == "dead"


def test_a_zombie_is_dead_although_its_number_answers(process: "subprocess.Popen[bytes]") -> None:
    identity = Identity.of(process.pid)
    process.kill()
    until(lambda: psutil.Process(process.pid).status() == psutil.STATUS_ZOMBIE)
    os.kill(process.pid, 0)  # nothing is wrong with it, says the system
    assert identity.fate() == "dead"


def test_a_suspended_process_is_alive(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGSTOP)
    until(lambda: psutil.Process(process.pid).status() == psutil.STATUS_STOPPED)
    assert Identity.of(process.pid).fate() == "alive"


@pytest.mark.parametrize(
    ("other", "fate"), [({"started": 1.0}, "dead"), ({"boot": "before"}, "dead"), ({"host": "another"}, "elsewhere")]
)
def test_the_same_number_at_another_time_or_place_is_another_process(other: dict[str, object], fate: str) -> None:
    assert replace(Identity.of(os.getpid()), **other).fate() == fate  # type: ignore[arg-type]
