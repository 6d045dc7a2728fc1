"""What is said to have become of each word."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.data.dataset import View
from shapviz.data.modality import PADDING, UNKNOWN, Modality
from shapviz.data.sample import vocabulary
from shapviz.robustness.words import words
from shapviz.runs.exhibits import Words

VOCABULARY = vocabulary()
WORDS = Modality("words", "text", (4,), "words", "", vocabulary=len(VOCABULARY))
CAT, DOG, TREE, SUN = (VOCABULARY.index(word) for word in ("cat", "dog", "tree", "sun"))

tokens = st.lists(st.integers(0, 9), min_size=4, max_size=4).map(np.array)


def told(before: View | list[int], after: View | list[int]) -> Words:
    return words(WORDS, np.array(before), np.array(after), gone=False, typed=None)


@pytest.mark.parametrize(
    ("after", "states", "summary"),
    [
        ([CAT, DOG, TREE, PADDING], ["kept", "kept", "kept"], "unchanged"),
        ([CAT, PADDING, TREE, PADDING], ["kept", "lost", "kept"], "1 of 3 words lost"),
        ([CAT, TREE, PADDING, PADDING], ["kept", "lost", "kept"], "1 of 3 words lost"),
        ([CAT, UNKNOWN, TREE, PADDING], ["kept", "unknown", "kept"], "1 of 3 words unknown"),
        ([SUN, DOG, UNKNOWN, PADDING], ["replaced", "kept", "unknown"], "1 of 3 words replaced, 1 unknown"),
        ([TREE, DOG, CAT, PADDING], ["moved", "kept", "moved"], "2 of 3 words moved"),
        ([CAT, DOG, TREE, SUN], ["kept", "kept", "kept", "added"], "1 of 4 words added"),
        ([PADDING] * 4, ["lost"] * 3, "3 of 3 words lost"),
    ],
)
def test_every_word_is_said_to_be_kept_lost_unknown_moved_or_replaced(
    after: list[int], states: list[str], summary: str
) -> None:
    shown = told([CAT, DOG, TREE, PADDING], after)
    assert [word.state for word in shown.words] == states
    assert shown.told == summary


def test_a_word_that_was_replaced_is_told_with_the_one_in_its_place() -> None:
    assert [(word.before, word.after) for word in told([CAT, DOG], [CAT, SUN]).words] == [
        ("cat", "cat"),
        ("dog", "sun"),
    ]


def test_words_without_a_vocabulary_are_numbers() -> None:
    strange = replace(WORDS, vocabulary=9)
    shown = words(strange, np.array([2, UNKNOWN]), np.array([2, 2]), gone=False, typed=None)
    assert [(word.before, word.after) for word in shown.words] == [("word 2", "word 2"), ("…", "word 2")]


def test_words_that_were_mistyped_are_told_as_they_were_typed() -> None:
    before, typed = np.array([CAT, DOG, UNKNOWN, PADDING]), ("cat", "dig", "…", "")
    shown = words(WORDS, before, np.array([CAT, UNKNOWN, UNKNOWN, PADDING]), gone=False, typed=typed)
    assert [(word.state, word.after) for word in shown.words] == [("kept", "cat"), ("misspelt", "dig"), ("kept", "…")]
    assert shown.told == "1 of 3 words misspelt"


def test_words_that_the_network_does_not_know_are_read_as_they_were_written() -> None:
    before, written = np.array([UNKNOWN, CAT, UNKNOWN]), np.array([DOG, CAT, SUN])
    for after, typed, states in (
        ([UNKNOWN, CAT, UNKNOWN], None, ["kept", "kept", "kept"]),
        ([UNKNOWN, TREE, UNKNOWN], None, ["kept", "replaced", "kept"]),
        ([UNKNOWN, UNKNOWN, UNKNOWN], ("…", "cst", "…"), ["kept", "misspelt", "kept"]),
    ):
        shown = words(WORDS, before, np.array(after), gone=False, typed=typed, written=written).words
        assert [word.state for word in shown] == states
        assert [word.before for word in shown] == ["dog", "cat", "sun"]
        assert [word.after for word in shown][::2] == ["dog", "sun"]


@given(tokens, tokens)
def test_the_words_before_and_after_can_be_read_off_their_fates(before: View, after: list[int]) -> None:
    shown = told(before, after).words
    for side, values in (("before", before), ("after", after)):
        assert [getattr(w, side) for w in shown if getattr(w, side)] == [VOCABULARY[t] for t in values if t != PADDING]


@given(tokens)
def test_only_what_is_the_same_is_kept(values: View) -> None:
    assert {word.state for word in told(values, values).words} <= {"kept"}
