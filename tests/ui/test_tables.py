"""A chart's table has the chart's numbers."""

from shapviz.ui import tables
from tests.figures import records


def test_every_row_has_a_cell_for_every_column() -> None:
    for every in (1, 3):
        for name, table in tables.all_tables(records.course(7, every=every)).items():
            assert {len(row) for row in table["rows"]} == {len(table["columns"])}, name


def test_the_story_has_shares_and_edm_with_the_ends_of_their_intervals() -> None:
    course = records.course(5)
    table = tables.story(course)
    last = dict(zip(table["columns"], table["rows"][-1], strict=True))
    valuation = course.records[-1].valuation
    assert valuation is not None
    assert valuation.shares is not None
    assert valuation.edm is not None
    assert last["share of fox"] == valuation.shares[1].estimate
    assert last["share of fox, low"] == valuation.shares[1].low
    assert last["φ of tortoise"] == valuation.shapley[2].estimate
    assert last["EDM, high"] == valuation.edm.high


def test_epochs_that_nobody_looked_at_have_turns_but_no_numbers() -> None:
    table = tables.story(records.course(4, every=3))
    row = dict(zip(table["columns"], table["rows"][1], strict=True))
    assert row["EDM"] is None
    assert len(str(row["turns"]).split("; ")) == 3


def test_coalitions_are_named_by_who_is_in_them() -> None:
    table = tables.lattice(records.course(3))
    assert table["columns"][1:] == [
        "nobody", "hare", "fox", "hare + fox", "tortoise", "hare + tortoise", "fox + tortoise", "hare + fox + tortoise",
    ]  # fmt: skip
    assert table["rows"][-1][-1] == records.course(3).records[-1].accuracy[-1]


def test_ceilings_stand_beside_what_each_reaches_in_company() -> None:
    course = records.course(3)
    row = dict(zip(tables.accuracy(course)["columns"], tables.accuracy(course)["rows"][-1], strict=True))
    assert row["fox, trained alone"] == course.ceilings["fox"]


def test_of_very_many_coalitions_only_the_last_epoch_is_told() -> None:
    table = tables.lattice(records.course(3, records.NAMES[:7]))
    assert len(table["columns"]) == 129
    assert [row[0] for row in table["rows"]] == [3]


def test_the_table_of_pairs_has_the_interactions() -> None:
    course = records.course(4)
    table = tables.all_tables(course, "synergy")["story"]
    row = dict(zip(table["columns"], table["rows"][-1], strict=True))
    assert {len(row) for row in table["rows"]} == {len(table["columns"])}
    valuation = course.records[-1].valuation
    assert valuation is not None
    assert row["hare + tortoise"] == valuation.interactions[0][2]
