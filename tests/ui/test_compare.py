"""What Compare shows and says follows from the runs, and never says more than their intervals."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapviz.comparison import Difference, holm, paired
from shapviz.figures.words import plain
from shapviz.runs.info import Failure
from shapviz.ui import assets
from shapviz.ui.compare import cards, offers, replicas, words
from shapviz.ui.compare.lineup import lineup
from shapviz.ui.compare.match import ALPHA, Match, Side, match
from shapviz.ui.compare.payload import payload, text
from tests.ui.comparisons import GUIDED, JOINT, OWN, entries, known, run

FIVE = range(5)


def against(chosen, place: int = 0) -> Match:
    sides = [Side(entry, entry.contender) for entry in chosen if entry.contender]
    return match(sides, sides[place].entry.key)


# Groups ---------------------------------------------------------------------------------------------------------------


def test_runs_that_differ_by_seed_only_are_one_group_called_by_its_order() -> None:
    chosen = entries((JOINT, FIVE), (GUIDED, FIVE))
    assert [(entry.title, len(entry.drawn)) for entry in chosen] == [("Joint", 5), ("Weak first", 5)]


def test_groups_of_one_order_are_called_by_what_differs() -> None:
    runs = [run(0, JOINT, epochs=epochs) for epochs in (4, 6)]
    assert [entry.title for entry in lineup(runs, known)] == ["Joint, 4 epochs", "Joint, 6 epochs"]
    turns = [run(0, GUIDED | {"power": power, "budget": "guided"}) for power in (1.0, 2.0)]
    assert len({entry.title for entry in lineup(turns, known)}) == 2


def test_groups_of_a_study_are_called_as_the_study_calls_them() -> None:
    runs = [run(0, JOINT), run(0, GUIDED), run(0, OWN)]
    named = {runs[0].id: "as always", runs[1].id: "in turns"}
    assert [entry.title for entry in lineup(runs, known, named)] == ["As always", "In turns", "Joint + unimodal"]


def test_at_most_six_groups_are_shown() -> None:
    assert len(lineup([run(0, JOINT, epochs=epochs) for epochs in range(2, 12)], known)) == 6


def test_while_some_runs_are_finished_the_others_wait() -> None:
    runs = [run(0, JOINT), run(1, JOINT, status="running"), run(2, JOINT, status="queued")]
    [entry] = lineup(runs, known)
    assert (entry.drawn, entry.alive) == ({0}, True)
    [card] = cards.unfinished([entry])
    assert card["text"] == "Shown: 1 seed. Not shown: 1 training, 1 waiting."


def test_a_group_without_finished_runs_shows_what_there_is() -> None:
    [entry] = lineup([run(0, JOINT, status="running"), run(1, JOINT, status="queued")], known)
    assert entry.drawn == {0}
    assert [epoch for epoch, _ in entry.contender.course.trained] == [1, 2, 3]


def test_a_failure_is_told_with_its_remedy() -> None:
    broken = run(0, JOINT, status="failed").model_copy(
        update={"epoch": None, "error": Failure(problem="The loss is no longer finite.", remedy="Learn more slowly.")}
    )
    [entry] = lineup([broken], known)
    assert entry.contender is None
    assert "1 failed. The loss is no longer finite. Learn more slowly." in cards.unfinished([entry])[0]["text"]


# Findings -------------------------------------------------------------------------------------------------------------


def test_the_finding_names_who_is_clearly_beaten_and_whom_nothing_tells_apart() -> None:
    found = words.finding(against(entries((JOINT, FIVE), (OWN, FIVE), (GUIDED, FIVE))))
    assert re.fullmatch(
        r"(Weak first|Joint \+ unimodal) beats joint by \d+\.\d points\. Against .+: inconclusive\.",
        plain(found),
    )
    assert {"unsure": "inconclusive"} in found


def test_the_finding_does_not_depend_on_the_baseline() -> None:
    chosen = entries((JOINT, FIVE), (OWN, FIVE), (GUIDED, FIVE))
    assert len({plain(words.finding(against(chosen, place))) for place in range(3)}) == 1


def test_one_seed_is_never_a_victory() -> None:
    one = against(entries((JOINT, [3]), (GUIDED, [3])))
    assert words.finding(one) == ["Weak first against joint: ", words.UNSURE, "."]
    assert "with one seed" in plain(words.measure(one))
    assert words.differences_title(one) == ["One seed tells no difference from luck"]


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=6, unique=True))
def test_a_lead_is_clear_only_where_holm_says_so(seeds: list[int]) -> None:
    one = against(entries((JOINT, seeds), (OWN, seeds), (GUIDED, seeds)))
    found = {lead.over.entry.title: paired(one.best.tested, lead.over.tested) for lead in one.leads}
    adjusted = holm({title: each.p for title, each in found.items()})
    for lead in one.leads:
        assert lead.difference == found[lead.over.entry.title]
        assert lead.clear == (adjusted[lead.over.entry.title] < ALPHA and lead.difference.mean > 0)


def test_since_when_somebody_is_ahead_begins_after_the_last_doubt() -> None:
    def known_at(mean: float, half: float) -> Difference:
        return Difference(mean, mean - half, mean + half, 0.5, 5)

    sure, unsure, behind = known_at(0.05, 0.01), known_at(0.05, 0.1), known_at(-0.05, 0.01)
    assert words.since([(1, sure), (2, unsure), (3, sure), (4, sure)]) == (3, sure)
    assert words.since([(1, behind), (2, sure)]) == (2, sure)
    assert words.since([(1, sure), (2, unsure)]) is None
    assert words.since([]) is None


def test_settings_that_only_go_with_a_strategy_are_not_listed() -> None:
    told = words.differences_in_settings(entries((JOINT, FIVE), (GUIDED, FIVE)), "")
    titles = [column["title"] for column in told]
    assert titles[:2] == ["strategy", "order"]
    assert not {"power", "guard", "sequence"} & set(titles)
    alike = told[0]["values"]
    assert [value["text"] for value in alike] == ["joint", "alternating"]
    assert [value["same"] for value in alike] == [True, False]


# Refusals -------------------------------------------------------------------------------------------------------------


def test_runs_of_other_data_are_shown_and_not_subtracted() -> None:
    runs = [*(run(seed, JOINT) for seed in FIVE), *(run(seed, GUIDED, dataset={"name": "unequal"}) for seed in FIVE)]
    chosen = lineup(runs, known)
    one = against(chosen)
    assert (one.rivals, one.gaps, one.leads) == ((), (), ())
    [card] = [card for card in cards.all_cards(one, chosen) if card["kind"] == "refused"]
    assert "different data" in card["text"]
    shown = payload(chosen, "light", compact=False)
    assert len(shown["views"]["share"]) == 2
    assert all(each["difference"] is None for each in shown["against"].values())


def test_unequal_seeds_are_paired_over_the_common_ones() -> None:
    chosen = entries((JOINT, range(6)), (GUIDED, range(3)))
    one = against(chosen)
    assert {difference.n for _, difference in one.gaps[0].trained} == {3}
    [card] = [card for card in cards.all_cards(one, chosen) if card["kind"] == "uneven"]
    assert card["title"] == "Weak first is paired over 3 seeds."


def test_unequal_epochs_are_compared_as_far_as_both_go() -> None:
    runs = [*(run(seed, JOINT, epochs=6) for seed in FIVE), *(run(seed, GUIDED, epochs=4) for seed in FIVE)]
    chosen = lineup(runs, known)
    one = against(chosen)
    assert [epoch for epoch, _ in one.gaps[0].trained] == [1, 2, 3, 4]
    assert any("compared up to 4" in card["text"] for card in cards.all_cards(one, chosen))


# More seeds -----------------------------------------------------------------------------------------------------------


def test_one_seed_is_said_to_be_luck_and_four_more_are_offered() -> None:
    chosen = entries((JOINT, [7]), (GUIDED, [7]))
    [card] = [card for card in cards.all_cards(against(chosen), chosen) if card["kind"] == "luck"]
    assert card["title"] == "One seed: differences may be luck."
    assert (card["button"], card["runs"]) == ("Train four more seeds", 8)
    specs = replicas.wanted(chosen)
    assert {spec.seed for spec in specs} == {0, 1, 2, 3}
    assert {spec.strategy.name for spec in specs} == {"joint", "alternating"}


def test_seeds_that_others_have_come_first() -> None:
    specs = replicas.wanted(entries((JOINT, range(10, 20)), (GUIDED, [12])))
    assert {(spec.strategy.name, spec.seed) for spec in specs} == {("alternating", seed) for seed in (10, 11, 13, 14)}


def test_a_fork_is_not_repeated() -> None:
    fork = run(0, GUIDED).model_copy(update={"parent": "0" * 32, "parent_epoch": 2})
    chosen = lineup([run(0, JOINT), fork], known)
    assert {spec.strategy.name for spec in replicas.wanted(chosen)} == {"joint"}


# Offers ---------------------------------------------------------------------------------------------------------------


def test_pills_offer_what_differs_by_strategy_only_and_the_list_everything_else() -> None:
    runs = [run(0, JOINT), run(0, OWN), run(0, GUIDED, dataset={"name": "unequal"}), run(1, GUIDED, status="queued")]
    found = offers.offers(runs, lineup(runs[:1], known), {})
    assert [offer["title"] for offer in found["pills"]] == ["Joint + unimodal"]
    assert [offer["ids"] for offer in found["list"]] == [(runs[1].id,), (runs[2].id,)]
    assert runs[2].name in found["list"][1]["search"]


# Payload --------------------------------------------------------------------------------------------------------------


def test_the_payload_is_json_and_fills_every_place_for_a_sentence() -> None:
    shown = payload(entries((JOINT, FIVE), (GUIDED, FIVE)), "dark", compact=False)
    assert json.loads(text(shown), parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))
    assert shown["against"].keys() == {group["key"] for group in shown["groups"]}
    assert shown["tables"].keys() == shown["views"].keys()
    for each in shown["against"].values():
        assert each["tables"].keys() | shown["views"].keys() <= shown["how"].keys()
    places = set(re.findall(r'data-say="(\w+)"', (assets.OWN / "compare" / "markup.js").read_text(encoding="utf-8")))
    told = {
        "finding",
        "measure",
        *(f"{chart}_{what}" for chart in ("difference", "landing") for what in ("title", "told")),
    }
    assert places == told


def test_nothing_chosen_is_a_payload_too() -> None:
    shown = payload((), "light", compact=False)
    assert (shown["choice"], shown["groups"], shown["against"]) == ("", [], {})


def test_tables_hold_the_numbers_of_the_figures() -> None:
    one = against(entries((JOINT, FIVE), (GUIDED, FIVE)))
    table = payload([side.entry for side in one.sides], "light", compact=False)["against"][one.baseline.entry.key][
        "tables"
    ]
    [gap] = one.gaps
    assert [row[0] for row in table["difference"]["rows"]] == [epoch for epoch, _ in gap.trained]
    assert [row[1] for row in table["difference"]["rows"]] == pytest.approx(
        [known.mean for _, known in gap.trained], abs=1e-6
    )
    assert len(table["landing"]["rows"]) == 10
