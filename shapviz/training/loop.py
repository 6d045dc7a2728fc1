"""The training loop. There is no other one in the library."""

import math
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, islice
from typing import Any, NamedTuple

from shapviz.errors import TrainingError
from shapviz.games import Valuation, summarise
from shapviz.models import Batch, BatchSource
from shapviz.runs.records import ClassValue, EpochRecord, Event, FinalRecord, Pace, Progress, Turn
from shapviz.runs.spec import RunSpec
from shapviz.strategies import Strategy
from shapviz.strategies.seeds import seed_for
from shapviz.training.checkpoint import Checkpoints
from shapviz.training.pace import paces, set_rates
from shapviz.training.tally import Tally
from shapviz.valuation import coalition_worth
from shapviz.valuation.alone import own_losses
from shapviz.valuation.classes import class_values

Targets = Generator[Event, None, dict[str, float] | None]


class Measured(NamedTuple):
    """What one look at a split tells."""

    loss: float  # mean cross-entropy of the fused prediction, in nats
    accuracy: tuple[float, ...]  # (2**M,)
    valuation: Valuation
    classes: dict[str, ClassValue] | None


@dataclass(frozen=True)
class Training:
    """A run with all its parts."""

    spec: RunSpec
    strategy: Strategy[Any]
    valid: BatchSource
    test: BatchSource
    checkpoints: Checkpoints | None = None
    forked: bool = False  # whether it begins where `checkpoints` say that another run has come to
    target: Callable[[], Targets] | None = None  # finds the shares that the schedule's guide expects, if it does

    def events(self) -> Iterator[Event]:
        """Yield what happens as it happens: progress after every batch, a record after every epoch and at the end.

        Whoever iterates may pause or stop between any two events. Where there is a checkpoint the run goes on from it;
        its first event is then the record of the checkpoint's epoch, which may have been seen before.

        Raises:
            TrainingError: If the loss is no longer finite.
        """
        last = self._resumed() or (yield from self._begun())
        yield last
        while last.epoch < self.spec.training.epochs:
            last = yield from self.epoch(last)
            yield last
        final = self._measured(self.test, f"after epoch {last.epoch}, on the test split")
        yield FinalRecord(epoch=last.epoch, accuracy=final.accuracy, valuation=final.valuation)

    def _resumed(self) -> EpochRecord | None:
        return self.checkpoints.resume(self.strategy.learner) if self.checkpoints else None

    def _begun(self) -> Generator[Event, None, EpochRecord]:
        """Find out what is expected and return the first record, which passes it on to all others."""
        target = (yield from self.target()) if self.target else None
        return self._kept(self._planned(self._beginning().model_copy(update={"target": target})))

    def _beginning(self) -> EpochRecord:
        """Return the record of the untrained network, or of the epoch of another run from which this one goes on."""
        if self.forked and self.checkpoints:
            return self.checkpoints.inherit(self.strategy.learner)
        return self._record(0, (), Tally())

    def _kept(self, record: EpochRecord) -> EpochRecord:
        if self.checkpoints:
            self.checkpoints.save(record, self.strategy.learner)
        return record

    def epoch(self, last: EpochRecord) -> Generator[Event, None, EpochRecord]:
        """Train for the epoch after `last` and return its record."""
        epoch = last.epoch + 1
        tally = Tally(last.encoder_passes, last.head_updates)
        turns = []
        self.prepare(last)
        for turn in last.next_turns:
            yield from self.turn(epoch, turn, tally)
            turns.append(tally.close(turn))
        return self._kept(self.ended(last, turns, tally))

    def prepare(self, last: EpochRecord) -> None:
        """Make optimizer and head ready for the epoch that `last` has planned."""
        learner = self.strategy.learner
        set_rates(learner.optimizer, self.spec.training.learning_rate, last.paces)
        learner.model.head.arrange([name for turn in last.next_turns for name in turn.modalities])

    def turn(self, epoch: int, turn: Turn, tally: Tally) -> Iterator[Event]:
        """Train for one turn of an epoch that was prepared, and in which those before it had theirs.

        Raises:
            TrainingError: If the loss is no longer finite.
        """
        self.strategy.begin(epoch, turn)
        learner = self.strategy.learner
        per_pass = math.ceil(len(learner.train) / self.spec.training.batch_size)
        batches = batch_count(turn, len(self.strategy.modalities), per_pass)
        for number, batch in enumerate(islice(self._batches(epoch), batches), start=1):
            step = self.strategy.step(batch, turn)
            self._check(
                step.loss.item(), f"in epoch {epoch}, batch {number} of the turn of {', '.join(turn.modalities)}"
            )
            tally.add(step, batch, turn)
            with tally.away():
                yield Progress(epoch=epoch, fraction=turn.start + (turn.end - turn.start) * number / batches)
        self.strategy.end(turn)

    def ended(self, last: EpochRecord, turns: Sequence[Turn], tally: Tally) -> EpochRecord:
        """Return the record of the epoch after `last`, which ends with these turns, with the plan of the next."""
        return self._planned(self._record(last.epoch + 1, tuple(turns), tally, last))

    def _batches(self, epoch: int) -> Iterator[Batch]:
        """Yield batches of the training split without end, each pass in another order.

        The order depends on seed, epoch and pass alone: all turns see the same batches, and so do all strategies.
        """
        seeds = (seed_for(self.spec.seed, "batches", epoch, number) for number in count())
        size, train = self.spec.training.batch_size, self.strategy.learner.train
        return chain.from_iterable(train.batches(size, seed) for seed in seeds)

    def _record(
        self, epoch: int, turns: tuple[Turn, ...], tally: Tally, last: EpochRecord | None = None
    ) -> EpochRecord:
        """Return what the epoch after `last` leaves behind."""
        looked = epoch == self.spec.training.epochs or epoch % self.spec.valuation.every == 0
        seen = self._measured(self.valid, f"after epoch {epoch}, on the validation split") if looked else None
        return EpochRecord(
            epoch=epoch,
            turns=turns,
            train_loss=tally.loss.value(),
            valid_loss=seen.loss if seen else None,
            accuracy=seen.accuracy if seen else None,
            valuation=seen.valuation if seen else None,
            classes=seen.classes if seen else None,
            target=last.target if last else None,
            paces=self._paces(epoch, last, looked=looked),
            encoder_passes=tally.encoder_passes,
            head_updates=tally.head_updates,
            seconds=tally.seconds(),
        )

    def _paces(self, epoch: int, last: EpochRecord | None, *, looked: bool) -> dict[str, Pace] | None:
        """Return how every modality comes along by itself, if that is to decide its learning rate."""
        training, model = self.spec.training, self.strategy.learner.model
        if not training.halve_after:
            return None
        losses = own_losses(model, self.valid) if looked else None
        for name, loss in (losses or {}).items():
            self._check(loss, f"after epoch {epoch}, on the validation split, from {name} alone")
        return paces(last.paces if last else None, losses, epoch, training.halve_after)

    def _planned(self, record: EpochRecord) -> EpochRecord:
        """Return the record with the plan of the next epoch, which there is none of at the end."""
        ends = record.epoch == self.spec.training.epochs
        return record.model_copy(update={"next_turns": () if ends else self.strategy.plan(record)})

    def _measured(self, source: BatchSource, where: str) -> Measured:
        """Return loss, accuracies and valuation on a split, in the precision of the weights."""
        payoff, model = self.spec.valuation.payoff, self.strategy.learner.model
        worth, loss = coalition_worth(model, source, sorted({"accuracy", payoff}))
        self._check(loss, where)
        valuation = summarise(
            model.modalities,
            worth[payoff],
            payoff=payoff,
            resamples=self.spec.valuation.resamples,
            seed=self.spec.seed,
        )
        asked = self.spec.valuation.per_class
        classes = class_values(source, worth[payoff], worth["accuracy"]) if asked else None
        return Measured(loss, tuple(worth["accuracy"].mean(axis=0).tolist()), valuation, classes)

    def _check(self, loss: float, where: str) -> None:
        if not math.isfinite(loss):
            strategy, rate = self.spec.strategy.name, self.spec.training.learning_rate
            raise TrainingError(
                f"The loss is {loss} {where}, with the strategy '{strategy}'; it must be finite.",
                remedy=f"Lower the learning rate (now {rate:g}), or use precision 32-true if it is a mixed one.",
            )


def batch_count(turn: Turn, players: int, per_pass: int) -> int:
    """Return how many batches a turn has, where an epoch has as many encoder passes as one pass of all encoders.

    Where a turn ends is rounded, and not how long it is: so the batches of all turns add up to an epoch's.

    Args:
        turn: A part of the epoch.
        players: The number of modalities, M.
        per_pass: Batches that one pass over the training split takes.
    """
    epoch = per_pass * players / len(turn.modalities)
    return round(turn.end * epoch) - round(turn.start * epoch)
