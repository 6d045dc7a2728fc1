import math

import pytest
import torch

from shapviz.models import Batch
from shapviz.runs.records import Turn
from shapviz.strategies import Step
from shapviz.training import tally
from shapviz.training.tally import Tally

TURN = Turn(modalities=("image", "text"), start=0, end=1, why="a test")


def step(loss: float, **norms: float) -> Step:
    return Step(torch.tensor(loss), {name: torch.tensor(norm) for name, norm in norms.items()})


def batch(samples: int) -> Batch:
    return Batch({}, torch.zeros(samples), torch.zeros(samples))


def test_counts_go_on_from_the_epochs_before() -> None:
    epoch = Tally(encoder_passes=100, head_updates=7)
    epoch.add(step(1.0), batch(10), TURN)
    epoch.add(step(1.0), batch(4), TURN.model_copy(update={"modalities": ("image",)}))
    assert (epoch.encoder_passes, epoch.head_updates) == (100 + 2 * 10 + 4, 9)


def test_the_loss_is_the_mean_over_samples_not_over_batches() -> None:
    epoch = Tally()
    epoch.add(step(1.0, image=1), batch(3), TURN)
    epoch.add(step(5.0, image=1), batch(1), TURN)
    assert epoch.loss.value() == 2.0


def test_an_epoch_without_batches_has_no_loss() -> None:
    assert Tally().loss.value() is None


def test_gradient_norms_are_means_over_the_steps_of_one_turn() -> None:
    epoch = Tally()
    epoch.add(step(1.0, image=1, text=3), batch(1), TURN)
    epoch.add(step(1.0, image=2, text=5), batch(1), TURN)
    assert epoch.close(TURN) == TURN.model_copy(update={"gradient_norm": {"image": 1.5, "text": 4.0}})
    epoch.add(step(1.0, text=6), batch(1), TURN)
    assert epoch.close(TURN).gradient_norm == {"text": 6.0}


def test_a_step_that_a_gradient_scaler_skips_does_not_spoil_the_mean() -> None:
    epoch = Tally()
    epoch.add(step(1.0, image=math.inf), batch(1), TURN)
    epoch.add(step(1.0, image=2), batch(1), TURN)
    assert epoch.close(TURN).gradient_norm == {"image": 2.0}


def test_the_clock_stops_while_somebody_else_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(tally.time, "perf_counter", lambda: now)
    epoch = Tally()
    epoch._started = 0.0
    now = 1.0
    with epoch.away():
        now = 3600.0
    now = 3602.0
    assert epoch.seconds() == 3.0
