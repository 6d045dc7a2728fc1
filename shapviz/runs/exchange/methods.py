"""What methods of attribution have found as flat tables, for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from shapviz.runs.attribution import Attribution
from shapviz.runs.checks import Agreement
from shapviz.runs.exchange.flat import Cell, ends
from shapviz.runs.inside import Inside
from shapviz.runs.records import AttributionRecord

ENDS = ("", "_low", "_high")


def values(found: Mapping[str, Attribution]) -> str:
    """Return a row for each sample, method and modality as CSV (RFC 4180).

    `low` and `high` are the ends of 95 % intervals over what the method draws, empty where it draws nothing.
    """
    head = ["row", "method", "modality", "value", "low", "high", "nobody", "everybody"]
    return _csv(head, (row for each in found.values() for row in _samples(each)))


def summary(record: AttributionRecord) -> str:
    """Return a row for each method and modality as CSV: means over samples, with 95 % intervals over samples."""
    estimates = [f"{name}{end}" for name in ("value", "share", "missing") for end in ENDS]
    head = ["method", "modality", *estimates, "positive", "negative", "worst_missing", "calls", "seconds", "baseline"]
    return _csv(head, _means(record))


def agreement(found: Agreement) -> str:
    """Return a row for each two methods as CSV: means over samples, with 95 % intervals over samples."""
    measures = ("leader", "rank", "sign", "top", "distance")
    head = ["method", "other", *(f"{name}{end}" for name in measures for end in ENDS)]
    pairs = found.pairs
    return _csv(
        head, ([*pair.methods, *(end for name in measures for end in ends(getattr(pair, name)))] for pair in pairs)
    )


def inside(found: Iterable[Inside]) -> str:
    """Return a row for each element of each modality as CSV; `line` and `column` where elements form a picture.

    `whole` is what the modality is given, of which `presence` is what being there is worth; the values share the rest.
    """
    head = ["row", "modality", "method", "element", "line", "column", "value", "presence", "whole"]
    return _csv(head, (row for each in found for row in _elements(each)))


def _elements(look: Inside) -> Iterator[Sequence[Cell]]:
    for place, (name, value) in enumerate(zip(look.elements, look.values, strict=True)):
        line, column = (None, None) if look.grid is None else divmod(place, look.grid[1])
        about = (look.row, look.modality, look.method)
        yield (*about, name, line, column, float(value), look.presence, look.whole)


def _samples(found: Attribution) -> Iterator[Sequence[Cell]]:
    for place, row in enumerate(found.rows):
        whole = (float(found.nobody[place]), float(found.everybody[place]))
        for player, name in enumerate(found.players):
            value, low, high = (
                None if array is None else float(array[place, player])
                for array in (found.values, found.low, found.high)
            )
            yield (row, found.method, name, value, low, high, *whole)


def _means(record: AttributionRecord) -> Iterator[Sequence[Cell]]:
    for each in record.methods:
        cost = (each.worst, each.calls, each.seconds, each.baseline)
        shares = each.shares or (None,) * len(record.players)
        for player, value, share, *signs in zip(
            record.players, each.values, shares, each.positive, each.negative, strict=True
        ):
            yield (each.method, player, *ends(value), *ends(share), *ends(each.missing), *signs, *cost)


def _csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
