"""Networks that never were, under conditions that never held: synthetic, consistent, and the same every time.

A modality votes with its skill for the true class and with its noise for others; whatever stands here of accuracies,
intervals, Shapley values and samples is read off these votes, so that all of it fits together.
"""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from shapviz.figures.robustness.scenario import Scenario, Side
from shapviz.games.balance import edm
from shapviz.games.coalition import coalitions
from shapviz.games.interaction import interactions
from shapviz.games.shapley import shapley_values
from shapviz.games.summary import Interval
from shapviz.runs.bits import packed
from shapviz.runs.corruptions import FITTING
from shapviz.runs.robustness import Conditions, Corrupted, Measured, Prediction, Reading, Seen, Sweep
from shapviz.runs.severity import SEVERITIES, WORST
from shapviz.runs.spec import DatasetSpec, RunSpec

KINDS = {"Twemoji": "image", "Noto": "image", "words": "text", "voice": "audio", "watch": "series", "blood": "features"}
SKILLS = (0.95, 0.8, 0.75, 0.6, 0.5, 0.4)
HARM = {"image": 1.0, "audio": 0.9, "text": 0.35, "series": 0.7, "features": 0.5}  # of a corruption, by kind
EMOJI = RunSpec(dataset=DatasetSpec(name="emoji3"))
CLASSES = ("Activities", "Animals", "Flags", "Food", "Objects", "People", "Smileys", "Travel")
_EDGE = 1.96


class World:
    """One network and the samples that it is tested on.

    Args:
        players: How many modalities, 2 to 6.
        samples: How many samples.
        skills: How strongly each modality votes for the truth.
        harm: How strongly a fully corrupted picture votes for others; other kinds do less.
        seed: Of the votes.
    """

    def __init__(
        self,
        players: int = 3,
        *,
        samples: int = 363,
        skills: Sequence[float] = SKILLS,
        harm: float = 2.6,
        seed: int = 0,
    ) -> None:
        self.kinds = dict(list(KINDS.items())[:players])
        self.samples = samples
        dice = np.random.default_rng(seed)
        self._labels = np.random.default_rng(samples).integers(len(CLASSES), size=samples)  # the same for all seeds
        truth = np.eye(len(CLASSES))[self._labels]
        shape = (players, samples, len(CLASSES))
        self._clean = 1.6 * np.array(skills[:players])[:, None, None] * truth + 0.9 * dice.normal(size=shape)
        harms = np.array([HARM[kind] for kind in self.kinds.values()])[:, None, None]
        self._wrong = harm * harms * dice.normal(size=shape)
        self._bias = 0.4 * np.eye(len(CLASSES))[CLASSES.index("Smileys")]

    @property
    def players(self) -> tuple[str, ...]:
        return tuple(self.kinds)

    def corrupted(self, severities: Mapping[str, float]) -> dict[str, Corrupted]:
        """Return the first corruption that fits each of these modalities."""
        return {
            player: Corrupted(corruption=FITTING[self.kinds[player]][0], severity=severity)
            for player, severity in severities.items()
        }

    def reading(self, severities: Mapping[str, float] | None = None, *, paired: bool = True) -> Reading:
        """Return a reading with these modalities corrupted, by severity."""
        known = severities or {}
        before, after = self._logits({}), self._logits(known)
        return Reading(
            conditions=Conditions(corrupted=self.corrupted(known)),
            players=self.players,
            classes=CLASSES,
            clean=self._measured(before, before, paired),
            measured=self._measured(before, after, paired),
            seen=tuple(
                Seen(
                    row=100 + row,
                    label=int(self._labels[row]),
                    before=_predictions(before[:, row]),
                    after=_predictions(after[:, row]),
                )
                for row in range(min(6, self.samples))
            ),
        )

    def sweep(self, player: str, *, paired: bool = True) -> Sweep:
        """Return the sweep of a modality's first corruption."""
        before = self._logits({})
        return Sweep(
            modality=player,
            corruption=FITTING[self.kinds[player]][0],
            severities=SEVERITIES,
            measured=tuple(self._measured(before, self._logits({player: severity}), paired) for severity in SEVERITIES),
        )

    def side(
        self,
        severities: Mapping[str, float] | None = None,
        *,
        swept: Sequence[str] | None = None,
        run: str = "plain-heron",
        seed: int = 0,
        paired: bool = True,
    ) -> Side:
        """Return a side whose modalities in `swept`, None for all, have a sweep."""
        known = self.players if swept is None else swept
        return Side(
            run=run,
            reading=self.reading(severities, paired=paired),
            sweeps={player: self.sweep(player, paired=paired) for player in known},
            spec=EMOJI.model_copy(update={"seed": seed}),
        )

    def _logits(self, severities: Mapping[str, float]) -> NDArray[np.float64]:
        """Return what each coalition says of each sample, (2**M, N, classes)."""
        bad = np.array([severities.get(player, 0.0) / WORST for player in self.players])[:, None, None]
        votes = (1 - bad) * self._clean + bad * self._wrong
        return np.einsum("cm,mnk->cnk", coalitions(len(self.players)).astype(float), votes) + self._bias

    def _measured(self, before: NDArray[np.float64], after: NDArray[np.float64], paired: bool) -> Measured:
        old, new = ((logits.argmax(axis=2) == self._labels).T for logits in (before, after))
        return measured(old, new, paired=paired)


def measured(old: NDArray[np.bool_], new: NDArray[np.bool_], *, paired: bool = True) -> Measured:
    """Return what follows from who is right about which sample, before and now: tables (N, 2**M)."""
    values, change = shapley_values(new.astype(float)), shapley_values(new.astype(float) - old)
    balance = float(edm(values.mean(axis=0)))
    return Measured(
        samples=len(new),
        accuracy=_intervals(new, 0.0, 1.0),
        change=_intervals(new.astype(float) - old),
        shapley=_intervals(values),
        shapley_change=_intervals(change),
        edm=None if np.isnan(balance) else Interval(balance, max(balance - 0.04, 0.0), min(balance + 0.04, 1.0)),
        interactions=tuple(map(tuple, interactions(new.mean(axis=0)).tolist())),
        right=packed(new) if paired else (),
    )


def rights(samples: int, spans: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Return a table (samples, 2**M) in which the coalition of each span is right about the samples within it."""
    rows = np.arange(samples)[:, None]
    first, last = np.array(spans).T
    return (rows >= first) & (rows < last)


def case_of(
    clean: NDArray[np.bool_],
    now: NDArray[np.bool_] | None = None,
    severities: Mapping[str, float] | None = None,
    *,
    sweeps: Mapping[str, Sequence[NDArray[np.bool_]]] | None = None,
    labels: Sequence[int] = (),
    run: str = "plain-heron",
    paired: bool = True,
) -> Scenario:
    """Return a scenario of one network that is right where these tables say so.

    Args:
        clean: Who is right about clean inputs, (N, 2**M).
        now: The same as things stand; None: nothing is corrupted.
        severities: By corrupted modality, with its first corruption.
        sweeps: By modality, a table for each severity from 0 on.
        labels: What nobody predicts for each sample of the strip.
        run: Name of the network.
        paired: Whether it is known who is right about which sample.
    """
    kinds = dict(list(KINDS.items())[: clean.shape[1].bit_length() - 1])
    first = {player: FITTING[kind][0] for player, kind in kinds.items()}
    wanted = {player: Corrupted(corruption=first[player], severity=at) for player, at in (severities or {}).items()}
    guesses = [tuple(Prediction(label=label, probability=0.5) for _ in range(clean.shape[1])) for label in labels]
    reading = Reading(
        conditions=Conditions(corrupted=wanted),
        players=tuple(kinds),
        classes=CLASSES,
        clean=measured(clean, clean, paired=paired),
        measured=measured(clean, clean if now is None else now, paired=paired),
        seen=tuple(Seen(row=row, label=0, before=guess, after=guess) for row, guess in enumerate(guesses)),
    )
    known = {
        player: Sweep(
            modality=player,
            corruption=first[player],
            severities=SEVERITIES[: len(tables)],
            measured=tuple(measured(clean, each, paired=paired) for each in tables),
        )
        for player, tables in (sweeps or {}).items()
    }
    return Scenario([Side(run, reading, known, EMOJI)], kinds, first)


def scenario(
    severities: Mapping[str, float] | None = None,
    *,
    players: int = 3,
    swept: Sequence[str] | None = None,
    beside: bool = False,
    focus: str | None = None,
    seeds: tuple[int, int] = (0, 0),
) -> Scenario:
    """Return a believable scenario: by default "Noto" is at severity 3 of 5.

    Args:
        severities: By modality; the others are clean.
        players: How many modalities, 2 to 6.
        swept: Whose sweeps are known; None for everybody's.
        beside: Whether a second network, which noise harms less, stands beside the first.
        focus: The modality that the grid is about.
        seeds: Of both networks' splits; where they differ, the networks are not paired.
    """
    known = {"Noto": 3.0} if severities is None else severities
    asked = tuple(known.items()), None if swept is None else tuple(swept)
    sides = [_side(players, *asked, place, seed) for place, seed in enumerate(seeds[: 1 + beside])]
    kinds = dict(list(KINDS.items())[:players])
    return Scenario(sides, kinds, {player: FITTING[kind][0] for player, kind in kinds.items()}, focus)


@cache
def _side(
    players: int, severities: tuple[tuple[str, float], ...], swept: tuple[str, ...] | None, place: int, seed: int
) -> Side:
    """Return the first network or the one beside it; the same are asked for again and again."""
    world = World(players, harm=1.2, seed=1) if place else World(players)
    return world.side(dict(severities), swept=swept, run="calm-otter" if place else "plain-heron", seed=seed)


def _predictions(logits: NDArray[np.float64]) -> tuple[Prediction, ...]:
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances = odds / odds.sum(axis=1, keepdims=True)
    return tuple(Prediction(label=int(row.argmax()), probability=float(row.max())) for row in chances)


def _intervals(values: NDArray[np.generic], least: float = -1.0, most: float = 1.0) -> tuple[Interval, ...]:
    """Return means over samples (N, K) with normal intervals, kept within [least, most]."""
    means = values.mean(axis=0, dtype=float)
    half = _EDGE * values.std(axis=0, dtype=float) / np.sqrt(len(values))
    return tuple(
        Interval(float(at), max(float(at - off), least), min(float(at + off), most))
        for at, off in zip(means, half, strict=True)
    )
