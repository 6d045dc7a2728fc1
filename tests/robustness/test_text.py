from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from shapviz.data import sample
from shapviz.data.modality import PADDING, UNKNOWN
from shapviz.robustness import text
from shapviz.robustness.case import Case
from shapviz.robustness.corruptions import corrupt, spelt
from shapviz.runs.corruptions import FITTING
from shapviz.runs.robustness import Corrupted
from tests.robustness.cases import MODALITIES, SPOKEN, values_of

WORDS = MODALITIES["text"]
shares = st.floats(0.02, 1)


def a_case(values, level, reference=None, modality=WORDS, seed=0):
    return Case(modality, values, values if reference is None else reference, level, np.random.default_rng(seed))


@pytest.mark.parametrize("corruption", FITTING["text"])
@settings(max_examples=10, deadline=None)
@given(severity=st.floats(0.1, 5), seed=st.integers(0, 99))
def test_padding_stays_behind_the_last_word(corruption, severity, seed):
    values = values_of(WORDS, 30, seed)
    asked = Corrupted(corruption=corruption, severity=severity)
    padded = corrupt(WORDS, values, asked, seed=seed, reference=values).values == PADDING
    assert not (padded[:, :-1] & ~padded[:, 1:]).any()
    if corruption not in ("drop_words", "mispairing"):
        assert_array_equal(padded, values == PADDING)


@given(share=shares)
def test_dropped_words_leave_the_others_in_their_order(share):
    values = np.random.default_rng(0).integers(2, 40, (20, 50))  # long enough for a sort that is not stable to show
    for before, after in zip(values.tolist(), text.drop_words(a_case(values, share)).tolist(), strict=True):
        rest = iter(before)
        assert all(word in rest for word in after if word != PADDING)


@pytest.mark.parametrize("function", [text.drop_words, text.swap_words, text.unknown_words])
def test_as_many_words_are_hit_as_is_said(function):
    full = np.random.default_rng(0).integers(2, 40, (4000, 5))
    after = function(a_case(full, 0.3))
    kept = (after != PADDING).mean() if function is text.drop_words else (after == full).mean()
    assert kept == pytest.approx(0.7, abs=0.01)


def test_all_words_dropped_leave_an_empty_text():
    assert not text.drop_words(a_case(values_of(WORDS, 9), 1.0)).any()


def test_swapped_words_become_others_that_training_knows_as_often_as_it_says_them():
    values = np.full((3000, 5), 7)
    spoken = np.array([[7, 8, 8, 8, UNKNOWN], [9, 7, 7, PADDING, PADDING]])
    swapped = Counter(text.swap_words(a_case(values, 1.0, reference=spoken)).ravel().tolist())
    assert set(swapped) == {8, 9}
    assert swapped[8] > 2 * swapped[9]


def test_nothing_is_swapped_where_training_knows_one_word_only():
    values = values_of(WORDS, 9)
    assert text.swap_words(a_case(values, 1.0, reference=np.full((4, 5), 3))) is values


@given(share=shares)
def test_shuffled_texts_have_the_same_words(share):
    values = values_of(WORDS, 30)
    shuffled = text.shuffle_words(a_case(values, share))
    assert_array_equal(np.sort(shuffled, axis=1), np.sort(values, axis=1))


def test_every_order_of_the_words_is_as_likely():
    values = np.tile([2, 3, 4, PADDING, PADDING], (6000, 1))
    orders = Counter(map(tuple, text.shuffle_words(a_case(values, 1.0)).tolist()))
    assert len(orders) == 6
    assert all(count == pytest.approx(1000, abs=150) for count in orders.values())


@settings(max_examples=15, deadline=None)
@given(severity=st.floats(0.5, 5), seed=st.integers(0, 99))
def test_typed_words_are_read_as_networks_of_whole_words_read_them(severity, seed):
    values = values_of(SPOKEN, 25, seed)
    reference = values_of(SPOKEN, 400, seed=1)
    asked = Corrupted(corruption="typos", severity=severity)
    tokens = corrupt(SPOKEN, values, asked, seed=seed, reference=reference).values
    written = spelt(SPOKEN, values, asked, seed=seed)
    vocabulary, known = np.array(sample.vocabulary()), set(np.unique(reference))
    changed = written != vocabulary[values]
    assert_array_equal(tokens[~changed], values[~changed])
    for token, word in zip(tokens[changed], written[changed], strict=True):
        assert (vocabulary[token] == word and token in known) or (token == UNKNOWN)
        if word in vocabulary:
            assert token == UNKNOWN or vocabulary[token] == word


def test_a_typo_that_makes_another_known_word_is_read_as_that_word():
    vocabulary = sample.vocabulary()
    cat = vocabulary.index("cat")
    values = np.full((4000, 4), cat)
    everything = np.arange(len(vocabulary)).reshape(-1, 4)
    tokens = text.typos(a_case(values, 0.2, reference=everything, modality=SPOKEN))
    read = {vocabulary[token] for token in np.unique(tokens)}
    assert read >= {"cat", "car", "…"}
    strangers = np.full((1, 4), cat)
    assert set(np.unique(text.typos(a_case(values, 0.2, reference=strangers, modality=SPOKEN)))) == {UNKNOWN, cat}


def test_as_many_letters_are_mistyped_as_is_said_and_each_becomes_a_key_beside():
    letters = text.spelt(a_case(np.full((4000, 4), sample.vocabulary().index("dog")), 0.1, modality=SPOKEN))
    slips = Counter("".join(letters.ravel()))
    assert set(slips) == set("sfdipohg")  # beside d, o and g
    assert 1 - (slips["d"] + slips["o"] + slips["g"]) / slips.total() == pytest.approx(0.1, abs=0.01)


def test_where_no_spelling_is_known_a_word_is_hit_as_often_as_one_of_average_length():
    values = np.random.default_rng(0).integers(2, 40, (3000, 5))
    assert text.spelt(a_case(values, 0.1)) is None
    hit = text.typos(a_case(values, 0.1)) != values
    assert hit.mean() == pytest.approx(1 - 0.9**text.LETTERS, abs=0.02)
    assert set(text.typos(a_case(values, 0.1))[hit]) == {UNKNOWN}
