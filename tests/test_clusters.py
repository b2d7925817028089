"""Copies of a story are one cluster; quotations, standing notices and news of the same day are not."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from made_articles import article, sentence, text

from framing.clusters import find_clusters
from framing.records import ScoredArticle


def story(seed: int, sentences: int = 12) -> list[str]:
    rng = np.random.default_rng(seed)
    return [text(rng, f"s{seed}", k) for k in range(sentences)]


def made(*stories: list[str]) -> list[ScoredArticle]:
    return [article(str(i), [sentence(line, {}) for line in lines]) for i, lines in enumerate(stories)]


def edited(lines: list[str]) -> list[str]:
    """Every third sentence changed in one word, capitals and commas changed in all."""
    return [(line.replace(" ", " newly ", 1) if k % 3 == 0 else line).title() for k, line in enumerate(lines)]


def test_copies_cut_edited_and_extended_are_found() -> None:
    wire = story(1)
    copies = [wire[:6], edited(wire), [*story(2, 5), *wire], list(wire)]
    found = find_clusters(made(story(3), wire, *copies, story(4)))
    assert found.copies == ((1, 2, 3, 4, 5),)
    assert found.number.tolist() == [0, 1, 1, 1, 1, 1, 2]
    assert len(found) == 3


def test_a_copy_of_a_copy_is_in_the_cluster() -> None:
    first, last = story(1), story(2)
    assert len(find_clusters(made(first, [*first[4:], *last[:8]], last))) == 1


def test_a_quotation_or_a_notice_makes_no_copy() -> None:
    notice = story(9, 2)
    stories = [[*story(seed), *notice] for seed in range(60)]
    stories += [story(0)[:2], story(0)[1:3]]
    assert find_clusters(made(*stories)).copies == ()


def test_short_texts_are_copies_only_if_they_are_the_same() -> None:
    assert (
        len(
            find_clusters(made(["The count goes on."], ["The count goes on"], ["The count is over."], [], []))
        )
        == 4
    )


@settings(deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_articles_does_not_matter(order: list[int]) -> None:
    wire = story(1)
    articles = made(wire, story(2), wire[:6], story(3), edited(story(2)), story(4))
    found = find_clusters([articles[i] for i in order])
    groups = {frozenset(order[i] for i in group) for group in found.copies}
    assert groups == {frozenset({0, 2}), frozenset({1, 4})}
