"""What is said to have become of each word."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.data.dataset import View
from shapviz.data.modality import PADDING, UNKNOWN
from shapviz.robustness.words import words
from shapviz.runs.exhibits import Words

VOCABULARY = ("", "…", "cat", "dog", "tree", "sun")
CAT, DOG, TREE, SUN = range(2, 6)

tokens = st.lists(st.integers(0, 5), min_size=4, max_size=4).map(np.array)


def told(before: View | list[int], after: View | list[int]) -> Words:
    return words(np.array(before), np.array(after), gone=False, vocabulary=VOCABULARY)


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
    shown = words(np.array([CAT, UNKNOWN]), np.array([CAT, CAT]), gone=False, vocabulary=None)
    assert [(word.before, word.after) for word in shown.words] == [("word 2", "word 2"), ("…", "word 2")]


@given(tokens, tokens)
def test_the_words_before_and_after_can_be_read_off_their_fates(before: View, after: list[int]) -> None:
    shown = told(before, after).words
    for side, values in (("before", before), ("after", after)):
        assert [getattr(w, side) for w in shown if getattr(w, side)] == [VOCABULARY[t] for t in values if t != PADDING]


@given(tokens)
def test_only_what_is_the_same_is_kept(values: View) -> None:
    assert {word.state for word in told(values, values).words} <= {"kept"}
