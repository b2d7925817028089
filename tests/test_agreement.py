"""Agreement between coders: perfect, none, and what cannot be said."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from framing.agreement import agreement
from framing.records import SENTIMENTS, LabelledSentence

frames = st.lists(st.sampled_from(["fear", "hope"]), unique=True).map(tuple)
sentiments = st.sampled_from(SENTIMENTS)


def coded(
    first: tuple[str, ...], second: tuple[str, ...], tone: str = "", other: str = ""
) -> LabelledSentence:
    tones = {"c1": tone, "c2": other} if tone else {}
    return LabelledSentence("It rained.", first, coders={"c1": first, "c2": second}, coders_sentiment=tones)


@settings(deadline=None)
@given(st.lists(st.tuples(frames, sentiments), min_size=2))
def test_coders_who_agree_have_alpha_one(codes: list[tuple[tuple[str, ...], str]]) -> None:
    assume(len({frozenset(f) for f, _ in codes}) > 1 and len({t for _, t in codes}) > 1)
    result = agreement(coded(f, tuple(reversed(f)), t, t) for f, t in codes)
    assert result.frame_sets == result.sentiment == 1
    assert set(result.frames.values()) <= {1, None}
    assert result.sentences == result.sentiment_sentences == len(codes)


@settings(deadline=None)
@given(st.lists(st.tuples(frames, frames, sentiments, sentiments), min_size=1), st.randoms())
def test_neither_order_nor_the_coders_names_matter(codes: list[tuple[object, ...]], rng: object) -> None:
    sentences = [coded(*code) for code in codes]  # type: ignore[arg-type]
    swapped = [coded(b, a, u, t) for a, b, t, u in codes]  # type: ignore[arg-type]
    assert _figures(sentences) == pytest.approx(_figures(sentences[::-1]))
    assert _figures(sentences) == pytest.approx(_figures(swapped))


def _figures(sentences: list[LabelledSentence]) -> dict[str, float | None]:
    result = agreement(sentences)
    return {**result.frames, "sets": result.frame_sets, "sentiment": result.sentiment}


def test_alpha_is_krippendorffs() -> None:
    # Two coders, four sentences, one disagreement: observed 2/8 of pairs, expected 2*3*5/(8*7) of them.
    pairs = [(("fear",), ("fear",)), ((), ()), ((), ()), (("fear",), ())]
    assert agreement(coded(*p) for p in pairs).frames["fear"] == pytest.approx(1 - (2 / 8) / (30 / 56))


def test_a_part_of_the_frames_is_better_than_none_of_them() -> None:
    base = [coded(("hope",), ("hope",)), coded((), ())]
    part = agreement([*base, coded(("fear", "hope"), ("fear",))]).frame_sets
    none = agreement([*base, coded(("fear", "hope"), ())]).frame_sets
    assert part is not None
    assert none is not None
    assert part > none


def test_what_cannot_be_said_is_none() -> None:
    alone = LabelledSentence("It rained.", ("fear",), coders={"c1": ("fear",)})
    nothing = agreement([alone])
    assert (nothing.sentences, nothing.frames, nothing.frame_sets, nothing.sentiment) == (0, {}, None, None)
    assert nothing.lines() == ["agreement: no sentence was coded by two coders"]
    assert agreement([coded(("fear",), ("fear",))] * 3).frames == {"fear": None}  # nobody ever said no
