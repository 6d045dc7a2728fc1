"""How far methods agree that were asked the same question about the same samples."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np

from shapviz.attribution.found import Values
from shapviz.attribution.likeness import HALF, NEGLIGIBLE, TENTH, Likeness, profile, throughout
from shapviz.attribution.means import RESAMPLES, over_samples, ratio
from shapviz.errors import UsageError
from shapviz.games.summary import Interval
from shapviz.runs.attribution import Attribution
from shapviz.runs.checks import Agreement, Completeness, Disagreement, Pair
from shapviz.runs.inside import Inside

WORST: Final = 12  # samples that are listed: more than a row of pictures holds
APART: Final = 1e-9  # a distance of which people need not be told


class Said(NamedTuple):
    """What a method says of N samples."""

    values: tuple[Values, ...]  # blocks (n, P) of samples with the same players, N in all
    missing: Values  # (N,) what is left unexplained
    total: Values  # (N,) what there was to explain


def agreement(attributions: Sequence[Attribution], *, seed: int, resamples: int = RESAMPLES) -> Agreement:
    """Return how far methods agree about modalities, each two of them.

    Args:
        attributions: Of different methods, which were asked the same question about the same samples.
        seed: Of the bootstrap over samples.
        resamples: How often it draws.

    Raises:
        UsageError: If they are fewer than two, or cannot be compared.
    """
    _check([each.method for each in attributions], [(each.question, each.players, each.rows) for each in attributions])
    first = attributions[0]
    said = {each.method: Said((each.values,), each.missing, each.everybody - each.nobody) for each in attributions}
    pairs = _pairs(said, first.rows, HALF, seed, resamples)
    return Agreement(
        level="modality",
        question=first.question,
        players=first.players,
        methods=tuple(said),
        samples=len(first.rows),
        leading=HALF,
        negligible=NEGLIGIBLE,
        completeness=_completeness(said, seed, resamples),
        pairs=pairs,
        worst=_worst_of_all(pairs),
    )


def agreement_inside(looks: Sequence[Inside], *, seed: int, resamples: int = RESAMPLES) -> Agreement:
    """Return how far methods agree about what is inside one modality, each two of them.

    Methods are compared where they look at the same elements. Those whose elements are not those of the first method
    are left out: what an element is worth is not the sum of what its pieces are worth, so that no finer map could be
    brought to the coarser without answering another question.

    Args:
        looks: Of one modality, for the same samples by each method; what they mean by others must be the same.
        seed: Of the bootstrap over samples.
        resamples: How often it draws.

    Raises:
        UsageError: If they are of fewer than two methods, or cannot be compared.
    """
    by_method: dict[str, dict[int, Inside]] = {}
    for look in looks:
        by_method.setdefault(look.method, {})[look.row] = look
    _check(list(by_method), [_asked(rows) for rows in by_method.values()])
    first = next(iter(by_method.values()))
    left_out = {name: problem for name, rows in by_method.items() if (problem := _misfit(rows, first))}
    said = {name: _inside([rows[row] for row in first]) for name, rows in by_method.items() if name not in left_out}
    pairs = _pairs(said, tuple(first), TENTH, seed, resamples)
    look = next(iter(first.values()))
    return Agreement(
        level="inside",
        question=look.question,
        players=(look.modality,),
        methods=tuple(said),
        samples=len(first),
        leading=TENTH,
        negligible=NEGLIGIBLE,
        left_out=left_out,
        completeness=_completeness(said, seed, resamples),
        pairs=pairs,
        worst=_worst_of_all(pairs),
    )


def _check(methods: Sequence[str], asked: Sequence[object]) -> None:
    """Raise UsageError for whatever keeps methods from being compared."""
    problems = []
    if len(set(methods)) < 2:
        problems.append(f"To agree takes two methods, found {len(set(methods))}.")
    if repeated := sorted({name for name in methods if methods.count(name) > 1}):
        problems.append(f"Each method is expected once; found several times: {', '.join(repeated)}.")
    if strangers := [name for name, each in zip(methods, asked, strict=True) if each != asked[0]]:
        problems.append(f"Asked otherwise, or about other samples, than {methods[0]}: {', '.join(strangers)}.")
    if problems:
        raise UsageError(" ".join(problems), remedy="Ask each method once, and all the same about the same samples.")


def _asked(rows: Mapping[int, Inside]) -> object:
    """Return what a method was asked about elements, as something that can be compared."""
    return set(rows), {(look.question, look.modality, look.others) for look in rows.values()}


def _misfit(rows: Mapping[int, Inside], first: Mapping[int, Inside]) -> str | None:
    """Return why a method's elements cannot be compared with the first method's; None where they can."""
    for row, look in rows.items():
        if look.elements != first[row].elements:
            ours, theirs = len(look.elements), len(first[row].elements)
            return f"It looks at other elements than {first[row].method}: {ours} of them and not {theirs}."
    return None


def _inside(looks: Sequence[Inside]) -> Said:
    return Said(
        tuple(look.values[None] for look in looks),
        np.array([look.missing for look in looks]),
        np.array([look.whole for look in looks]),
    )


def _completeness(said: Mapping[str, Said], seed: int, resamples: int) -> tuple[Completeness, ...]:
    missing = [np.abs(each.missing) for each in said.values()]
    totals = [np.abs(each.total) for each in said.values()]
    means = over_samples(np.stack(missing, axis=1), seed=seed, resamples=resamples)
    return tuple(
        Completeness(
            method=name,
            missing=mean,
            share=ratio(gap, total, seed=seed, resamples=resamples) if total.any() else None,
        )
        for name, gap, total, mean in zip(said, missing, totals, means, strict=True)
        if mean is not None  # whatever has samples has a mean
    )


def _pairs(
    said: Mapping[str, Said], rows: Sequence[int], leading: float, seed: int, resamples: int
) -> tuple[Pair, ...]:
    profiles = {name: [profile(block, leading) for block in each.values] for name, each in said.items()}
    found = {(one, other): throughout(profiles[one], profiles[other]) for one, other in combinations(said, 2)}
    if not found:  # all but one were left out
        return ()
    means = _means(list(found.values()), seed, resamples)
    return tuple(_pair(pair, alike, mean, rows) for (pair, alike), mean in zip(found.items(), means, strict=True))


def _means(found: Sequence[Likeness], seed: int, resamples: int) -> Iterator[tuple[Interval | None, ...]]:
    """Yield the mean of each field of each likeness, with its interval."""
    fields = zip(*found, strict=True)
    means = (
        over_samples(np.stack(columns, axis=1), seed=seed, resamples=resamples, bounds=(-1 if name == "rank" else 0, 1))
        for name, columns in zip(Likeness._fields, fields, strict=True)
    )
    return zip(*means, strict=True)


def _pair(methods: tuple[str, str], alike: Likeness, means: tuple[Interval | None, ...], rows: Sequence[int]) -> Pair:
    return Pair(
        methods=methods,
        **dict(zip(Likeness._fields, means, strict=True)),
        unranked=int(np.isnan(alike.rank).sum()),
        leaderless=int(np.isnan(alike.leader).sum()),
        worst=tuple(_worst(methods, alike.distance, rows)),
    )


def _worst(methods: tuple[str, str], distance: Values, rows: Sequence[int]) -> Iterator[Disagreement]:
    """Yield the samples with the largest distance, worst first."""
    far = np.nan_to_num(distance)
    for place in np.argsort(-far, kind="stable")[:WORST]:
        if far[place] > APART:
            yield Disagreement(row=rows[place], distance=float(far[place]), methods=methods)


def _worst_of_all(pairs: Sequence[Pair]) -> tuple[Disagreement, ...]:
    """Return the worst samples of all pairs, each once: whoever is among them is among the worst of some pair."""
    ranked = sorted((each for pair in pairs for each in pair.worst), key=lambda each: -each.distance)
    once = {each.row: each for each in reversed(ranked)}  # the last to be put in is the worst
    return tuple(sorted(once.values(), key=lambda each: -each.distance)[:WORST])
