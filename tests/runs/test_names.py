"""Names for runs."""

import uuid
from itertools import islice

from shapviz.runs.names import ADJECTIVES, NOUNS, names


def test_every_id_draws_all_pairs_once_and_then_numbers() -> None:
    pairs = len(ADJECTIVES.split()) * len(NOUNS.split())
    drawn = list(islice(names(uuid.uuid4().hex), pairs + 1))
    assert len(set(drawn)) == pairs + 1
    assert all(name.count("-") == 1 for name in drawn[:pairs])
    assert drawn[pairs] == f"{drawn[0]}-2"


def test_the_same_id_draws_the_same_names() -> None:
    run_id = uuid.uuid4().hex
    assert list(islice(names(run_id), 3)) == list(islice(names(run_id), 3))
