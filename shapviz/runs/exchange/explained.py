"""What must hold of a record of attributions beyond its types, before a page may draw it."""

from collections.abc import Sequence

from shapviz.runs.attributed import LAST_ROW
from shapviz.runs.checks import Agreement, Pair, Sanity
from shapviz.runs.exchange.bounds import DIFFERENCE, UNIT, within
from shapviz.runs.methods import METHODS
from shapviz.runs.records import Attributed, AttributionRecord, Dial


def adds_up(record: AttributionRecord) -> bool:
    """Return whether every part of the record is as long as it must be, where it must be, and there once."""
    players = len(record.players)
    methods = [*(each.method for each in record.methods), *(each.method for each in record.refused)]
    return (
        len(set(methods)) == len(methods)
        and all(_is_summary(each, players) for each in record.methods)
        and (record.agreement is None or _is_agreement(record.agreement, record))
        and (record.sanity is None or _is_sanity(record.sanity, record))
        and all(map(_is_dial, record.dials))
    )


def strangers(record: AttributionRecord) -> list[str]:
    """Return the methods in the record that nobody knows."""
    named = [*(each.method for each in record.methods), *(each.method for each in record.refused)]
    named += [each.method for each in (record.sanity.findings if record.sanity else ())]
    named += [each.method for each in record.dials]
    return list(dict.fromkeys(method for method in named if method not in METHODS))


def _is_summary(each: Attributed, players: int) -> bool:
    return (
        len(each.values) == len(each.positive) == len(each.negative) == players
        and min(each.positive) >= 0 >= max(each.negative)
        and all(value.low <= value.high for value in (*each.values, each.missing))
        and (each.shares is None or (len(each.shares) == players and within(each.shares, UNIT)))
    )


def _is_agreement(found: Agreement, record: AttributionRecord) -> bool:
    known = {each.method for each in record.methods}
    pairs = [frozenset(pair.methods) for pair in found.pairs]
    completeness = [each.method for each in found.completeness]
    named = {method for worst in found.worst for method in worst.methods}.union(*pairs, found.left_out)
    return (
        (found.players, found.samples, found.question) == (record.players, record.samples, record.question)
        and known >= {*found.methods}
        and {*found.methods} >= named.union(completeness)
        and len(set(found.methods)) == len(found.methods)
        and len(set(pairs)) == len(pairs)
        and all(len(pair) == 2 for pair in pairs)
        and all(map(_is_pair, found.pairs))
        and all(each.missing.low <= each.missing.high for each in found.completeness)
        and _are_rows([worst.row for worst in found.worst])
    )


def _is_pair(pair: Pair) -> bool:
    unit = [each for each in (pair.sign, pair.leader, pair.top, pair.distance) if each]
    ranked = pair.rank is None or within([pair.rank], DIFFERENCE)
    return ranked and within(unit, UNIT) and _are_rows([worst.row for worst in pair.worst])


def _is_sanity(found: Sanity, record: AttributionRecord) -> bool:
    return found.question == record.question and _are_rows(found.rows)


def _is_dial(found: Dial) -> bool:
    calls = [each.calls for each in found.spent]
    return calls == sorted(calls)


def _are_rows(rows: Sequence[int]) -> bool:
    return all(0 <= row < LAST_ROW for row in rows)
