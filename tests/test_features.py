"""Figures: the same for one text and for many, in any order, by text or by store."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.features import FeatureOptions, Figures, hash_words
from framing.lexicon import Lexicon
from framing.matrices import matrix
from framing.stored_figures import StoredFigures, read_figures, without_order, write_figures

OPTIONS = FeatureOptions(bits=14)
TEXTS = st.lists(
    st.text(st.sampled_from("abcñé N.,-’“?3 \n"), max_size=40) | st.text(max_size=20), min_size=1, max_size=6
)


def dense(figures: Figures):
    return matrix(figures, OPTIONS).toarray()


@given(TEXTS)
@settings(deadline=None)
def test_a_text_reads_the_same_alone_and_among_others(texts):
    together = dense(Lexicon(OPTIONS).read(texts))
    lexicon = Lexicon(OPTIONS)
    alone = np.vstack([dense(lexicon.read([text])) for text in texts])
    np.testing.assert_allclose(together, alone)


@given(TEXTS)
@settings(deadline=None)
def test_figures_without_order_give_the_same_matrix(texts):
    figures = Lexicon(OPTIONS).read(texts)
    np.testing.assert_allclose(dense(without_order(figures)), dense(figures), atol=1e-12)


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_joined_figures_are_the_rows_of_both(one, other):
    joined = Figures.join([Lexicon(OPTIONS).read(one), Lexicon(OPTIONS).read(other)])
    np.testing.assert_allclose(dense(joined), dense(Lexicon(OPTIONS).read(one + other)))
    last = np.arange(len(joined))[::-1]
    np.testing.assert_allclose(dense(joined.take(last)), dense(joined)[::-1])


@given(st.text("abñ", min_size=1, max_size=12), st.text("abñ", max_size=8))
@settings(deadline=None)
def test_words_with_the_same_five_letters_share_their_beginning(word, more):
    figures = Lexicon(OPTIONS).read([word, word[:5] + more, "Daniel Noboa"])
    begun, own = (buckets[figures.words] for buckets in (figures.beginnings(), figures.own()))
    if len(word) >= 5:
        assert begun[0] == begun[1]
    else:
        assert begun[0] == own[0]
    assert begun[2] == own[2]  # a name has no letters


def test_stored_figures_come_back(tmp_path):
    figures = Lexicon(OPTIONS).read(["La paz volverá", "", "We are not a colony, we said. We said."])
    stored = StoredFigures(OPTIONS, ("a" * 40, "b" * 40, "0" * 40), figures)
    write_figures(tmp_path / "f.npz", stored)
    back = read_figures(tmp_path / "f.npz")
    assert back.options == OPTIONS
    assert back.rows_of(["0" * 40, "c" * 40]).tolist() == [2, -1]
    np.testing.assert_allclose(dense(back.figures), dense(figures))


def test_stored_words_keep_no_order(tmp_path):
    one = without_order(Lexicon(OPTIONS).read(["tropas extranjeras en la costa"]))
    other = without_order(Lexicon(OPTIONS).read(["costa la en extranjeras tropas"]))
    np.testing.assert_array_equal(one.words, other.words)
    np.testing.assert_array_equal(one.table, other.table)


def test_hashes_are_the_same_on_every_machine():
    keys, starts, buckets = hash_words(["paz", "guerra"], FeatureOptions())
    assert keys.tolist() == [2207727833041524721, 9973463368531486000]
    assert starts.tolist() == [0, 4, 17]
    assert buckets.max() < 2**18


def test_neighbours_and_letters_count_where_asked():
    full, bare = FeatureOptions(bits=14), FeatureOptions(bits=14, ngram_min=0, ngram_max=0, pairs=False)
    text = ["peace returns to the coast"]
    assert matrix(Lexicon(bare).read(text), bare).nnz == 5
    assert matrix(Lexicon(full).read(text), full).nnz > 30


def test_the_memory_is_emptied_when_full(monkeypatch):
    monkeypatch.setattr("framing.lexicon._MOST_CHUNKS", 10)
    lexicon = Lexicon(OPTIONS)
    for start in range(0, 60, 6):
        text = " ".join(f"word{chr(97 + k % 26)}{chr(97 + k // 26)}" for k in range(start, start + 6))
        np.testing.assert_allclose(dense(lexicon.read([text])), dense(Lexicon(OPTIONS).read([text])))
        assert len(lexicon) <= 16
