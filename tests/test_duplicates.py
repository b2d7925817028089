"""Near-duplicates: found whatever the order, and exactly those that a plain comparison finds."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.duplicates import PIECE, duplicates_between, near_duplicates, sentence_key

LONG = (
    "The harbour board of the northern district agreed on Thursday evening to keep both ferry lines open "
    "through the winter and to share the cost of the new pier with the three villages on the far shore"
)
texts = st.lists(st.text("abc ", max_size=14), max_size=12)


def plain_likeness(a: str, b: str) -> float:
    """Jaccard of the sets of pieces, by the definition."""
    if sentence_key(a) == sentence_key(b):
        return 1.0
    sets = []
    for text in (a, b):
        key = f" {sentence_key(text)} "
        sets.append({key[i : i + PIECE] for i in range(len(key) - PIECE + 1)})
    return len(sets[0] & sets[1]) / max(1, len(sets[0] | sets[1]))


@settings(deadline=None)
@given(texts, st.sampled_from([0.3, 0.5, 0.8, 1.0]))
def test_finds_what_comparing_each_with_each_finds(texts: list[str], threshold: float) -> None:
    distinct = list({sentence_key(t): t for t in texts}.values())
    found = {(p.first, p.second): p.likeness for p in near_duplicates(distinct, threshold)}
    plain = {
        (i, j): plain_likeness(distinct[i], distinct[j])
        for i, j in combinations(range(len(distinct)), 2)
        if plain_likeness(distinct[i], distinct[j]) >= threshold
    }
    assert found == pytest.approx(plain)


@settings(deadline=None)
@given(texts, st.randoms(use_true_random=False))
def test_order_does_not_matter(texts: list[str], rng: random.Random) -> None:
    shuffled = rng.sample(texts, len(texts))
    found = [
        sorted((sorted((sentence_key(t[p.first]), sentence_key(t[p.second]))), p.likeness) for p in pairs)
        for t, pairs in ((texts, near_duplicates(texts)), (shuffled, near_duplicates(shuffled)))
    ]
    assert found[0] == found[1]


@settings(deadline=None)
@given(texts, texts)
def test_between_two_sets_the_sides_can_be_swapped(ours: list[str], theirs: list[str]) -> None:
    there = {(p.first, p.second, p.likeness) for p in duplicates_between(ours, theirs)}
    back = {(p.second, p.first, p.likeness) for p in duplicates_between(theirs, ours)}
    assert there == back
    assert {(i, j) for i, j, likeness in there if likeness == 1} == {
        (i, j) for i, a in enumerate(ours) for j, b in enumerate(theirs) if sentence_key(a) == sentence_key(b)
    }


@given(st.integers(0, len(LONG.split()) - 1), st.text("xyz", min_size=1, max_size=8))
@settings(deadline=None)
def test_one_changed_word_in_a_long_sentence_is_found(place: int, word: str) -> None:
    changed = LONG.split()
    changed[place] = word
    pairs = near_duplicates(["Nothing else happened that day.", LONG, " ".join(changed)])
    assert [(p.first, p.second) for p in pairs] == [(1, 2)]


def test_case_punctuation_and_spacing_make_no_other_sentence() -> None:
    assert sentence_key("«¡No  PASARÁN!»") == sentence_key("no pasarán") != sentence_key("no pasaran")
    assert sentence_key("...") != sentence_key("?!")  # signs alone are compared as they are
    pairs = near_duplicates(
        ["“It is over,” she said.", "It rained.", "IT IS OVER she said", "It is over, she said!"]
    )
    assert [(p.first, p.second, p.likeness) for p in pairs] == [(0, 2, 1.0), (0, 3, 1.0)]


@pytest.mark.parametrize("threshold", [0.0, -1.0, 1.1])
def test_a_threshold_out_of_range_is_named(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        near_duplicates(["a", "b"], threshold)
